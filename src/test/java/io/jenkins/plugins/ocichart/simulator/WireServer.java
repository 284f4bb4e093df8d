package io.jenkins.plugins.ocichart.simulator;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Assumptions;

/**
 * A small HTTP/1.1 server on a free loopback port for simulators. Unlike the JDK's own server it lets a handler break the
 * protocol: reset connections, cut bodies, lie about lengths, stay silent.
 */
public final class WireServer implements Closeable {
    private static final int TLS_HANDSHAKE = 0x16;

    private volatile ServerSocket socket;
    private volatile Socket reservation;
    private final boolean tls;
    private final Handler handler;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /** Answers one request, or misbehaves. */
    @FunctionalInterface
    public interface Handler {
        /** Called on the connection's own thread; an exception closes the connection. */
        void handle(WireExchange exchange) throws IOException, InterruptedException;
    }

    private WireServer(ServerSocket socket, boolean tls, Handler handler) {
        this.socket = socket;
        this.tls = tls;
        this.handler = handler;
    }

    /** Starts a server that speaks plain HTTP. */
    public static WireServer start(Handler handler) {
        return start(null, handler);
    }

    /** Starts a server that speaks HTTPS with this context's key, or plain HTTP without a context. */
    public static WireServer start(SSLContext context, Handler handler) {
        return start(context, false, handler);
    }

    /** Starts a server that speaks HTTPS with clients only that show a certificate. */
    public static WireServer startWithClientAuthentication(SSLContext context, Handler handler) {
        return start(context, true, handler);
    }

    /** Starts a server on the loopback of IPv6, plain or with TLS; skips the test where the machine has none. */
    public static WireServer startOnIpv6(SSLContext context, Handler handler) {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return start(context, false, "::1", handler);
        } catch (IOException e) {
            return Assumptions.abort("skipped: no IPv6 on this machine");
        }
    }

    private static WireServer start(SSLContext context, boolean clientAuthentication, Handler handler) {
        return start(context, clientAuthentication, "127.0.0.1", handler);
    }

    private static WireServer start(SSLContext context, boolean clientAuthentication, String address, Handler handler) {
        try {
            InetAddress loopback = InetAddress.getByName(address);
            ServerSocket socket = context == null
                    ? listener(new InetSocketAddress(loopback, 0))
                    : context.getServerSocketFactory().createServerSocket(0, 50, loopback);
            if (clientAuthentication) {
                // Before the first accept(), which would go by what was set when it began.
                ((SSLServerSocket) socket).setNeedClientAuth(true);
            }
            WireServer server = new WireServer(socket, context != null, handler);
            server.listen();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket listener(InetSocketAddress address) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        if (listener.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        listener.bind(address, 50);
        return listener;
    }

    /**
     * Refuses connections until {@link #listenAgain}, and ends those that are open. A socket that neither listens nor connects
     * keeps the port, so that no other program gets it meanwhile.
     */
    void refuse() throws IOException {
        Socket keeper = new Socket();
        if (keeper.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            keeper.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            keeper.bind(socket.getLocalSocketAddress());
        }
        reservation = keeper;
        close();
    }

    /** The server's {@code 127.0.0.1:port} or {@code [::1]:port}. */
    public String host() {
        return (socket.getInetAddress() instanceof Inet6Address ? "[::1]:" : "127.0.0.1:") + port();
    }

    /** The server's port. */
    public int port() {
        return socket.getLocalPort();
    }

    /** The server's address with its scheme. */
    public String url() {
        return (tls ? "https://" : "http://") + host();
    }

    private void listen() {
        ServerSocket listener = socket;
        daemon(() -> accept(listener), "wire-server-" + port());
    }

    private void accept(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connections.add(connection);
                if (listener.isClosed()) {
                    connection.close();
                }
                daemon(() -> serve(connection), "wire-connection-" + connection.getPort());
            } catch (IOException e) {
                return;
            }
        }
    }

    /** Listens at the same port after {@link #refuse}, which a server without TLS can do. */
    void listenAgain() throws IOException {
        socket = listener((InetSocketAddress) socket.getLocalSocketAddress());
        reservation.close();
        listen();
    }

    private void serve(Socket connection) {
        try (connection) {
            serve(connection, handler);
        } catch (IOException | InterruptedException e) {
            // the peer or the handler ended the connection
        } finally {
            connections.remove(connection);
        }
    }

    /**
     * Hands the requests of a connection to a handler, one after another, until one of the two ends it. A proxy's handler
     * uses this for the connection inside a tunnel.
     */
    public static void serve(Socket connection, Handler handler) throws IOException, InterruptedException {
        connection.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(connection.getInputStream());
        in.mark(1);
        if (in.read() == TLS_HANDSHAKE) {
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return;
        }
        in.reset();
        WireExchange exchange = WireExchange.read(in, connection);
        while (exchange != null) {
            handler.handle(exchange);
            if (!exchange.finish()) {
                return;
            }
            exchange = WireExchange.read(in, connection);
        }
    }

    /** Refuses connections from now on and ends those that are open. */
    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private static void daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
