package io.jenkins.plugins.ocichart.simulator;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * A registry that does what the distribution specification says until a test tells it to do something else. It imitates
 * the faults of networks, proxies and hostile servers that real registries can't be made to show.
 */
public final class SimulatedRegistry implements Closeable {
    private static final Pattern BLOB = Pattern.compile("/v2/(.+)/blobs/(sha\\d+:[0-9a-f]+)");
    private static final Pattern UPLOADS = Pattern.compile("/v2/(.+)/blobs/uploads/");
    private static final Pattern SESSION = Pattern.compile("/v2/(.+)/blobs/uploads/(\\d+)");
    private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/(.+)");
    private static final Pattern TAGS = Pattern.compile("/v2/(.+)/tags/list");

    private final WireServer server;
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, Stored> manifests = new ConcurrentHashMap<>();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger sessionNumber = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
    private final List<Fault> faults = new ArrayList<>();

    /** What an upload has got so far, and the state that the newest Location carries. */
    private static final class Session {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        String state = "a=b+";
    }

    private record Stored(String mediaType, byte[] bytes) {}

    private static final class Fault {
        final Predicate<WireExchange> when;
        final WireServer.Handler action;
        int left;

        Fault(Predicate<WireExchange> when, WireServer.Handler action, int left) {
            this.when = when;
            this.action = action;
            this.left = left;
        }
    }

    private SimulatedRegistry(SSLContext tls) {
        server = WireServer.start(tls, this::handle);
    }

    /** Starts an empty registry that speaks plain HTTP. */
    public static SimulatedRegistry start() {
        return new SimulatedRegistry(null);
    }

    /** Starts an empty registry that speaks HTTPS. */
    public static SimulatedRegistry start(SSLContext tls) {
        return new SimulatedRegistry(tls);
    }

    /** The registry's {@code host:port}. */
    public String host() {
        return server.host();
    }

    /** The registry's address with its scheme. */
    public String url() {
        return server.url();
    }

    /** Misbehaves the next {@code times} times that a request of this method has this text in its path. */
    public SimulatedRegistry fault(String method, String pathPart, int times, WireServer.Handler action) {
        synchronized (faults) {
            faults.add(new Fault(e -> e.method().equals(method) && e.path().contains(pathPart), action, times));
        }
        return this;
    }

    /** Misbehaves at every request of this method that has this text in its path. */
    public SimulatedRegistry always(String method, String pathPart, WireServer.Handler action) {
        return fault(method, pathPart, Integer.MAX_VALUE, action);
    }

    /** Like {@link #fault}, but goes before what a test has said earlier. */
    public SimulatedRegistry prefer(String method, String pathPart, int times, WireServer.Handler action) {
        synchronized (faults) {
            faults.add(0, new Fault(e -> e.method().equals(method) && e.path().contains(pathPart), action, times));
        }
        return this;
    }

    /** Stores a blob. */
    public SimulatedRegistry blob(String digest, byte[] content) {
        blobs.put(digest, content);
        return this;
    }

    /** The blob of this digest, or null. */
    public byte[] blob(String digest) {
        return blobs.get(digest);
    }

    /** Stores a manifest under {@code repository:tag} or {@code repository:digest}. */
    public SimulatedRegistry manifest(String name, String mediaType, byte[] content) {
        manifests.put(name, new Stored(mediaType, content));
        return this;
    }

    /** The manifest under {@code repository:tag}, or null. */
    public byte[] manifest(String name) {
        Stored stored = manifests.get(name);
        return stored == null ? null : stored.bytes();
    }

    /** The requests so far, each as {@code METHOD path}. */
    public List<String> requests() {
        return requests;
    }

    /** The headers of the requests so far, names in lower case. */
    public List<Map<String, String>> headers() {
        return headers;
    }

    private void handle(WireExchange exchange) throws IOException, InterruptedException {
        requests.add(exchange.method() + " " + exchange.path());
        headers.add(exchange.headers());
        WireServer.Handler action = nextFault(exchange);
        if (action != null) {
            action.handle(exchange);
        } else {
            answer(exchange);
        }
    }

    private WireServer.Handler nextFault(WireExchange exchange) {
        synchronized (faults) {
            for (Fault fault : faults) {
                if (fault.left > 0 && fault.when.test(exchange)) {
                    fault.left--;
                    return fault.action;
                }
            }
        }
        return null;
    }

    /** Answers as the specification says. */
    public void answer(WireExchange exchange) throws IOException {
        Matcher match = UPLOADS.matcher(exchange.path());
        if (match.matches() && exchange.method().equals("POST")) {
            begin(exchange);
            return;
        }
        match = SESSION.matcher(exchange.path());
        if (match.matches() && exchange.method().equals("PUT")) {
            finish(exchange, match.group(2));
            return;
        }
        if (match.matches() && exchange.method().equals("PATCH")) {
            append(exchange, sessions.get(match.group(2)));
            return;
        }
        match = BLOB.matcher(exchange.path());
        if (match.matches()) {
            sendBlob(exchange, match.group(2));
            return;
        }
        match = MANIFEST.matcher(exchange.path());
        if (match.matches()) {
            manifest(exchange, match.group(1), match.group(2));
            return;
        }
        match = TAGS.matcher(exchange.path());
        if (match.matches()) {
            sendTags(exchange, match.group(1));
            return;
        }
        exchange.respond(exchange.path().equals("/v2/") ? 200 : 404, "{}");
    }

    private void begin(WireExchange exchange) throws IOException {
        String digest = exchange.query("mount");
        if (digest != null && exchange.query("from") != null && blobs.containsKey(digest)) {
            exchange.respond(201, Map.of("Docker-Content-Digest", digest), new byte[0]);
        } else {
            openSession(exchange, Map.of());
        }
    }

    /** Opens an upload and answers with these headers besides the session's address. */
    public void openSession(WireExchange exchange, Map<String, String> more) throws IOException {
        String session = String.valueOf(sessionNumber.incrementAndGet());
        sessions.put(session, new Session());
        Map<String, String> answer = new TreeMap<>(more);
        answer.put("Location", exchange.path() + session + "?_state=a%3Db%2B");
        exchange.respond(202, answer, new byte[0]);
    }

    private void finish(WireExchange exchange, String session) throws IOException {
        byte[] last = exchange.body().readAllBytes();
        String digest = exchange.query("digest");
        Session open = sessions.remove(session);
        if (open == null || !open.state.equals(exchange.query("_state"))) {
            exchange.respond(404, error("BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry"));
            return;
        }
        open.content.writeBytes(last);
        byte[] content = open.content.toByteArray();
        if (!digest.equals(sha256(content))) {
            exchange.respond(400, error("DIGEST_INVALID", "provided digest did not match uploaded content"));
        } else {
            blobs.put(digest, content);
            exchange.respond(201, Map.of("Docker-Content-Digest", digest), new byte[0]);
        }
    }

    private void append(WireExchange exchange, Session session) throws IOException {
        byte[] chunk = exchange.body().readAllBytes();
        if (session == null || !session.state.equals(exchange.query("_state"))) {
            exchange.respond(404, error("BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry"));
            return;
        }
        int start = session.content.size();
        int end = start + chunk.length - 1;
        if (!(start + "-" + end).equals(exchange.header("content-range"))) {
            exchange.respond(416, error("RANGE_INVALID", "chunks have to follow each other"));
            return;
        }
        session.content.writeBytes(chunk);
        session.state = "a=b+" + end;
        exchange.respond(
                202, Map.of("Location", exchange.path() + "?_state=a%3Db%2B" + end, "Range", "0-" + end), new byte[0]);
    }

    private void sendBlob(WireExchange exchange, String digest) throws IOException {
        byte[] content = blobs.get(digest);
        if (content == null) {
            exchange.respond(404, error("BLOB_UNKNOWN", "blob unknown to registry"));
            return;
        }
        String range = exchange.header("range");
        if (range == null) {
            exchange.respond(200, Map.of("Docker-Content-Digest", digest), content);
            return;
        }
        int start = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        byte[] rest = java.util.Arrays.copyOfRange(content, start, content.length);
        exchange.respond(
                206,
                Map.of("Content-Range", "bytes " + start + "-" + (content.length - 1) + "/" + content.length),
                rest);
    }

    private void manifest(WireExchange exchange, String repository, String reference) throws IOException {
        if (exchange.method().equals("PUT")) {
            byte[] content = exchange.body().readAllBytes();
            Stored stored = new Stored(exchange.header("content-type"), content);
            manifests.put(repository + ":" + reference, stored);
            manifests.put(repository + ":" + sha256(content), stored);
            exchange.respond(201, Map.of("Docker-Content-Digest", sha256(content)), new byte[0]);
            return;
        }
        Stored stored = manifests.get(repository + ":" + reference);
        if (stored == null) {
            exchange.respond(404, error("MANIFEST_UNKNOWN", "manifest unknown"));
            return;
        }
        exchange.respond(
                200,
                Map.of("Content-Type", stored.mediaType(), "Docker-Content-Digest", sha256(stored.bytes())),
                stored.bytes());
    }

    private void sendTags(WireExchange exchange, String repository) throws IOException {
        StringBuilder tags = new StringBuilder();
        for (String name : new TreeMap<>(manifests).keySet()) {
            if (name.startsWith(repository + ":") && !name.contains(":sha256:")) {
                tags.append(tags.isEmpty() ? "" : ",")
                        .append('"')
                        .append(name.substring(name.indexOf(':') + 1))
                        .append('"');
            }
        }
        exchange.respond(200, "{\"name\":\"" + repository + "\",\"tags\":[" + tags + "]}");
    }

    /** The specification's JSON of one error. */
    public static String error(String code, String message) {
        return "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}";
    }

    /** {@code sha256:…} of these bytes. */
    public static String sha256(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A fault that answers with a status and an error of the specification. */
    public static WireServer.Handler refuse(int status, String code, String message) {
        return exchange -> exchange.respond(status, error(code, message));
    }

    /** A fault that breaks the connection off before there is an answer. */
    public static WireServer.Handler reset() {
        return WireExchange::reset;
    }

    /** A fault that reads the request and never answers. */
    public static WireServer.Handler silence() {
        return exchange -> {
            exchange.body().readAllBytes();
            Thread.sleep(60_000);
        };
    }

    /** A fault that announces a body and breaks off in the middle of it. */
    public static WireServer.Handler cut(byte[] content, int after) {
        return exchange -> {
            exchange.raw()
                    .write(("HTTP/1.1 200 OK\r\nContent-Length: " + content.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            exchange.raw().write(content, 0, after);
            exchange.raw().flush();
            exchange.hangUp();
        };
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
