package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.Origin;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * The answer to a request.
 *
 * @param status HTTP status
 * @param headers HTTP headers
 * @param body the answer's body; empty if it went to a sink, cut off at 64 KiB if the answer isn't a success
 * @param uri where the answer came from, after redirects
 * @param attempts how often the request was sent
 */
public record TransportResponse(int status, HttpHeaders headers, byte[] body, URI uri, int attempts) {
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** Whether the status is 2xx. */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    TransportResponse withAttempts(int number) {
        return new TransportResponse(status, headers, body, uri, number);
    }

    /** The status and where it came from; headers and query may hold secrets and are left out. */
    @Override
    public String toString() {
        return status + " from " + Origin.of(uri);
    }
}
