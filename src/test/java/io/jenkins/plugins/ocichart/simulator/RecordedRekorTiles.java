package io.jenkins.plugins.ocichart.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A Rekor log of version 2 that takes in one signature: it gives the answers that a real {@code rekor-server} of rekor-tiles 2.3.0
 * gave to its request, to that again, and to a wrong one (the folder {@code rekor-tiles} of the resources), or changed ones.
 */
public final class RecordedRekorTiles implements Closeable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FILES = Path.of("src/test/resources/io/jenkins/plugins/ocichart/simulator/rekor-tiles");

    private final WireServer server = WireServer.start(this::answer);
    private final List<String> asked = new ArrayList<>();
    private UnaryOperator<String> change = UnaryOperator.identity();
    private boolean added;

    private RecordedRekorTiles() {}

    /** A log. */
    public static RecordedRekorTiles start() {
        return new RecordedRekorTiles();
    }

    /** A recorded file: the manifest that is signed, the request, the answers. */
    public static String text(String name) throws IOException {
        return Files.readString(FILES.resolve(name));
    }

    /** Changes each answer. */
    public synchronized RecordedRekorTiles changing(UnaryOperator<String> newChange) {
        change = newChange;
        return this;
    }

    /** The log's address. */
    public String url() {
        return server.url();
    }

    /** The requests so far: method, target and body. */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    private synchronized void answer(WireExchange exchange) throws IOException {
        String body = new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8);
        String request = exchange.method() + " " + exchange.target();
        asked.add(request + " " + body);
        JsonNode known = JSON.readTree(text("request.json"));
        boolean accepted = request.equals("POST /api/v2/log/entries")
                && JSON.readTree(body).equals(known);
        String file = !accepted ? "refused-400.json" : added ? "again-409.json" : "added-201.json";
        added |= accepted;
        exchange.respond(
                Integer.parseInt(file.replaceAll("\\D", "")),
                Map.of("Content-Type", "application/json"),
                change.apply(text(file)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
