package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;

/** {@code HEAD /v2/NAME/blobs/DIGEST} (distribution-spec, "Checking if content exists in the registry"). */
final class BlobCheck {
    private final RegistryConnection connection;
    private final String repository;
    private final boolean announcedPush;

    BlobCheck(RegistryConnection connection, String repository, boolean announcedPush) {
        this.connection = connection;
        this.repository = repository;
        this.announcedPush = announcedPush;
    }

    boolean exists(Descriptor blob) throws IOException, InterruptedException {
        Operation operation = new Operation(
                Operation.Kind.READ_BLOB, repository, blob.digest().toString(), announcedPush);
        TransportResponse response = connection.send(
                operation, TransportRequest.of("HEAD", connection.uri(repository + "/blobs/" + blob.digest())));
        if (response.status() == 404) {
            return false;
        }
        if (!response.isSuccess()) {
            throw connection.refusal(operation, response);
        }
        long length = response.headers().firstValueAsLong("Content-Length").orElse(blob.size());
        return length == blob.size();
    }
}
