package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.json.Json;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.InvalidManifestException;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.RequestBody;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** {@code /v2/NAME/manifests/REFERENCE} (distribution-spec, "Pulling manifests" and "Pushing manifests"). */
final class ManifestEndpoint {
    /** Distribution answers that a manifest is unknown where its type isn't listed, and knows no wildcards. */
    private static final String ACCEPT = String.join(
            ", ", Manifest.DOCKER_MANIFEST, Manifest.DOCKER_LIST, Manifest.OCI_MANIFEST, Manifest.OCI_INDEX);

    /** An answer to HEAD can't say why; a GET brings the reason, or works where HEAD isn't known. */
    private static final Set<Integer> SILENT_REFUSALS = Set.of(400, 401, 403, 405);

    private final RegistryConnection connection;
    private final String repository;
    private final boolean announcedPush;
    private final String announcedSource;

    /**
     * @param announcedPush whether something will be pushed to the repository
     * @param announcedSource the repository that its blobs will be mounted from, or null
     */
    ManifestEndpoint(RegistryConnection connection, String repository, boolean announcedPush, String announcedSource) {
        this.connection = connection;
        this.repository = repository;
        this.announcedPush = announcedPush;
        this.announcedSource = announcedSource;
    }

    Optional<Descriptor> head(String reference) throws IOException, InterruptedException {
        Operation operation = reading(reference);
        TransportResponse response = connection.send(operation, request("HEAD", reference));
        if (response.status() == 404) {
            return Optional.empty();
        }
        if (SILENT_REFUSALS.contains(response.status())) {
            return viaGet(reference);
        }
        if (!response.isSuccess()) {
            throw connection.refusal(operation, response);
        }
        String digest = response.header("Docker-Content-Digest").orElse(null);
        String type = Json.mediaType(response.header("Content-Type").orElse(null));
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        if (digest == null || type == null || length < 0) {
            return viaGet(reference);
        }
        Descriptor descriptor = new Descriptor(type, announced(digest), length);
        requireSame(reference, descriptor.digest());
        return Optional.of(descriptor);
    }

    private Optional<Descriptor> viaGet(String reference) throws IOException, InterruptedException {
        TransportResponse response = sendGet(reference);
        return response.status() == 404
                ? Optional.empty()
                : Optional.of(read(reference, response).descriptor());
    }

    /** What was changed on the way once is asked for once more. */
    Manifest get(String reference) throws IOException, InterruptedException {
        try {
            return getOnce(reference);
        } catch (DigestMismatchException e) {
            return getOnce(reference);
        }
    }

    private Manifest getOnce(String reference) throws IOException, InterruptedException {
        return read(reference, sendGet(reference));
    }

    private TransportResponse sendGet(String reference) throws IOException, InterruptedException {
        return connection.send(reading(reference), request("GET", reference).withMaxBody(Manifest.MAX_SIZE));
    }

    private Manifest read(String reference, TransportResponse response) throws RegistryException {
        Operation operation = reading(reference);
        if (!response.isSuccess()) {
            throw connection.refusal(operation, response);
        }
        Encodings.requireIdentity(response.headers(), connection.origin());
        byte[] bytes = response.body();
        requireDigest(reference, response, bytes);
        try {
            return Manifest.parse(bytes, response.header("Content-Type").orElse(null));
        } catch (InvalidManifestException e) {
            throw new InvalidManifestException(
                    connection.origin().authority() + " delivered a wrong manifest for " + operation.target() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private void requireDigest(String reference, TransportResponse response, byte[] bytes) throws RegistryException {
        Optional<String> header = response.header("Docker-Content-Digest");
        Digest wanted =
                isDigest(reference) ? Digest.parse(reference) : header.isPresent() ? announced(header.get()) : null;
        if (wanted != null) {
            Digest actual = wanted.of(bytes);
            if (!actual.equals(wanted)) {
                throw new DigestMismatchException("the manifest that "
                        + connection.origin().authority()
                        + " delivered for " + reading(reference).target() + " has the digest " + actual + ", not "
                        + wanted
                        + ": check the proxies between");
            }
        }
    }

    /** What was changed on the way once is put once more, so that the tag doesn't stay with the wrong content. */
    Digest put(String reference, String mediaType, byte[] manifest) throws IOException, InterruptedException {
        try {
            return putOnce(reference, mediaType, manifest);
        } catch (DigestMismatchException e) {
            return putOnce(reference, mediaType, manifest);
        }
    }

    private Digest putOnce(String reference, String mediaType, byte[] manifest)
            throws IOException, InterruptedException {
        Operation operation = new Operation(Operation.Kind.WRITE_MANIFEST, repository, reference, true);
        Digest digest = Digest.sha256(manifest);
        TransportResponse response = connection.send(
                operation,
                request("PUT", reference)
                        .withHeader("Content-Type", mediaType)
                        .withBody(RequestBody.of(manifest), TransferListener.NONE));
        if (!response.isSuccess()) {
            // The answer to an earlier attempt may have been lost, and the tag may be immutable since then.
            boolean repeated = response.attempts() > 1 && response.status() / 100 == 4;
            if (repeated
                    && head(reference).filter(d -> d.digest().equals(digest)).isPresent()) {
                return digest;
            }
            throw connection.refusal(operation, response);
        }
        Optional<String> stored = response.header("Docker-Content-Digest").filter(d -> d.startsWith("sha256:"));
        if (stored.isPresent() && !announced(stored.get()).equals(digest)) {
            throw new DigestMismatchException(connection.origin().authority() + " stored " + operation.target() + " as "
                    + stored.get() + " instead of " + digest + ": check the proxies between");
        }
        return digest;
    }

    private void requireSame(String reference, Digest actual) throws RegistryException {
        if (isDigest(reference) && !actual.toString().equals(reference)) {
            throw new DigestMismatchException(connection.origin().authority() + " answers " + actual
                    + " when asked for " + reference + " in " + repository);
        }
    }

    private Digest announced(String header) throws RegistryException {
        try {
            return Digest.parse(header);
        } catch (IllegalArgumentException e) {
            throw new RegistryException(
                    connection.origin().authority() + " announces an " + e.getMessage() + " in " + repository, e);
        }
    }

    private TransportRequest request(String method, String reference) {
        TransportRequest request = TransportRequest.of(method, connection.uri(repository + "/manifests/" + reference));
        return method.equals("PUT") ? request : request.withHeader("Accept", ACCEPT);
    }

    private Operation reading(String reference) {
        return new Operation(Operation.Kind.READ_MANIFEST, repository, reference, announcedPush, announcedSource);
    }

    private static boolean isDigest(String reference) {
        return reference.indexOf(':') > 0;
    }
}
