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
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** One {@code /v2/NAME/manifests/REFERENCE} (distribution-spec, "Pulling manifests" and "Pushing manifests"). */
final class ManifestEndpoint {
    /** Distribution calls a manifest unknown if its type isn't listed, and knows no wildcards. */
    private static final String ACCEPT = String.join(
            ", ", Manifest.DOCKER_MANIFEST, Manifest.DOCKER_LIST, Manifest.OCI_MANIFEST, Manifest.OCI_INDEX);

    /** An answer to HEAD can't say why; a GET returns the reason, or works if HEAD isn't supported. */
    private static final Set<Integer> SILENT_REFUSALS = Set.of(400, 401, 403, 405);

    private final Repository repository;
    private final RegistryConnection connection;
    private final String reference;
    private final Operation reading;
    private boolean subjectAccepted;

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
            throw connection.refusals().of(reading, response);
        }
        Optional<Digest> digest = announced(response);
        if (Refusals.isHtml(response) && digest.isEmpty()) {
            throw connection.refusals().webPage(reading, response);
        }
        String type = Descriptor.mediaTypeOf(response.header("Content-Type").orElse(null));
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        boolean otherAlgorithm = isDigest()
                && digest.isPresent()
                && !reference.startsWith(digest.get().algorithm() + ":");
        if (digest.isEmpty() || type == null || length < 0 || otherAlgorithm) {
            return viaGet();
        }
        requireSame(digest.get());
        return Optional.of(new Descriptor(type, digest.get(), length));
    }

    private Optional<Descriptor> viaGet() throws IOException, InterruptedException {
        TransportResponse response = sendGet();
        return response.status() == 404
                ? Optional.empty()
                : Optional.of(read(response).descriptor());
    }

    /** A manifest that was changed on the way is requested once more. */
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
            throw connection.refusals().of(reading, response);
        }
        byte[] bytes = response.body();
        if (Refusals.isWebPage(response) && !startsLikeJson(bytes)) {
            throw connection.refusals().webPage(reading, response);
        }
        requireDigest(response, bytes);
        try {
            return Manifest.parse(bytes, response.header("Content-Type").orElse(null));
        } catch (InvalidManifestException e) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            boolean repeatsLogin = !connection.authenticator().mask(text).equals(text);
            throw new InvalidManifestException(
                    connection.origin().authority() + " delivered a wrong manifest for " + reading.target()
                            + connection.label(response.headers(), response.uri()) + ": "
                            + (repeatsLogin ? "it repeats the login, so what is wrong isn't shown" : e.getMessage()),
                    e);
        }
    }

    private static boolean startsLikeJson(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, 1000), StandardCharsets.UTF_8)
                .strip()
                .startsWith("{");
    }

    private void requireDigest(TransportResponse response, byte[] bytes) throws RegistryException {
        Digest wanted =
                isDigest() ? Digest.parse(reference) : announced(response).orElse(null);
        if (wanted != null) {
            Digest actual = wanted.of(bytes);
            if (!actual.equals(wanted)) {
                throw new DigestMismatchException("the manifest that "
                        + connection.origin().authority()
                        + " delivered for " + reading.target() + " has the digest " + actual + ", not "
                        + wanted
                        + connection.label(response.headers(), response.uri())
                        + ": check the proxies between");
            }
        }
    }

    /**
     * A manifest that was changed on the way is put once more, so that the tag doesn't keep the wrong content. If an answer is
     * lost, its repetition looks like an attempt to move an immutable tag: if the manifest is there the put has succeeded. If
     * it isn't, the put has failed, whatever the answer.
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
            return false; // report the failure that led here
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
            throw connection.refusals().of(writing, response);
        }
        subjectAccepted = response.header("OCI-Subject").isPresent();
        Optional<Digest> stored = announced(response).filter(d -> d.algorithm().equals(digest.algorithm()));
        if (stored.isPresent() && !stored.get().equals(digest)) {
            throw new DigestMismatchException(connection.origin().authority() + " stored " + writing.target() + " as "
                    + stored.get() + " instead of " + digest + ": check the proxies between");
        }
        if (!Refusals.isOfRegistry(response, stored.isPresent(), "/manifests/")) {
            throw connection.refusals().notStored(writing, response);
        }
    }

    /** Whether the registry has said after the last put that it lists the manifest among its subject's referrers. */
    boolean isSubjectAccepted() {
        return subjectAccepted;
    }

    private void requireSame(Digest actual) throws RegistryException {
        if (isDigest() && !actual.toString().equals(reference)) {
            throw new DigestMismatchException(connection.origin().authority() + " answers " + actual
                    + " when asked for " + reference + " in " + repository);
        }
    }

    private Optional<Digest> announced(TransportResponse response) throws RegistryException {
        Optional<String> header = RegistryConnection.digest(response).map(connection.authenticator()::mask);
        try {
            return header.map(Digest::parse);
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
