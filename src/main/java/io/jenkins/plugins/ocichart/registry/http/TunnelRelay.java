package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.BasicLogin;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Makes the connections that the JDK's client can't make. It is the client's proxy, on the loopback: it connects to a peer and
 * then passes bytes on unread, so TLS stays between client and registry.
 *
 * <ul>
 *   <li>Through a proxy that wants a Basic login: the client never sends one with CONNECT unless the whole JVM is started with
 *       an empty {@code jdk.http.auth.tunneling.disabledSchemes}, and an {@code Authenticator} would make it drop the
 *       registry's {@code Authorization} (JDK-8326949). Only a client with the one-time {@link #key} is served.
 *   <li>To a given address of a host: the client knows the first one only.
 * </ul>
 */
final class TunnelRelay implements Closeable {
    private static final int MAX_HEAD = 16 * 1024;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Supplier<List<InetAddress>> addresses;
    private final int port;
    private final boolean tunnel;
    private final String proxyAuthorization;
    private final Duration connectLimit;
    private final String key;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile IOException failure;

    private TunnelRelay(
            Supplier<List<InetAddress>> addresses,
            int port,
            boolean tunnel,
            String proxyAuthorization,
            Duration connectLimit)
            throws IOException {
        byte[] random = new byte[24];
        RANDOM.nextBytes(random);
        this.key = "Bearer " + Base64.getUrlEncoder().encodeToString(random);
        this.addresses = addresses;
        this.port = port;
        this.tunnel = tunnel;
        this.proxyAuthorization = proxyAuthorization;
        this.connectLimit = connectLimit;
        TransportThreads.EXECUTOR.execute(this::accept);
    }

    /** A relay through a proxy with a login. */
    static TunnelRelay through(ProxySettings proxy, Duration connectLimit) throws IOException {
        String host = Origin.withoutBrackets(proxy.host());
        String login = BasicLogin.header(proxy.user(), proxy.password());
        return new TunnelRelay(() -> PeerAddresses.of(host), proxy.port(), true, login, connectLimit);
    }

    /**
     * A relay to the first of these addresses that accepts a connection.
     *
     * @param tunnel whether the client asks for a tunnel first, as it does for https
     */
    static TunnelRelay to(List<InetAddress> addresses, int port, boolean tunnel, Duration connectLimit)
            throws IOException {
        return new TunnelRelay(() -> addresses, port, tunnel, null, connectLimit);
    }

    /** The {@code Proxy-Authorization} that a relay with a login wants from its client. */
    String key() {
        return key;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    List<InetAddress> addresses() {
        return addresses.get();
    }

    /** Why none of the addresses accepted the last connection, or null. */
    IOException failure() {
        return failure;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                keep(client);
                TransportThreads.EXECUTOR.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** A socket may be accepted or connected while this relay closes, after {@link #close} went through its sockets. */
    private void keep(Socket socket) {
        sockets.add(socket);
        if (server.isClosed()) {
            end(socket);
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String target = tunnel ? target(head(in)) : "";
            if (target == null) {
                answer(client, "403 Forbidden");
                return;
            }
            try (Socket upstream = connect()) {
                if (upstream == null) {
                    answer(client, "502 Bad Gateway");
                    return;
                }
                keep(upstream);
                if (proxyAuthorization != null) {
                    upstream.getOutputStream()
                            .write(("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\nProxy-Authorization: "
                                            + proxyAuthorization + "\r\n\r\n")
                                    .getBytes(StandardCharsets.ISO_8859_1));
                } else if (tunnel) {
                    answer(client, "200 OK");
                }
                TransportThreads.EXECUTOR.execute(() -> pass(in, upstream));
                pass(upstream.getInputStream(), client);
            }
        } catch (IOException e) {
            // one side ended the connection, the other one notices
        } finally {
            sockets.remove(client);
            sockets.removeIf(Socket::isClosed);
        }
    }

    private Socket connect() {
        try {
            Socket upstream = PeerAddresses.connect(addresses.get(), port, connectLimit);
            failure = null;
            return upstream;
        } catch (IOException e) {
            failure = e;
            return null;
        }
    }

    /** The request's target if it is a CONNECT, with the right key if there is a login to guard; else null. */
    private String target(String head) {
        String target = null;
        boolean known = proxyAuthorization == null;
        for (String line : head.split("\r\n")) {
            if (line.startsWith("CONNECT ") && line.endsWith(" HTTP/1.1")) {
                target = line.substring("CONNECT ".length(), line.length() - " HTTP/1.1".length());
            } else if (line.regionMatches(true, 0, "Proxy-Authorization:", 0, "Proxy-Authorization:".length())) {
                byte[] shown =
                        line.substring("Proxy-Authorization:".length()).strip().getBytes(StandardCharsets.ISO_8859_1);
                known = MessageDigest.isEqual(shown, key.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return known ? target : null;
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 2) {
            int c = in.read();
            if (c < 0 || head.size() >= MAX_HEAD) {
                throw new IOException("no complete request");
            }
            head.write(c);
            ends = c == '\n' ? ends + 1 : c == '\r' ? ends : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void answer(Socket client, String status) throws IOException {
        client.getOutputStream()
                .write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void pass(InputStream from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            end(to);
        }
    }

    @Override
    public void close() {
        end(server);
        sockets.forEach(TunnelRelay::end);
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it was to end anyway
        }
    }
}
