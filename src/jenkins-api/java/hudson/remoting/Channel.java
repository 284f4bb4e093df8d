package hudson.remoting;

import java.nio.channels.ClosedChannelException;

public class Channel implements VirtualChannel {
    Channel() {}

    public <T> T export(Class<T> type, T instance) {
        throw new UnsupportedOperationException("stand-in");
    }

    public boolean isClosingOrClosed() {
        throw new UnsupportedOperationException("stand-in");
    }

    public static boolean isClosedChannelException(Throwable t) {
        return t instanceof ClosedChannelException;
    }
}
