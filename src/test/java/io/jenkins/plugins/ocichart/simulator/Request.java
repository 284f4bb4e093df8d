package io.jenkins.plugins.ocichart.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as a simulated host gets it.
 *
 * @param method HTTP method
 * @param scheme {@code http} or {@code https}
 * @param host host it was sent to, with the port only where the connection's default one was not used
 * @param path decoded path
 * @param query the query as sent, empty for none
 * @param headers names in lower case
 * @param body the complete body
 */
record Request(
        String method,
        String scheme,
        String host,
        String path,
        String query,
        Map<String, String> headers,
        byte[] body) {
    /** A user name and a password. */
    record Login(String user, String password) {}

    /** Reads the rest of an exchange that arrived for this host. */
    static Request of(WireExchange exchange, String scheme, String host) throws IOException {
        String[] target = exchange.target().split("\\?", 2);
        String path = target[0].startsWith("http://") ? URI.create(target[0]).getRawPath() : target[0];
        return new Request(
                exchange.method(),
                scheme,
                host,
                URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8),
                target.length > 1 ? target[1] : "",
                exchange.headers(),
                exchange.body().readAllBytes());
    }

    Request withBody(byte[] other) {
        return new Request(method, scheme, host, path, query, headers, other);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** A decoded parameter of the query, or an empty text. */
    String parameter(String name) {
        return WireExchange.form(query).getOrDefault(name, "");
    }

    /** All decoded values of a parameter of the query. */
    List<String> parameters(String name) {
        return Arrays.stream(query.split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .toList();
    }

    Map<String, String> form() {
        return WireExchange.form(text());
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    Optional<Login> basic() {
        if (!header("authorization").startsWith("Basic ")) {
            return Optional.empty();
        }
        byte[] pair = Base64.getDecoder().decode(header("authorization").substring(6));
        String[] parts = new String(pair, StandardCharsets.UTF_8).split(":", 2);
        return Optional.of(new Login(parts[0], parts.length > 1 ? parts[1] : ""));
    }

    Optional<String> bearer() {
        return header("authorization").startsWith("Bearer ")
                ? Optional.of(header("authorization").substring(7))
                : Optional.empty();
    }

    boolean hasAuthorization() {
        return headers.containsKey("authorization");
    }

    boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
