package io.jenkins.plugins.ocichart.simulator;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A forward proxy as companies have them: passes on plain requests, opens tunnels, and may want a Basic login. Every host
 * name leads to the loopback, so that requests to made-up hosts arrive at a test's server.
 */
public final class ProxyServer implements Closeable {
    private final WireServer server;
    private final String authorization;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();

    private ProxyServer(String authorization) {
        this.authorization = authorization;
        this.server = WireServer.start(this::handle);
    }

    /** Starts a proxy for everybody. */
    public static ProxyServer start() {
        return new ProxyServer(null);
    }

    /** Starts a proxy that wants this login. */
    public static ProxyServer withLogin(String user, String password) {
        String pair = user + ":" + password;
        return new ProxyServer("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** The proxy's port on 127.0.0.1. */
    public int port() {
        return server.port();
    }

    /** The requests so far, each as {@code METHOD target}. */
    public List<String> requests() {
        return requests;
    }

    /** The headers of the requests so far. */
    public List<Map<String, String>> headers() {
        return headers;
    }

    private void handle(WireExchange exchange) throws IOException {
        requests.add(exchange.method() + " " + exchange.target());
        headers.add(exchange.headers());
        if (authorization != null && !authorization.equals(exchange.header("proxy-authorization"))) {
            exchange.respond(407, Map.of("Proxy-Authenticate", "Basic realm=\"proxy\""), new byte[0]);
        } else if (exchange.method().equals("CONNECT")) {
            tunnel(exchange);
        } else {
            forward(exchange);
        }
    }

    private static void tunnel(WireExchange exchange) throws IOException {
        int port = Integer.parseInt(exchange.target().replaceAll(".*:", ""));
        try (Socket upstream = new Socket("127.0.0.1", port)) {
            exchange.raw().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread back = new Thread(() -> {
                try {
                    upstream.getInputStream().transferTo(exchange.raw());
                    exchange.connection().close();
                } catch (IOException e) {
                    // the tunnel has ended
                }
            });
            back.setDaemon(true);
            back.start();
            exchange.connection().getInputStream().transferTo(upstream.getOutputStream());
        } finally {
            exchange.hangUp();
        }
    }

    private static void forward(WireExchange exchange) throws IOException {
        URI target = URI.create(exchange.target());
        try (Socket upstream = new Socket("127.0.0.1", target.getPort())) {
            OutputStream out = upstream.getOutputStream();
            StringBuilder head = new StringBuilder(exchange.method() + " " + target.getRawPath() + " HTTP/1.1\r\n");
            exchange.headers().forEach((name, value) -> {
                if (!name.startsWith("proxy-")) {
                    head.append(name + ": " + value + "\r\n");
                }
            });
            out.write(head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            exchange.body().transferTo(out);
            InputStream in = upstream.getInputStream();
            String status = WireExchange.line(in);
            Map<String, String> answer = WireExchange.headers(in);
            byte[] body = in.readNBytes(Integer.parseInt(answer.getOrDefault("content-length", "0")));
            exchange.respond(Integer.parseInt(status.split(" ")[1]), answer, body);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
