package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;

/**
 * A web server with the files of a folder, as classic chart repositories are hosted: compresses what may be compressed,
 * may want a login, and keeps a record of the requests.
 */
public final class ChartSite implements Closeable {
    private final WireServer server;
    private final List<Asked> asked = new ArrayList<>();
    private int unchanged;
    private final Map<String, String> redirects = new HashMap<>();
    private volatile Path folder;
    private volatile String authorization;
    private volatile String delayed = "";
    private volatile long latency;
    private volatile boolean hasEtags;
    private volatile String cacheControl;
    private volatile int failure;
    private volatile CountDownLatch together;

    /**
     * One request.
     *
     * @param target path and query
     * @param headers names in lower case
     */
    public record Asked(String target, Map<String, String> headers) {}

    private ChartSite(SSLContext tls) {
        server = WireServer.start(tls, this::answer);
    }

    /** Starts a server that has nothing yet. */
    public static ChartSite start() {
        return new ChartSite(null);
    }

    /** Starts a server that speaks HTTPS with this context's key and says when a file has not changed. */
    public static ChartSite startWithTls(SSLContext tls) {
        ChartSite site = new ChartSite(tls);
        site.hasEtags = true;
        return site;
    }

    /** Serves the files of this folder. */
    public ChartSite serving(Path newFolder) {
        folder = newFolder;
        return this;
    }

    /** Wants this login from now on. */
    public ChartSite protectedBy(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
        return this;
    }

    /** Answers a path with a redirect. */
    public ChartSite redirecting(String path, String location) {
        redirects.put(path, location);
        return this;
    }

    /** Answers all requests with this status from now on; 0 for none. */
    public ChartSite failing(int status) {
        failure = status;
        return this;
    }

    /** Answers after so many milliseconds. */
    public ChartSite delayedBy(long millis) {
        return delayedBy(millis, "");
    }

    /** Answers after so many milliseconds where the target ends so, and all others at once. */
    public ChartSite delayedBy(long millis, String end) {
        delayed = end;
        latency = millis;
        return this;
    }

    /** Answers no request for an archive before it has so many of them, or refuses it after a minute. */
    public ChartSite answeringTogether(int archives) {
        together = new CountDownLatch(archives);
        return this;
    }

    /** Adds this header to its answers. */
    public ChartSite cachedBy(String header) {
        cacheControl = header;
        return this;
    }

    /** How many of its answers were 304. */
    public synchronized int unchanged() {
        return unchanged;
    }

    /** The server's {@code http://127.0.0.1:PORT}. */
    public String url() {
        return server.url();
    }

    /** The requests so far. */
    public synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** The paths of the requests so far that end so. */
    public List<String> asked(String end) {
        return asked().stream().map(Asked::target).filter(t -> t.endsWith(end)).toList();
    }

    /** Forgets the requests so far. */
    public synchronized void forget() {
        asked.clear();
    }

    private void answer(WireExchange exchange) throws IOException, InterruptedException {
        synchronized (this) {
            asked.add(new Asked(exchange.target(), exchange.headers()));
        }
        if (exchange.target().endsWith(delayed)) {
            Thread.sleep(latency);
        }
        if (together != null && exchange.target().endsWith(".tgz")) {
            together.countDown();
            if (!together.await(1, TimeUnit.MINUTES)) {
                exchange.respond(403, "asked for one after another");
                return;
            }
        }
        if (failure != 0) {
            exchange.respond(failure, "out of order");
            return;
        }
        if (authorization != null && !authorization.equals(exchange.header("authorization"))) {
            exchange.respond(401, Map.of("WWW-Authenticate", "Basic realm=\"charts\""), new byte[0]);
            return;
        }
        if (redirects.containsKey(exchange.path())) {
            exchange.respond(302, Map.of("Location", redirects.get(exchange.path())), new byte[0]);
            return;
        }
        Path file = folder == null
                ? null
                : folder.resolve(URLDecoder.decode(exchange.path().replace("+", "%2B"), StandardCharsets.UTF_8)
                        .substring(1));
        if (file == null || !Files.isRegularFile(file)) {
            exchange.respond(404, "not here");
            return;
        }
        byte[] content = Files.readAllBytes(file);
        Map<String, String> headers = new HashMap<>();
        if (hasEtags) {
            headers.put("ETag", "\"" + Digest.sha256(content).hex() + "\"");
            headers.put("Cache-Control", cacheControl == null ? "max-age=0" : cacheControl);
        }
        if (hasEtags && headers.get("ETag").equals(exchange.header("if-none-match"))) {
            synchronized (this) {
                unchanged++;
            }
            headers.put("Content-Length", "0");
            exchange.respond(304, headers, new byte[0]);
            return;
        }
        boolean compressed = String.valueOf(exchange.header("accept-encoding")).contains("gzip");
        if (compressed && file.toString().endsWith(".yaml")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(content);
            }
            headers.put("Content-Encoding", "gzip");
            exchange.respond(200, headers, bytes.toByteArray());
        } else {
            exchange.respond(200, headers, content);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
