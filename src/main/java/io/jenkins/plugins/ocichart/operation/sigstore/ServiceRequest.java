package io.jenkins.plugins.ocichart.operation.sigstore;

import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.ErrorBody;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.registry.http.TimeLimits;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Asks a service of the system configuration about a signature, and returns its answer unread.
 *
 * @param url where the request goes; redirects are not followed
 * @param type the request's media type
 * @param body the request
 * @param settings how to connect
 */
public record ServiceRequest(URI url, String type, byte[] body, ConnectionSettings settings)
        implements Operation<byte[]> {
    /** A time stamp with its certificates has 6 KB, an entry of a log with its proof 4 KB. */
    private static final int LARGEST = 256 << 10;

    public ServiceRequest {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(body, "body");
    }

    /**
     * Reads the address of a service.
     *
     * @param name what messages call it
     * @throws IOException if it is none, or has more in it than may be sent; the message doesn't show a login in it
     */
    public static URI parse(String name, String text) throws IOException {
        URI uri;
        try {
            uri = URI.create(text.strip());
            Origin.of(uri);
        } catch (IllegalArgumentException e) {
            throw new IOException(name + " is not an address; use https://HOST[:PORT]", e);
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IOException(
                    name + " has a login, a query or a fragment in it, which is not sent; use https://HOST[:PORT]");
        }
        return uri;
    }

    @Override
    public byte[] run(Path directory, Progress progress) throws IOException, InterruptedException {
        TransportRequest request = TransportRequest.of("POST", url)
                .withHeader("Content-Type", type)
                .withBody(Body.of(body), TransferListener.NONE)
                .withMaxBody(LARGEST)
                .withoutRedirects();
        try (HttpTransport transport =
                HttpTransport.open(settings, TimeLimits.configured(), RetryPolicy.configured())) {
            TransportResponse answer = transport.send(request);
            if (answer.isSuccess()) {
                return answer.body();
            }
            String said = ErrorBody.of(answer.body(), UnaryOperator.identity()).message();
            throw new IOException("HTTP " + answer.status() + (said.isEmpty() ? "" : ", " + said));
        }
    }
}
