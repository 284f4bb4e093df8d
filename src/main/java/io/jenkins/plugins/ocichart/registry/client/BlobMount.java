package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.text.UrlEncoding;
import java.io.IOException;
import java.net.URI;

/**
 * Asks a registry to take a blob from another of its repositories, with one POST and without the blob's bytes
 * (distribution-spec, "Mounting a blob from another repository"). This is only an attempt: a registry may open an upload
 * instead, or refuse; then the blob is uploaded as usual.
 */
final class BlobMount {
    private final Repository repository;
    private final RegistryConnection connection;
    private final String from;
    private final Descriptor blob;
    private UploadSession opened;

    BlobMount(Repository repository, String from, Descriptor blob) throws IOException, InterruptedException {
        this.repository = repository;
        this.connection = repository.connection();
        this.from = from;
        this.blob = blob;
    }

    /** Mounts the blob, or uploads it, through the session that the registry may have opened. */
    void orElse(BlobUpload upload) throws IOException, InterruptedException {
        if (!succeeds()) {
            upload.run(opened);
        }
    }

    /** Mounts the blob; false if the registry doesn't. */
    boolean succeeds() throws InterruptedException, IOException {
        if (connection.authenticator().isWithheld(from)) {
            return false;
        }
        try {
            TransportResponse response = ask();
            if (response.status() == 202) {
                opened = UploadSession.of(response, connection.origin(), repository.toString());
            }
            return isMounted(response);
        } catch (RegistryException e) {
            return false; // The upload sends its own first request, and its failure is the one to report.
        }
    }

    private TransportResponse ask() throws IOException, InterruptedException {
        Operation operation = repository.operation(Operation.Kind.WRITE_BLOB, null);
        URI uri = repository.uri(
                "blobs/uploads/?mount=" + UrlEncoding.of(blob.digest().toString()) + "&from=" + UrlEncoding.of(from));
        return connection.sendOnce(operation, TransportRequest.of("POST", uri));
    }

    private boolean isMounted(TransportResponse response) {
        String digest = blob.digest().toString();
        return response.status() == 201
                && !Refusals.isWebPage(response)
                && RegistryConnection.digest(response).orElse(digest).equals(digest);
    }
}
