package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The service at a link-local address that tells a machine in a cloud who it is. It is asked directly, never through a proxy,
 * and answers at once or isn't there: a machine outside a cloud waits for a second.
 */
final class MetadataService {
    /** Where Amazon, Google and Microsoft have it. */
    static final URI OF_INSTANCE = URI.create("http://169.254.169.254");

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int MAX_ANSWER = 64 * 1024;

    private final URI address;
    private HttpClient client;

    MetadataService(URI address) {
        this.address = address;
    }

    /** Asks with GET; empty where there is no such service, or nothing of that kind. */
    Optional<String> get(String path, Map<String, String> headers) throws InterruptedException {
        return ask("GET", path, headers);
    }

    /** Asks with PUT; empty where there is no such service, or nothing of that kind. */
    Optional<String> put(String path, Map<String, String> headers) throws InterruptedException {
        return ask("PUT", path, headers);
    }

    /** Made when it is needed: it has a thread, and most registries need no metadata. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(ProxySelector.of(null))
                    .build();
        }
        return client;
    }

    private Optional<String> ask(String method, String path, Map<String, String> headers) throws InterruptedException {
        CompletableFuture<String> answer;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                    .version(HttpClient.Version.HTTP_1_1)
                    .method(method, HttpRequest.BodyPublishers.noBody());
            headers.forEach(request::setHeader);
            answer = client().sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                    .thenApply(MetadataService::read);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a role's name or a token that fits in no request
        }
        try {
            return Optional.of(answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS))
                    .filter(text -> !text.isEmpty());
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.empty();
        } finally {
            answer.cancel(true);
        }
    }

    private static String read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            return response.statusCode() == 200
                    ? new String(body.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8).strip()
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is under {@code path}, as JSON; empty where there is nothing, or something else. */
    Optional<JsonValue> json(String path, Map<String, String> headers) throws InterruptedException {
        Optional<String> text = get(path, headers);
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ProviderApi.json(text.get().getBytes(StandardCharsets.UTF_8), "metadata"));
        } catch (RegistryException e) {
            return Optional.empty();
        }
    }
}
