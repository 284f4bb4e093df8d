package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.EcrHost;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.TransportException;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.text.ServerText;
import io.jenkins.plugins.ocichart.text.UrlEncoding;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Stores a blob: POST opens a session, one PUT sends it (distribution-spec, "POST then PUT"). If that is too much at
 * once, it goes in chunks. If it is unclear how a transfer ended, the client checks whether the blob is there; if not,
 * everything starts again with a new session. It also checks after a refusal: some registries refuse what they already have,
 * in any repository.
 */
final class BlobUpload {
    private static final int MAX_LOST_SESSIONS = 2;

    private final Repository repository;
    private final RegistryConnection connection;
    private final Descriptor blob;
    private final Body body;
    private final TransferListener listener;
    private final Operation operation;

    BlobUpload(Repository repository, Descriptor blob, Body body, TransferListener listener)
            throws IOException, InterruptedException {
        this.repository = repository;
        this.connection = repository.connection();
        this.blob = blob;
        this.body = body;
        this.listener = listener;
        this.operation = repository.operation(Operation.Kind.WRITE_BLOB, null);
    }

    /** Stores it, through a session that is already open or, for null, a new one. */
    void run(UploadSession opened) throws IOException, InterruptedException {
        if (body.length() != blob.size()) {
            throw new IOException(
                    "the content of " + blob.digest() + " has changed since its digest was computed: it has "
                            + body.length() + " bytes instead of " + blob.size());
        }
        ChunkSize chunk = new ChunkSize(blob.size());
        int lostSessions = 0;
        boolean damagedBefore = false;
        for (int attempt = 1; ; attempt++) {
            UploadSession session = attempt == 1 && opened != null ? opened : openSession();
            Optional<Duration> wait;
            try {
                TransportResponse response = transfer(session, chunk);
                if (response.isSuccess()) {
                    requireStored(response);
                    return;
                }
                if (isLostSession(response) && lostSessions++ < MAX_LOST_SESSIONS) {
                    continue;
                }
                if (isDamaged(response) && !damagedBefore) {
                    damagedBefore = true;
                    continue;
                }
                if (response.status() == 413 && chunk.shrink(session.minimum())) {
                    continue;
                }
                wait = connection.transport().retries().isTransient(response.status())
                        ? connection.transport().retries().waitAfter(attempt, response.headers())
                        : Optional.empty();
                if (wait.isEmpty()) {
                    if (response.status() != 401 && isThere()) {
                        return;
                    }
                    throw connection.refusals().of(operation, response);
                }
            } catch (TransportException e) {
                wait = isUnclear(e) ? connection.transport().retries().waitAfter(attempt) : Optional.empty();
                if (wait.isEmpty()) {
                    throw e;
                }
            }
            Thread.sleep(wait.get().toMillis());
            if (repository.hasBlob(blob)) {
                return;
            }
        }
    }

    private TransportResponse transfer(UploadSession session, ChunkSize chunk)
            throws IOException, InterruptedException {
        if (chunk.isWhole()) {
            return connection.send(operation, put(session.location()).withBody(body, listener));
        }
        ChunkedUpload.Progress chunks =
                new ChunkedUpload(connection, operation, body, listener).send(session.location(), chunk.bytes());
        // with a body, though an empty one, since the registry now puts the chunks together: that may take as long as a
        // body
        return chunks.refusal() != null
                ? chunks.refusal()
                : connection.send(
                        operation, put(chunks.location()).withBody(Body.of(new byte[0]), TransferListener.NONE));
    }

    private UploadSession openSession() throws IOException, InterruptedException {
        TransportRequest request = TransportRequest.of("POST", repository.uri("blobs/uploads/"));
        TransportResponse response;
        try {
            response = connection.send(operation, request);
        } catch (TransportException e) {
            Optional<EcrHost> amazon = EcrHost.of(connection.origin().host());
            if (e.kind() == TransportException.Kind.BROKEN && amazon.isPresent()) {
                throw new NotFoundException(amazon.get().missing(repository.toString()), e);
            }
            throw e;
        }
        if (!response.isSuccess()) {
            throw connection.refusals().of(operation, response);
        }
        return UploadSession.of(response, connection.origin(), repository.toString());
    }

    private TransportRequest put(URI location) {
        String address = location.toString();
        String digest = "digest=" + UrlEncoding.of(blob.digest().toString());
        URI target = URI.create(address + (location.getRawQuery() == null ? "?" : "&") + digest);
        return TransportRequest.of("PUT", target)
                .withHeader("Content-Type", "application/octet-stream")
                .notRepeatable();
    }

    private static boolean isLostSession(TransportResponse response) {
        return response.status() == 404 || response.status() == 416;
    }

    /** Whether the registry says that it received something else. */
    private boolean isDamaged(TransportResponse response) {
        return response.status() == 400 && connection.error(response).code().equals("DIGEST_INVALID");
    }

    private boolean isThere() throws InterruptedException {
        try {
            return repository.hasBlob(blob);
        } catch (IOException e) {
            return false; // report the failure that led here
        }
    }

    private static boolean isUnclear(TransportException e) {
        return e.kind() == TransportException.Kind.BROKEN || e.kind() == TransportException.Kind.STALLED;
    }

    private void requireStored(TransportResponse response) throws RegistryException, InterruptedException {
        String wanted = blob.digest().toString();
        Optional<String> stored = RegistryConnection.digest(response)
                .map(connection.authenticator()::mask)
                .filter(digest -> digest.startsWith(blob.digest().algorithm() + ":"));
        if (stored.isPresent() && !stored.get().equals(wanted)) {
            throw new DigestMismatchException(connection.origin().authority() + " stored a blob of " + repository
                    + " as " + ServerText.quote(stored.get(), 100) + " instead of " + wanted
                    + ": check the proxies between");
        }
        if (!Refusals.isOfRegistry(response, stored.isPresent(), "/blobs/") && !isThere()) {
            throw connection.refusals().notStored(operation, response);
        }
    }
}
