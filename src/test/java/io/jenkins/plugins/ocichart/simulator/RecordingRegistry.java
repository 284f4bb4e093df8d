package io.jenkins.plugins.ocichart.simulator;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A reverse proxy in front of a plain-HTTP registry that keeps a record of every request: what was asked, what came back
 * and what overlapped in time. Clients talk to {@link #host()} as if it were the registry.
 */
public final class RecordingRegistry implements Closeable {
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "transfer-encoding", "upgrade", "http2-settings");

    private static final int SMALL = 1 << 20;

    private final String upstream;
    private final Duration latency;
    private final long bodyLimit;
    private final WireServer server;
    private final List<Recorded> requests = new ArrayList<>();

    /**
     * One request.
     *
     * @param method HTTP method
     * @param path path without the query
     * @param status status of the answer
     * @param start when its first line had arrived, in nanoseconds of an arbitrary clock
     * @param end when its answer was complete, on the same clock
     * @param headers the request's headers, names in lower case
     */
    public record Recorded(String method, String path, int status, long start, long end, Map<String, String> headers) {
        @Override
        public String toString() {
            return method + " " + path + " " + status;
        }
    }

    private final AtomicInteger breaks = new AtomicInteger();
    private final List<String> held = new ArrayList<>();
    private volatile Pattern holding;
    private volatile Pattern holdingAnswers;

    private RecordingRegistry(String upstream, Duration latency, long bodyLimit) {
        this.upstream = upstream;
        this.latency = latency;
        this.bodyLimit = bodyLimit;
        this.server = WireServer.start(this::forward);
    }

    /** Starts a proxy in front of the registry at {@code host:port}. */
    public static RecordingRegistry inFrontOf(String upstreamHost) {
        return new RecordingRegistry(upstreamHost, Duration.ZERO, Long.MAX_VALUE);
    }

    /**
     * Starts a proxy that holds every answer back for a while, as a distant registry does. What a client sends at once
     * then overlaps in time, which {@link #sequenceDepth} needs to tell.
     */
    public static RecordingRegistry farFrom(String upstreamHost, Duration latency) {
        return new RecordingRegistry(upstreamHost, latency, Long.MAX_VALUE);
    }

    /** Starts a proxy that refuses larger bodies of requests, as nginx does by {@code client_max_body_size}. */
    public static RecordingRegistry limitingBodies(String upstreamHost, long bytes) {
        return new RecordingRegistry(upstreamHost, Duration.ZERO, bytes);
    }

    /** Breaks off this many of the next answers of more than a megabyte after their first megabyte. */
    public void breakOff(int times) {
        breaks.set(times);
    }

    /**
     * Holds requests back whose {@code METHOD path} looks like this: their clients wait, and the registry never gets them.
     */
    public void hold(String pattern) {
        holding = Pattern.compile(pattern);
    }

    /**
     * Holds the answers to such requests back: their clients wait, and don't know what the registry has already done.
     */
    public void holdAnswers(String pattern) {
        holdingAnswers = Pattern.compile(pattern);
    }

    /** What is held back, each as {@code METHOD path}. */
    public List<String> held() {
        synchronized (held) {
            return List.copyOf(held);
        }
    }

    /** Passes everything on from now on, and hangs up on the clients that were held back. */
    public void release() {
        holding = null;
        holdingAnswers = null;
        synchronized (held) {
            held.clear();
            held.notifyAll();
        }
    }

    /** Returns whether a request that looks like this was held back. */
    private boolean holdBack(Pattern pattern, WireExchange exchange) throws InterruptedException {
        String request = exchange.method() + " " + exchange.path();
        if (pattern == null || !pattern.matcher(request).matches()) {
            return false;
        }
        synchronized (held) {
            held.add(request);
            while (pattern == holding || pattern == holdingAnswers) {
                held.wait();
            }
        }
        return true;
    }

    /** The proxy's {@code host:port}. */
    public String host() {
        return server.host();
    }

    /** The requests so far in the order of their start. */
    public List<Recorded> requests() {
        synchronized (requests) {
            return requests.stream()
                    .sorted(Comparator.comparingLong(Recorded::start))
                    .toList();
        }
    }

    /** The requests so far, each as {@code METHOD path status}. */
    public List<String> lines() {
        return requests().stream().map(Recorded::toString).toList();
    }

    /** How many requests were one after another: the longest chain of which each began after the one before had ended. */
    public int sequenceDepth() {
        List<Recorded> ordered = requests();
        int[] depth = new int[ordered.size()];
        int deepest = 0;
        for (int i = 0; i < depth.length; i++) {
            depth[i] = 1;
            for (int j = 0; j < i; j++) {
                if (ordered.get(j).end() <= ordered.get(i).start()) {
                    depth[i] = Math.max(depth[i], depth[j] + 1);
                }
            }
            deepest = Math.max(deepest, depth[i]);
        }
        return deepest;
    }

    /** Forgets the requests so far. */
    public void clear() {
        synchronized (requests) {
            requests.clear();
        }
    }

    private void forward(WireExchange exchange) throws IOException, InterruptedException {
        long start = System.nanoTime();
        if (holdBack(holding, exchange)) {
            exchange.hangUp();
            return;
        }
        if (exchange.header("content-length") != null
                && Long.parseLong(exchange.header("content-length")) > bodyLimit) {
            record(exchange, 413, start);
            exchange.respond(413, "<html><head><title>413 Request Entity Too Large</title></head></html>");
            return;
        }
        String[] address = upstream.split(":");
        try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
            OutputStream out = socket.getOutputStream();
            out.write(requestHead(exchange).getBytes(StandardCharsets.ISO_8859_1));
            if (exchange.header("transfer-encoding") == null) {
                exchange.body().transferTo(out);
            } else {
                byte[] body = exchange.body().readAllBytes();
                out.write(("content-length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
                out.write(body);
            }
            out.flush();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Thread.sleep(latency.toMillis());
            String statusLine = WireExchange.line(in);
            if (statusLine == null) {
                throw new IOException("the registry closed the connection");
            }
            int status = Integer.parseInt(statusLine.split(" ")[1]);
            Map<String, String> headers = WireExchange.headers(in);
            boolean hasBody = !exchange.method().equals("HEAD") && status != 204 && status != 304;
            InputStream body = hasBody ? body(in, headers) : InputStream.nullInputStream();
            byte[] beginning = body.readNBytes(SMALL);
            boolean complete = beginning.length < SMALL;
            if (complete) {
                // before the client can have read the answer and gone on
                record(exchange, status, start);
            }
            if (holdBack(holdingAnswers, exchange)) {
                exchange.hangUp();
                return;
            }
            exchange.raw().write(responseHead(statusLine, headers).getBytes(StandardCharsets.ISO_8859_1));
            exchange.raw().write(beginning);
            if (!complete && breaks.getAndDecrement() > 0) {
                record(exchange, status, start);
                exchange.raw().flush();
                exchange.hangUp();
                return;
            }
            if (!complete) {
                body.transferTo(exchange.raw());
                record(exchange, status, start);
            }
            exchange.raw().flush();
            if (hasBody && !headers.containsKey("content-length")) {
                exchange.hangUp();
            }
        }
    }

    private void record(WireExchange exchange, int status, long start) {
        synchronized (requests) {
            requests.add(new Recorded(
                    exchange.method(), exchange.path(), status, start, System.nanoTime(), exchange.headers()));
        }
    }

    private static String requestHead(WireExchange exchange) {
        StringBuilder head = new StringBuilder(exchange.method() + " " + exchange.target() + " HTTP/1.1\r\n");
        exchange.headers().forEach((name, value) -> {
            if (!HOP_BY_HOP.contains(name)) {
                head.append(name + ": " + value + "\r\n");
            }
        });
        return head.append("connection: close\r\n" + (exchange.header("transfer-encoding") == null ? "\r\n" : ""))
                .toString();
    }

    private static String responseHead(String statusLine, Map<String, String> headers) {
        StringBuilder head = new StringBuilder(statusLine + "\r\n");
        headers.forEach((name, value) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                head.append(name + ": " + value + "\r\n");
            }
        });
        if (!headers.containsKey("content-length")) {
            head.append("connection: close\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static InputStream body(InputStream in, Map<String, String> headers) {
        String length = headers.get("content-length");
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return new WireExchange.ChunkedBody(in);
        }
        return length == null ? in : new WireExchange.SizedBody(in, Long.parseLong(length));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
