package hudson.model;

import hudson.remoting.VirtualChannel;
import java.util.concurrent.ExecutorService;

public abstract class Computer {
    public static final ExecutorService threadPoolForRemoting = null;

    Computer() {}

    public String getName() {
        throw new UnsupportedOperationException("stand-in");
    }

    public Node getNode() {
        throw new UnsupportedOperationException("stand-in");
    }

    public abstract VirtualChannel getChannel();
}
