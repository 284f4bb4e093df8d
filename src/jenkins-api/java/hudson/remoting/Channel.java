package hudson.remoting;

import java.nio.channels.ClosedChannelException;

public class Channel implements VirtualChannel {
    Channel() {}

    public static boolean isClosedChannelException(Throwable t) {
        return t instanceof ClosedChannelException;
    }
}
