package io.jenkins.plugins.ocichart.operation.sigstore;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.ErrorBody;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.registry.http.TimeLimits;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests to a log (Rekor's openapi.yaml). Not thread-safe. */
final class RekorClient implements Closeable {
    /** An entry has the armored key of its signer; that of a busy maintainer with all its signatures has 1 MB. */
    private static final int LARGEST_ENTRY = 8 << 20;

    /** Anybody can add entries for an archive, with keys of their own. */
    private static final int MOST_ENTRIES = 100;

    private static final Pattern UUID = Pattern.compile("([0-9a-f]{16})?[0-9a-f]{64}");
    private static final Pattern LOCATION = Pattern.compile("/api/v1/log/entries/(" + UUID + ")$");

    private final RekorAccess access;
    private final HttpTransport transport;
    private final Map<String, String> keys = new HashMap<>();

    private RekorClient(RekorAccess access, HttpTransport transport) {
        this.access = access;
        this.transport = transport;
    }

    static RekorClient open(Path directory, RekorAccess access) throws IOException {
        return new RekorClient(
                access,
                HttpTransport.open(
                        access.settings().below(directory.toAbsolutePath()),
                        TimeLimits.configured(),
                        RetryPolicy.configured()));
    }

    /** The entries for an archive, by their names. */
    Set<String> search(Digest archive) throws IOException, InterruptedException {
        byte[] query = JsonValue.EMPTY_OBJECT.with("hash", archive.toString()).toBytes();
        TransportResponse answer = send(post("/api/v1/index/retrieve", query));
        if (!answer.isSuccess()) {
            throw refusal("search", answer);
        }
        List<JsonValue> found = JsonValue.parse(answer.body(), "cannot search the log " + access.url() + ": its answer")
                .elements();
        if (found.size() > MOST_ENTRIES) {
            throw new IOException("the log " + access.url() + " has " + found.size() + " entries for " + archive
                    + "; more than " + MOST_ENTRIES + " are not looked through");
        }
        Set<String> names = new LinkedHashSet<>();
        for (JsonValue one : found) {
            String name = one.asString("");
            if (!UUID.matcher(name).matches()) {
                throw new IOException(
                        "cannot search the log " + access.url() + ": it returned what is no entry's name");
            }
            names.add(name);
        }
        return names;
    }

    /** Has the log take in an entry. */
    AddedEntry add(byte[] proposal) throws IOException, InterruptedException {
        TransportResponse answer = send(post("/api/v1/log/entries", proposal));
        boolean created = answer.isSuccess();
        if (!created && answer.status() != 409) {
            throw refusal("add to", answer);
        }
        Matcher location = LOCATION.matcher(answer.header("Location").orElse(""));
        if (!location.find()) {
            throw new IOException("the log " + access.url() + " doesn't say where the entry is");
        }
        return new AddedEntry(entry(location.group(1)), created);
    }

    /** What the log says of an entry. */
    FoundEntry entry(String uuid) throws IOException, InterruptedException {
        TransportResponse answer = get("/api/v1/log/entries/" + uuid, "application/json");
        return new FoundEntry(uuid, answer.body(), access.asksForKey() ? key(uuid) : null);
    }

    /** The key of the tree that an entry is in: a log has a new one now and then. */
    private String key(String uuid) throws IOException, InterruptedException {
        String tree = uuid.length() == 64 ? "" : "?treeID=" + Long.parseUnsignedLong(uuid.substring(0, 16), 16);
        String key = keys.get(tree);
        if (key == null) {
            TransportResponse answer = get("/api/v1/log/publicKey" + tree, "application/x-pem-file");
            key = new String(answer.body(), StandardCharsets.UTF_8);
            keys.put(tree, key);
        }
        return key;
    }

    private TransportResponse get(String path, String type) throws IOException, InterruptedException {
        TransportResponse answer =
                send(TransportRequest.of("GET", URI.create(access.url() + path)).withHeader("Accept", type));
        if (!answer.isSuccess()) {
            throw refusal("read", answer);
        }
        return answer;
    }

    private TransportRequest post(String path, byte[] json) {
        return TransportRequest.of("POST", URI.create(access.url() + path))
                .withHeader("Content-Type", "application/json")
                .withHeader("Accept", "application/json")
                .withBody(Body.of(json), TransferListener.NONE);
    }

    private TransportResponse send(TransportRequest request) throws IOException, InterruptedException {
        return transport.send(request.withMaxBody(LARGEST_ENTRY).withoutRedirects());
    }

    private IOException refusal(String what, TransportResponse answer) {
        String said = ErrorBody.of(answer.body(), UnaryOperator.identity()).message();
        return new IOException("cannot " + what + " the log " + access.url() + ": HTTP " + answer.status()
                + (said.isEmpty() ? "" : ", " + said)
                + (answer.status() == 404 ? "; check that it is the address of a Rekor log of version 1" : ""));
    }

    @Override
    public void close() {
        transport.close();
    }
}
