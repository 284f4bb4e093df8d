package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.InvalidManifestException;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** One {@code /v2/NAME/manifests/REFERENCE} (distribution-spec, "Pulling manifests" and "Pushing manifests"). */
final class ManifestEndpoint {
    /** Distribution answers that a manifest is unknown where its type isn't listed, and knows no wildcards. */
    private static final String ACCEPT = String.join(
            ", ", Manifest.DOCKER_MANIFEST, Manifest.DOCKER_LIST, Manifest.OCI_MANIFEST, Manifest.OCI_INDEX);

    /** An answer to HEAD can't say why; a GET brings the reason, or works where HEAD isn't known. */
    private static final Set<Integer> SILENT_REFUSALS = Set.of(400, 401, 403, 405);

    private final Repository repository;
    private final RegistryConnection connection;
    private final String reference;
    private final Operation reading;

    ManifestEndpoint(Repository repository, String reference) throws IOException, InterruptedException {
        this.repository = repository;
        this.connection = repository.connection();
        this.reference = reference;
        this.reading = repository.operation(Operation.Kind.READ_MANIFEST, reference);
    }

    Optional<Descriptor> head() throws IOException, InterruptedException {
        TransportResponse response = connection.send(reading, request("HEAD"));
        if (response.status() == 404) {
            return Optional.empty();
        }
        if (SILENT_REFUSALS.contains(response.status())) {
            return viaGet();
        }
        if (!response.isSuccess()) {
            throw connection.refusal(reading, response);
        }
        String digest = response.header("Docker-Content-Digest").orElse(null);
        String type = Descriptor.mediaTypeOf(response.header("Content-Type").orElse(null));
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        if (digest == null || type == null || length < 0) {
            return viaGet();
        }
        Descriptor descriptor = new Descriptor(type, announced(digest), length);
        requireSame(descriptor.digest());
        return Optional.of(descriptor);
    }

    private Optional<Descriptor> viaGet() throws IOException, InterruptedException {
        TransportResponse response = sendGet();
        return response.status() == 404
                ? Optional.empty()
                : Optional.of(read(response).descriptor());
    }

    /** What was changed on the way once is asked for once more. */
    Manifest get() throws IOException, InterruptedException {
        try {
            return getOnce();
        } catch (DigestMismatchException e) {
            return getOnce();
        }
    }

    private Manifest getOnce() throws IOException, InterruptedException {
        return read(sendGet());
    }

    private TransportResponse sendGet() throws IOException, InterruptedException {
        return connection.send(reading, request("GET").withMaxBody(Manifest.MAX_SIZE));
    }

    private Manifest read(TransportResponse response) throws RegistryException {
        if (!response.isSuccess()) {
            throw connection.refusal(reading, response);
        }
        connection.requireIdentity(response.headers());
        byte[] bytes = response.body();
        requireDigest(response, bytes);
        try {
            return Manifest.parse(bytes, response.header("Content-Type").orElse(null));
        } catch (InvalidManifestException e) {
            throw new InvalidManifestException(
                    connection.origin().authority() + " delivered a wrong manifest for " + reading.target() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private void requireDigest(TransportResponse response, byte[] bytes) throws RegistryException {
        Optional<String> header = response.header("Docker-Content-Digest");
        Digest wanted = isDigest() ? Digest.parse(reference) : header.isPresent() ? announced(header.get()) : null;
        if (wanted != null) {
            Digest actual = wanted.of(bytes);
            if (!actual.equals(wanted)) {
                throw new DigestMismatchException("the manifest that "
                        + connection.origin().authority()
                        + " delivered for " + reading.target() + " has the digest " + actual + ", not "
                        + wanted
                        + ": check the proxies between");
            }
        }
    }

    /**
     * What was changed on the way once is put once more, so that the tag doesn't stay with the wrong content. An answer may
     * have been lost, and its repetition looks like an attempt to move an immutable tag: what is there already has not
     * failed.
     */
    Digest put(String mediaType, byte[] manifest) throws IOException, InterruptedException {
        Digest digest = Digest.sha256(manifest);
        try {
            try {
                putOnce(mediaType, manifest, digest);
            } catch (DigestMismatchException e) {
                putOnce(mediaType, manifest, digest);
            }
        } catch (UnauthorizedException e) {
            throw e;
        } catch (RegistryException e) {
            if (!isThere(digest)) {
                throw e;
            }
        }
        return digest;
    }

    private boolean isThere(Digest digest) throws InterruptedException {
        try {
            return head().filter(found -> found.digest().equals(digest)).isPresent();
        } catch (IOException e) {
            return false; // the failure that led here is the one to tell
        }
    }

    private void putOnce(String mediaType, byte[] manifest, Digest digest) throws IOException, InterruptedException {
        Operation writing = repository.operation(Operation.Kind.WRITE_MANIFEST, reference);
        TransportResponse response = connection.send(
                writing,
                request("PUT")
                        .withHeader("Content-Type", mediaType)
                        .withBody(Body.of(manifest), TransferListener.NONE));
        if (!response.isSuccess()) {
            throw connection.refusal(writing, response);
        }
        Optional<String> stored = response.header("Docker-Content-Digest").filter(d -> d.startsWith("sha256:"));
        if (stored.isPresent() && !announced(stored.get()).equals(digest)) {
            throw new DigestMismatchException(connection.origin().authority() + " stored " + writing.target() + " as "
                    + stored.get() + " instead of " + digest + ": check the proxies between");
        }
    }

    private void requireSame(Digest actual) throws RegistryException {
        if (isDigest() && !actual.toString().equals(reference)) {
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

    private TransportRequest request(String method) throws IOException, InterruptedException {
        TransportRequest request = TransportRequest.of(method, repository.uri("manifests/" + reference));
        return method.equals("PUT") ? request : request.withHeader("Accept", ACCEPT);
    }

    private boolean isDigest() {
        return reference.indexOf(':') > 0;
    }
}
