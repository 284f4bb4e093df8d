package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.json.Json;
import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /v2/NAME/referrers/DIGEST}, and the tag {@code sha256-HEX} with an image index that clients keep if a registry
 * has no such list (distribution-spec, "Referrers Tag Schema").
 */
final class Referrers {
    /** A longer list is no list of signatures, and would only cost memory. */
    private static final int MAX_LISTED = 10_000;

    private final Repository repository;
    private final RegistryConnection connection;
    private final Digest subject;
    private final SharedTag index;

    Referrers(Repository repository, Digest subject) throws IOException, InterruptedException {
        this.repository = repository;
        this.connection = repository.connection();
        this.subject = subject;
        String hex = subject.hex();
        this.index =
                new SharedTag(repository, subject.algorithm() + "-" + hex.substring(0, Math.min(64, hex.length())));
    }

    List<Referrer> list() throws IOException, InterruptedException {
        Optional<List<Referrer>> listed = ofRegistry();
        return listed.isPresent() ? listed.get() : inIndex();
    }

    /** The registry's own list; empty if it keeps none. */
    private Optional<List<Referrer>> ofRegistry() throws IOException, InterruptedException {
        List<Referrer> listed = new ArrayList<>();
        ListPages pages = new ListPages(connection, "the list of what is attached to " + repository + "@" + subject);
        URI page = repository.uri("referrers/" + subject);
        while (page != null) {
            Operation operation = repository.operation(Operation.Kind.READ_MANIFEST, subject.toString());
            TransportResponse response = connection.send(
                    operation,
                    TransportRequest.of("GET", page)
                            .withHeader("Accept", Manifest.OCI_INDEX)
                            .withMaxBody(Manifest.MAX_SIZE));
            String type = Descriptor.mediaTypeOf(response.header("Content-Type").orElse(null));
            if (response.isSuccess() && Manifest.OCI_INDEX.equals(type)) {
                listed.addAll(entries(response.body()));
            } else if (listed.isEmpty() && isUnsupported(response)) {
                return Optional.empty();
            } else {
                throw connection.refusals().of(operation, response);
            }
            if (listed.size() > MAX_LISTED) {
                throw pages.failed("has more than " + MAX_LISTED + " entries");
            }
            page = pages.after(page, response).orElse(null);
        }
        return Optional.of(listed);
    }

    /** Everything but a refused login and a failure that may pass, as other clients see it. */
    private static boolean isUnsupported(TransportResponse response) {
        return response.status() < 500 && response.status() != 401 && response.status() != 429;
    }

    private List<Referrer> inIndex() throws IOException, InterruptedException {
        Optional<Manifest> found = index.current();
        return found.isEmpty() ? List.of() : entries(found.get().bytes());
    }

    private List<Referrer> entries(byte[] document) throws IOException {
        JsonValue json;
        try {
            json = JsonValue.parse(document);
        } catch (IOException e) {
            throw new RegistryException(
                    "the list of what is attached to " + repository + "@" + subject + " on "
                            + connection.origin().authority() + " is not JSON: " + Json.cause(e),
                    e);
        }
        if (!json.member("manifests").isPresent()) {
            return List.of(); // Go writes an empty list as null
        }
        Manifest parsed = Manifest.parse(document, Manifest.OCI_INDEX);
        List<Referrer> entries = new ArrayList<>();
        for (int i = 0; i < parsed.manifests().size(); i++) {
            String type =
                    json.member("manifests").element(i).member("artifactType").asString("");
            entries.add(new Referrer(parsed.manifests().get(i), type));
        }
        return entries;
    }

    /** As {@link Repository#attach}. */
    void attach(List<Manifest> referrers, boolean others) throws IOException, InterruptedException {
        List<Manifest> unlisted = new ArrayList<>();
        for (Manifest referrer : referrers) {
            ManifestEndpoint endpoint = repository.manifests(referrer.digest().toString());
            endpoint.put(referrer.mediaType(), referrer.bytes());
            if (!endpoint.isSubjectAccepted()) {
                unlisted.add(referrer);
            }
        }
        if (!unlisted.isEmpty()) {
            index.change(others && ofRegistry().isEmpty(), current -> withEntries(current, unlisted));
        }
    }

    private Optional<Manifest> withEntries(Optional<Manifest> current, List<Manifest> referrers) throws IOException {
        JsonValue json = JsonValue.EMPTY_OBJECT.with("schemaVersion", 2).with("mediaType", Manifest.OCI_INDEX);
        List<JsonValue> entries = new ArrayList<>();
        if (current.isPresent()) {
            if (!current.get().isIndex()) {
                throw new RegistryException("the tag " + index + " is no list of what is attached to " + subject
                        + ", so nothing can be added to it: delete that tag");
            }
            json = current.get().json();
            entries.addAll(json.member("manifests").elements());
        }
        int before = entries.size();
        for (Manifest referrer : referrers) {
            boolean listed = current.filter(list -> list.manifests().stream()
                            .anyMatch(entry -> entry.digest().equals(referrer.digest())))
                    .isPresent();
            if (!listed) {
                entries.add(entry(referrer));
            }
        }
        byte[] changed = json.with("manifests", JsonValue.array(entries)).toBytes();
        return entries.size() == before ? Optional.empty() : Optional.of(Manifest.parse(changed, Manifest.OCI_INDEX));
    }

    private static JsonValue entry(Manifest referrer) {
        JsonValue own = referrer.json().member("artifactType");
        String type = own.isString()
                ? own.asString("")
                : referrer.config().map(Descriptor::mediaType).orElse("");
        Map<String, JsonValue> annotations =
                referrer.json().member("annotations").members();
        JsonValue entry = JsonValue.EMPTY_OBJECT
                .with("mediaType", referrer.mediaType())
                .with("digest", referrer.digest().toString())
                .with("size", referrer.descriptor().size());
        entry = type.isEmpty() ? entry : entry.with("artifactType", type);
        return annotations.isEmpty()
                ? entry
                : entry.with("annotations", JsonValue.object(new LinkedHashMap<>(annotations)));
    }
}
