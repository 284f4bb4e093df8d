package io.jenkins.plugins.ocichart.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A Rekor log that takes in one chart: it gives the answers that a real {@code rekor-server} 1.5.3 gave for this chart (the folder
 * {@code rekor} of the resources), before and after it was added, or changed ones.
 */
public final class RecordedRekor implements Closeable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FILES = Path.of("src/test/resources/io/jenkins/plugins/ocichart/simulator/rekor");

    private final WireServer server = WireServer.start(this::answer);
    private final List<String> asked = new ArrayList<>();
    private UnaryOperator<String> change = UnaryOperator.identity();
    private boolean added;

    private RecordedRekor() {}

    /** A log without the chart. */
    public static RecordedRekor start() {
        return new RecordedRekor();
    }

    /** A recorded file: the chart, its provenance, keys, answers. */
    public static byte[] file(String name) {
        try {
            return Files.readAllBytes(FILES.resolve(name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A recorded file that is a text. */
    public static String text(String name) {
        return new String(file(name), StandardCharsets.UTF_8);
    }

    /** The log that has the chart already. */
    public synchronized RecordedRekor withChart() {
        added = true;
        return this;
    }

    /** Changes each answer. */
    public synchronized RecordedRekor changing(UnaryOperator<String> newChange) {
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
        byte[] body = exchange.body().readAllBytes();
        String request = exchange.method() + " " + exchange.target();
        asked.add((request + " " + new String(body, StandardCharsets.UTF_8)).strip());
        JsonNode entry = JSON.readTree(file("entry.json"));
        String uuid = entry.fieldNames().next();
        String location = "/api/v1/log/entries/" + uuid;
        if (request.equals("POST /api/v1/log/entries")) {
            byte[] provenance =
                    JSON.readTree(body).at("/spec/chart/provenance/content").binaryValue();
            if (!Arrays.equals(provenance, file("web-1.2.3.tgz.prov"))) {
                respond(exchange, 400, Map.of(), "refused-400.json");
            } else {
                respond(
                        exchange,
                        added ? 409 : 201,
                        Map.of("Location", location),
                        added ? "again-409.json" : "added-201.json");
                added = true;
            }
        } else if (request.equals("POST /api/v1/index/retrieve")) {
            boolean known = JSON.readTree(body).path("hash").asText().endsWith(hash());
            respond(exchange, 200, Map.of(), known && added ? "found.json" : "none.json");
        } else if (request.startsWith("GET " + location) && added) {
            respond(exchange, 200, Map.of(), "entry.json");
        } else if (URI.create(exchange.target()).getPath().equals("/api/v1/log/publicKey")) {
            respond(exchange, 200, Map.of(), "log.pub");
        } else {
            respond(exchange, 404, Map.of(), null);
        }
    }

    private static String hash() throws IOException {
        JsonNode entry = JSON.readTree(file("entry.json")).elements().next();
        return JSON.readTree(entry.path("body").binaryValue())
                .at("/spec/chart/hash/value")
                .asText();
    }

    private void respond(WireExchange exchange, int status, Map<String, String> headers, String file)
            throws IOException {
        exchange.respond(
                status, headers, change.apply(file == null ? "" : text(file)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
