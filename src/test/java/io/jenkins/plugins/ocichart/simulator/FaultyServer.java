package io.jenkins.plugins.ocichart.simulator;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@link LoopbackRegistry} on the wire that has one fault, once or from then on. */
final class FaultyServer implements Closeable {
    static final long FOREVER = 60_000;
    private static final long REFUSAL_MILLIS = 3;

    private final WireServer server = WireServer.start(this::handle);
    private final LoopbackRegistry registry;
    private final List<String> labels = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, String> names;
    private Fault fault;
    private String where;
    private boolean always;
    private boolean struck;
    private volatile boolean applicable = true;
    private volatile boolean refusing;

    /** {@code names} are what to call blobs and tags: names by digest. */
    FaultyServer(Map<String, String> names) {
        this(names, "127.0.0.1");
    }

    /** The same under another name of this machine. */
    FaultyServer(Map<String, String> names, String host) {
        this.names = names;
        this.registry = new LoopbackRegistry(host + ":" + server.port());
    }

    LoopbackRegistry registry() {
        return registry;
    }

    /** Makes the request of this label fail. */
    synchronized void fault(Fault newFault, String label, boolean fromThenOn) throws IOException, InterruptedException {
        fault = newFault;
        where = label;
        always = fromThenOn;
        if (isRefusalBefore("")) {
            refuse();
        }
    }

    /** Forgets what was asked so far; the next request is the first one again. */
    synchronized void forget() {
        labels.clear();
        counts.clear();
    }

    /** What was asked, each {@code METHOD thing login #n}, in order. */
    synchronized List<String> labels() {
        return List.copyOf(labels);
    }

    /** Whether the fault has happened. */
    synchronized boolean hasStruck() {
        return struck;
    }

    /** Whether the fault can happen to such a request at all: nothing is cut in half where there is no body. */
    boolean isApplicable() {
        return applicable;
    }

    Request request(WireExchange exchange) throws IOException {
        return Request.of(exchange, "http", registry.host());
    }

    Reply answer(WireExchange exchange) throws IOException {
        return registry.answer(request(exchange));
    }

    private void handle(WireExchange exchange) throws IOException, InterruptedException {
        String label;
        boolean strikes;
        synchronized (this) {
            if (refusing) {
                exchange.hangUp();
                return;
            }
            label = label(exchange);
            labels.add(label);
            strikes = fault != null
                    && fault != Fault.REFUSED
                    && (label.equals(where) || always && sameButCount(label, where) && struck);
            struck |= strikes;
        }
        if (strikes && fault.strike(exchange, this)) {
            return;
        }
        if (strikes) {
            applicable = false;
            exchange.hangUp();
            return;
        }
        answer(exchange).send(exchange);
        synchronized (this) {
            if (isRefusalBefore(label)) {
                refuse();
                exchange.hangUp();
            }
        }
    }

    private boolean isRefusalBefore(String label) {
        return fault == Fault.REFUSED && !struck && label.equals(where);
    }

    private void refuse() throws IOException, InterruptedException {
        struck = true;
        refusing = true;
        server.refuse();
        if (!always) {
            Thread.sleep(REFUSAL_MILLIS);
            refusing = false;
            server.listenAgain();
        }
    }

    private String label(WireExchange exchange) {
        String thing = thing(exchange.path(), exchange.query("digest"));
        String authorization = exchange.header("authorization");
        String login = authorization == null ? "" : " by " + authorization.split(" ")[0];
        String label = exchange.method() + " " + thing + login;
        int number = counts.merge(label, 1, Integer::sum);
        return number == 1 ? label : label + " #" + number;
    }

    private String thing(String path, String digest) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (path.equals("/v2/")) {
            return "ping";
        } else if (path.equals("/token")) {
            return "token";
        } else if (path.endsWith("/tags/list")) {
            return "tags";
        } else if (path.startsWith("/sha256/")) {
            return "storage of " + name("sha256:" + last);
        } else if (path.contains("/manifests/")) {
            return "manifest";
        } else if (path.endsWith("/uploads/")) {
            return "upload";
        } else if (path.contains("/referrers/")) {
            return "referrers";
        } else if (!path.startsWith("/v2/")) {
            return last;
        }
        return name(digest == null ? last : digest);
    }

    private String name(String digest) {
        return names.getOrDefault(digest, "other");
    }

    private static boolean sameButCount(String one, String other) {
        return one.split(" #")[0].equals(other.split(" #")[0]);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
