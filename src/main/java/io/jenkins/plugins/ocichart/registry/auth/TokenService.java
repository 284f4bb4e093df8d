package io.jenkins.plugins.ocichart.registry.auth;

import io.jenkins.plugins.ocichart.json.Json;
import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.BasicLogin;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.DeniedException;
import io.jenkins.plugins.ocichart.registry.ErrorBody;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RateLimitedException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.http.AddressPolicy;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.text.UrlEncoding;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Exchanges a login for bearer tokens at the token server that a registry's challenge names (CNCF Distribution, "Token
 * Authentication" and "OAuth2 Token Authentication").
 */
public final class TokenService {
    private static final String CLIENT_ID = "jenkins-oci-chart";
    private static final int MAX_ANSWER = 128 * 1024;
    private static final long SHORTEST_LIFE = 60;
    private static final long LONGEST_LIFE = Duration.ofDays(1).toSeconds();

    private final HttpTransport transport;
    private final Origin registry;
    private final RegistryCredential credential;

    /** A service for one registry's tokens; sends nothing yet. */
    public TokenService(HttpTransport transport, Origin registry, RegistryCredential credential) {
        this.transport = transport;
        this.registry = registry;
        this.credential = credential;
    }

    /** A token by the way that fits the credential: a refresh token by POST, anything else by GET. */
    public BearerToken fetch(Challenge challenge, List<Scope> scopes) throws IOException, InterruptedException {
        if (credential.kind() == RegistryCredential.Kind.IDENTITY_TOKEN) {
            return post(challenge, scopes, Map.of("grant_type", "refresh_token", "refresh_token", credential.secret()));
        }
        return get(challenge, scopes);
    }

    /** A token by GET, with the user's login if there is one. */
    BearerToken get(Challenge challenge, List<Scope> scopes) throws IOException, InterruptedException {
        String realm = realm(challenge).toString();
        StringBuilder address = new StringBuilder(realm);
        char separator = realm.indexOf('?') < 0 ? '?' : '&';
        Optional<String> service = challenge.parameter("service");
        if (service.isPresent()) {
            address.append(separator).append("service=").append(UrlEncoding.of(service.get()));
            separator = '&';
        }
        for (Scope scope : scopes) {
            address.append(separator).append("scope=").append(UrlEncoding.of(scope.toString()));
            separator = '&';
        }
        String login = BasicLogin.header(credential).orElse(null);
        return send(TransportRequest.of("GET", URI.create(address.toString())).withAuthorization(login), scopes);
    }

    /** A token by OAuth2's password grant. */
    public BearerToken byPassword(Challenge challenge, List<Scope> scopes) throws IOException, InterruptedException {
        return post(
                challenge,
                scopes,
                Map.of("grant_type", "password", "username", credential.user(), "password", credential.secret()));
    }

    private BearerToken post(Challenge challenge, List<Scope> scopes, Map<String, String> grant)
            throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>(grant);
        form.put("client_id", CLIENT_ID);
        challenge.parameter("service").ifPresent(service -> form.put("service", service));
        if (!scopes.isEmpty()) {
            form.put("scope", scopes.stream().map(Scope::toString).collect(Collectors.joining(" ")));
        }
        TransportRequest request = TransportRequest.of("POST", realm(challenge))
                .withHeader("Content-Type", "application/x-www-form-urlencoded")
                .withBody(Body.of(UrlEncoding.form(form).getBytes(StandardCharsets.US_ASCII)), TransferListener.NONE);
        return send(request, scopes);
    }

    private URI realm(Challenge challenge) throws RegistryException {
        return AddressPolicy.tokenServer(registry, challenge.parameter("realm").orElse(""));
    }

    private BearerToken send(TransportRequest request, List<Scope> scopes) throws IOException, InterruptedException {
        long asked = System.nanoTime();
        TransportResponse response = transport.send(request.withMaxBody(MAX_ANSWER)
                .withoutRedirects()
                .withHeader("Accept", "*/*")
                .withAddressCheck(AddressPolicy.forLogins(registry)));
        String server = Origin.of(request.uri()).authority();
        if (!response.isSuccess()) {
            throw refusal(response, server, scopes);
        }
        JsonValue answer;
        try {
            answer = JsonValue.parse(response.body());
        } catch (IOException e) {
            throw new RegistryException("token server " + server + " of " + registry.authority()
                    + " answered something else than JSON: " + Json.cause(e));
        }
        String token = answer.member("token").asString("");
        if (token.isEmpty()) {
            token = answer.member("access_token").asString("");
        }
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new RegistryException(
                    "token server " + server + " of " + registry.authority() + " answered without a usable token");
        }
        long seconds = answer.member("expires_in").asLong(SHORTEST_LIFE);
        long lifetime = Math.min(Math.max(seconds, SHORTEST_LIFE), LONGEST_LIFE);
        return new BearerToken(token, scopes, asked, Duration.ofSeconds(lifetime));
    }

    private RegistryException refusal(TransportResponse response, String server, List<Scope> scopes) {
        String said = ErrorBody.of(response.body()).describe(response.status());
        String where = server.equals(registry.authority())
                ? server
                : server + " (token server of " + registry.authority() + ")";
        String who = BasicLogin.describe(credential);
        if (response.status() == 401) {
            return new UnauthorizedException(
                    credential.kind() == RegistryCredential.Kind.ANONYMOUS
                            ? where + " wants a login and none is given (" + said + ")"
                            : where + " rejected the login of " + who + " (" + said
                                    + "). Check user name and password or token.");
        }
        if (response.status() == 429) {
            return new RateLimitedException(
                    where + " limits how often tokens are given (" + said + ")",
                    RetryPolicy.retryAfter(response.headers(), Clock.systemUTC())
                            .orElse(null));
        }
        if (response.status() / 100 == 4 && response.status() != 408) {
            String what = scopes.isEmpty() ? "a token" : "a token for " + scopes.get(0);
            return new DeniedException(where + " denied " + what + " to " + who + " (" + said
                    + "). Check the login, its rights and that the repository exists.");
        }
        return new RegistryException(where + " failed (" + said + ")");
    }
}
