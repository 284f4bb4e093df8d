package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.registry.http.TimeLimits;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The service at a link-local address that tells a machine in a cloud who it is. It is asked directly, never through a proxy,
 * and answers at once or isn't there: a machine outside a cloud waits for a second.
 */
record MetadataService(URI address) {
    /** Where Amazon, Google and Microsoft have it. */
    static final URI OF_INSTANCE = URI.create("http://169.254.169.254");

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final TimeLimits LIMITS = new TimeLimits(Duration.ofSeconds(1), ANSWER, ANSWER, ANSWER);
    private static final RetryPolicy ONCE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    /** A proxy that no host is reached through, so not the JVM's own either. */
    private static final ConnectionSettings DIRECT =
            ConnectionSettings.DEFAULT.withProxy(new ProxySettings("direct.invalid", 80, null, null, "*"));

    /** Asks with GET or PUT; empty if there is no such service, or nothing of that kind. */
    Optional<String> ask(String method, String path, Map<String, String> headers) throws InterruptedException {
        try (HttpTransport transport = HttpTransport.open(DIRECT, LIMITS, ONCE)) {
            TransportRequest request =
                    TransportRequest.of(method, URI.create(address + path)).withoutRedirects();
            for (Map.Entry<String, String> header : headers.entrySet()) {
                request = request.withHeader(header.getKey(), header.getValue());
            }
            TransportResponse response = transport.send(request);
            String text = new String(response.body(), StandardCharsets.UTF_8).strip();
            return response.status() == 200 && !text.isEmpty() ? Optional.of(text) : Optional.empty();
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty(); // a role's name or a token that fits in no request, or nobody there
        }
    }

    /** What is under {@code path}, as JSON; empty if there is nothing, or something else. */
    Optional<JsonValue> json(String path, Map<String, String> headers) throws InterruptedException {
        Optional<String> text = ask("GET", path, headers);
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ProviderApi.json(text.get().getBytes(StandardCharsets.UTF_8), "metadata"));
        } catch (RegistryException e) {
            return Optional.empty();
        }
    }
}
