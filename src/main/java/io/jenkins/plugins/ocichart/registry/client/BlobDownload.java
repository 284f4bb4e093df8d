package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.TransportException;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Fetches a blob into a {@link BlobReceiver}. An interrupted download continues where it ended; a damaged one is fetched
 * once more from the start.
 */
final class BlobDownload {
    private static final long HEADWAY = 1024 * 1024;

    private final Repository repository;
    private final RegistryConnection connection;
    private final Descriptor blob;
    private final BlobReceiver receiver;
    private final Operation operation;

    BlobDownload(Repository repository, Descriptor blob, BlobReceiver receiver)
            throws IOException, InterruptedException {
        this.repository = repository;
        this.connection = repository.connection();
        this.blob = blob;
        this.receiver = receiver;
        this.operation =
                repository.operation(Operation.Kind.READ_BLOB, blob.digest().toString());
    }

    void run() throws IOException, InterruptedException {
        boolean damagedBefore = false;
        int failures = 0;
        while (true) {
            long before = receiver.received();
            try {
                receiver.verify(fetch());
                return;
            } catch (DigestMismatchException e) {
                if (damagedBefore || !receiver.restart()) {
                    throw e;
                }
                damagedBefore = true;
            } catch (TransportException e) {
                boolean mayGoOn = receiver.hasBegun()
                        && (e.kind() == TransportException.Kind.BROKEN || e.kind() == TransportException.Kind.STALLED);
                failures = receiver.received() - before >= HEADWAY ? 1 : failures + 1;
                Optional<Duration> wait =
                        mayGoOn ? connection.transport().retries().waitAfter(failures) : Optional.empty();
                if (wait.isEmpty()) {
                    throw e;
                }
                Thread.sleep(wait.get().toMillis());
            }
        }
    }

    /** Returns where the answer came from, after redirects. */
    private URI fetch() throws IOException, InterruptedException {
        TransportRequest request = TransportRequest.of("GET", repository.uri("blobs/" + blob.digest()))
                .withHeader("Accept-Encoding", "identity")
                .withSink(receiver);
        if (receiver.received() > 0) {
            request = request.withHeader("Range", "bytes=" + receiver.received() + "-");
        }
        receiver.expectAnswer();
        TransportResponse response = connection.send(operation, request);
        if (response.status() == 416 && receiver.received() > 0) {
            throw new DigestMismatchException(connection.origin().authority() + " has a shorter blob " + blob.digest()
                    + " in " + repository + " than its manifest says");
        }
        if (!response.isSuccess()) {
            throw connection.refusals().of(operation, response);
        }
        receiver.requireExpected(response.uri());
        if (receiver.received() < blob.size()) {
            throw new TransportException(
                    TransportException.Kind.BROKEN,
                    connection.origin().authority() + " delivered " + receiver.received() + " bytes of " + blob.digest()
                            + " instead of " + blob.size(),
                    null);
        }
        return response.uri();
    }
}
