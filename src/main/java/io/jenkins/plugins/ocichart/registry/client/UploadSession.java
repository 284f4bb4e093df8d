package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.http.AddressPolicy;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.net.URI;

/**
 * An upload that a registry has opened (distribution-spec, "Pushing blobs").
 *
 * @param location where the content goes
 * @param minimum the size of chunks that the registry wants at least, or 0
 */
record UploadSession(URI location, long minimum) {
    /**
     * Reads the answer that opened an upload.
     *
     * @throws RegistryException if it names no address that the content may be sent to
     */
    static UploadSession of(TransportResponse response, Origin registry, String repository) throws RegistryException {
        String location = response.header("Location").orElse("");
        if (location.isBlank()) {
            throw new RegistryException(
                    registry.authority() + " opened an upload to " + repository + " without a Location");
        }
        long minimum =
                response.headers().firstValueAsLong("OCI-Chunk-Min-Length").orElse(0);
        return new UploadSession(AddressPolicy.upload(registry, response.uri(), location), minimum);
    }
}
