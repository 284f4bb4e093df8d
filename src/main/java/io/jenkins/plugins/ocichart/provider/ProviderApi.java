package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.registry.http.TimeLimits;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import io.jenkins.plugins.ocichart.text.ServerText;
import io.jenkins.plugins.ocichart.text.UrlEncoding;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Requests to a provider's API: the registry's proxy and trusted certificates, no redirects, small answers. The certificate
 * is always checked, whatever goes for the registry.
 */
record ProviderApi(ConnectionSettings settings) {
    private static final int MAX_ANSWER = 128 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    TransportResponse postForm(URI uri, Map<String, String> form) throws IOException, InterruptedException {
        return post(uri, Map.of("Content-Type", "application/x-www-form-urlencoded"), UrlEncoding.form(form));
    }

    /** Posts a text; an {@code Authorization} among the headers goes nowhere else. */
    TransportResponse post(URI uri, Map<String, String> headers, String body) throws IOException, InterruptedException {
        TransportRequest request = TransportRequest.of("POST", uri)
                .withBody(Body.of(body.getBytes(StandardCharsets.UTF_8)), TransferListener.NONE)
                .withMaxBody(MAX_ANSWER)
                .withoutRedirects();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            request = header.getKey().equals("Authorization")
                    ? request.withAuthorization(header.getValue())
                    : request.withHeader(header.getKey(), header.getValue());
        }
        ConnectionSettings trust =
                new ConnectionSettings(false, false, settings.caFile(), null, null, settings.proxy());
        TimeLimits limits = new TimeLimits(PATIENCE, PATIENCE, PATIENCE, PATIENCE);
        try (HttpTransport transport = HttpTransport.open(trust, limits, RetryPolicy.configured())) {
            return transport.send(request);
        }
    }

    /**
     * Reads a file that a variable or a profile names: a token or a key.
     *
     * @param failure what the message of a failure begins with
     */
    static String file(String file, String failure) throws RegistryException {
        try {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
        } catch (IOException | InvalidPathException e) {
            throw new RegistryException(failure + ": " + ErrorLine.reason(e), e);
        }
    }

    /** Reads an answer, or a file with a key: JSON, which is never quoted. */
    static JsonValue json(byte[] text, String what) throws RegistryException {
        try {
            return JsonValue.parse(text);
        } catch (IOException e) {
            throw new RegistryException(what + " is not JSON");
        }
    }

    /** What a refusal says, as far as it is JSON. */
    static JsonValue error(TransportResponse refusal) {
        try {
            return json(refusal.body(), "the refusal");
        } catch (RegistryException e) {
            return JsonValue.MISSING; // the status says enough
        }
    }

    /** A text of an answer or a key that must be there. */
    static String required(JsonValue json, String field, String what) throws RegistryException {
        String value = json.member(field).asString("");
        if (value.isEmpty()) {
            throw new RegistryException(what + " has no " + field);
        }
        return value;
    }

    /** Status, code and message of a refusal for a message: {@code 400 invalid_grant: Invalid JWT Signature.} */
    static String said(int status, String code, String message) {
        return status
                + (code.isEmpty() ? "" : " " + ServerText.quote(code, 60))
                + (message.isEmpty() ? "" : ": " + ServerText.quote(message, 300));
    }
}
