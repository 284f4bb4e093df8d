package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.simulator.RegistryStore.Repository;
import io.jenkins.plugins.ocichart.simulator.RegistryStore.StoredManifest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A registry on a loopback port that lets everybody do everything and answers as the distribution specification says,
 * until a test tells it to do something else: the faults of networks, proxies and hostile servers that real registries
 * can't be made to show. It records what it is asked.
 */
public final class SimulatedRegistry implements Closeable {
    private final WireServer server;
    private final RegistrySimulator simulator;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    private static final class Rule {
        final Predicate<WireExchange> when;
        final WireServer.Handler action;
        int left;

        Rule(Predicate<WireExchange> when, WireServer.Handler action, int left) {
            this.when = when;
            this.action = action;
            this.left = left;
        }
    }

    private SimulatedRegistry(SSLContext tls) {
        server = WireServer.start(tls, this::handle);
        simulator = new OpenRegistry(server.host());
        simulator.api.blobs().relativeLocation = true;
        // Loads the classes that answers need, which would otherwise count as time of the first request.
        error("", "");
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
        return add(Integer.MAX_VALUE, method, pathPart, times, action);
    }

    /** Misbehaves at every request of this method that has this text in its path. */
    public SimulatedRegistry always(String method, String pathPart, WireServer.Handler action) {
        return fault(method, pathPart, Integer.MAX_VALUE, action);
    }

    /** Like {@link #fault}, but goes before what a test has said earlier. */
    public SimulatedRegistry prefer(String method, String pathPart, int times, WireServer.Handler action) {
        return add(0, method, pathPart, times, action);
    }

    private SimulatedRegistry add(int place, String method, String pathPart, int times, WireServer.Handler action) {
        synchronized (rules) {
            rules.add(
                    Math.min(place, rules.size()),
                    new Rule(e -> e.method().equals(method) && e.path().contains(pathPart), action, times));
        }
        return this;
    }

    /** Stores a blob in a repository. */
    public SimulatedRegistry blob(String repository, String digest, byte[] content) {
        simulator.store.create(repository).blobs.put(digest, content);
        return this;
    }

    /** The blob of this digest in any repository, or null. */
    public byte[] blob(String digest) {
        return simulator.store.names().stream()
                .map(name -> simulator.store.get(name).blobs.get(digest))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Stores a manifest under a tag or a digest. */
    public SimulatedRegistry manifest(String name, String reference, String mediaType, byte[] content) {
        Repository repository = simulator.store.create(name);
        boolean isDigest = reference.contains(":");
        String digest = isDigest ? reference : RegistryStore.digest(content);
        repository.manifests.put(digest, new StoredManifest(mediaType, content));
        if (!isDigest) {
            repository.tags.put(reference, digest);
        }
        return this;
    }

    /** The manifest under a tag, or null. */
    public byte[] manifest(String name, String tag) {
        Repository repository = simulator.store.get(name);
        String digest = repository == null ? null : repository.digest(tag);
        return digest == null ? null : repository.manifests.get(digest).bytes();
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
        synchronized (rules) {
            for (Rule rule : rules) {
                if (rule.left > 0 && rule.when.test(exchange)) {
                    rule.left--;
                    return rule.action;
                }
            }
        }
        return null;
    }

    /** Answers as the specification says. */
    public void answer(WireExchange exchange) throws IOException {
        answer(exchange, Map.of());
    }

    /** Answers as the specification says, and with these headers too. */
    public void answer(WireExchange exchange, Map<String, String> more) throws IOException {
        Reply reply = simulator.answer(Request.of(exchange, "http", host()));
        more.forEach(reply::header);
        reply.write(exchange, reply.body().length);
    }

    /** The specification's JSON of one error. */
    public static String error(String code, String message) {
        return new String(Reply.error(0, code, message).body(), StandardCharsets.UTF_8);
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
            Reply.status(200).body(content).write(exchange, after);
            exchange.hangUp();
        };
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
