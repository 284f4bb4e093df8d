package io.jenkins.plugins.ocichart.registry.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/** The addresses of a host, which are tried one after another, as Go and curl do. */
final class PeerAddresses {
    /** What an address gets before the next one is tried; the first repetition of a lost packet comes after a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private PeerAddresses() {}

    /** All addresses of a host; none if it is unknown. */
    static List<InetAddress> of(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    /** Whether one of these addresses accepts a connection soon. */
    static boolean accept(List<InetAddress> addresses, int port) {
        try {
            connectInTurn(addresses, port, PATIENCE).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Connects to the first address that accepts soon, or to the first one that accepts at all. An interrupt ends it at once.
     *
     * @param limit for each address
     * @throws IOException the failure of the last address if none accepts
     */
    static Socket connect(List<InetAddress> addresses, int port, Duration limit) throws IOException {
        if (addresses.size() > 1 && limit.compareTo(PATIENCE) > 0) {
            try {
                return connectInTurn(addresses, port, PATIENCE);
            } catch (IOException e) {
                // then with more time
            }
        }
        return connectInTurn(addresses, port, limit);
    }

    private static Socket connectInTurn(List<InetAddress> addresses, int port, Duration limit) throws IOException {
        IOException failure = new UnknownHostException();
        for (InetAddress address : addresses) {
            // An interrupt closes a channel, but not a plain socket.
            SocketChannel channel = SocketChannel.open();
            try {
                channel.socket().connect(new InetSocketAddress(address, port), (int) limit.toMillis());
                return channel.socket();
            } catch (IOException e) {
                channel.close();
                failure = e;
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
        }
        throw failure;
    }
}
