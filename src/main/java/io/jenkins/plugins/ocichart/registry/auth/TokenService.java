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
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.text.ServerText;
import io.jenkins.plugins.ocichart.text.UrlEncoding;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Exchanges a login for bearer tokens at the token server that a registry's challenge names (CNCF Distribution, "Token
 * Authentication" and "OAuth2 Token Authentication").
 */
public record TokenService(HttpTransport transport, Origin registry, RegistryCredential credential) {
    private static final String CLIENT_ID = "jenkins-oci-chart";
    private static final int MAX_ANSWER = 128 * 1024;
    private static final int MAX_REDIRECTS = 5;
    private static final long SHORTEST_LIFE = 60;
    private static final long LONGEST_LIFE = Duration.ofDays(1).toSeconds();

    /** A token by the way that fits the credential: a refresh token by POST, anything else by GET. */
    public BearerToken fetch(Challenge challenge, List<Scope> scopes) throws IOException, InterruptedException {
        if (credential.kind() == RegistryCredential.Kind.IDENTITY_TOKEN) {
            return post(challenge, scopes, Map.of("grant_type", "refresh_token", "refresh_token", credential.secret()));
        }
        return get(challenge, scopes);
    }

    /** A token by GET, with the user's login if there is one. */
    private BearerToken get(Challenge challenge, List<Scope> scopes) throws IOException, InterruptedException {
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
        return send(
                URI.create(address.toString()),
                uri -> TransportRequest.of("GET", uri).withAuthorization(login),
                scopes);
    }

    private BearerToken post(Challenge challenge, List<Scope> scopes, Map<String, String> grant)
            throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>(grant);
        form.put("client_id", CLIENT_ID);
        challenge.parameter("service").ifPresent(service -> form.put("service", service));
        if (!scopes.isEmpty()) {
            form.put("scope", scopes.stream().map(Scope::toString).collect(Collectors.joining(" ")));
        }
        Body body = Body.of(UrlEncoding.form(form).getBytes(StandardCharsets.US_ASCII));
        return send(
                realm(challenge),
                uri -> TransportRequest.of("POST", uri)
                        .withHeader("Content-Type", "application/x-www-form-urlencoded")
                        .withBody(body, TransferListener.NONE),
                scopes);
    }

    private URI realm(Challenge challenge) throws RegistryException {
        return AddressPolicy.tokenServer(registry, challenge.parameter("realm").orElse(""));
    }

    private BearerToken send(URI realm, Function<URI, TransportRequest> request, List<Scope> scopes)
            throws IOException, InterruptedException {
        long asked = System.nanoTime();
        URI address = realm;
        TransportResponse response = send(request.apply(address));
        for (int hop = 0; response.status() / 100 == 3 && hop < MAX_REDIRECTS; hop++) {
            address = redirect(address, response);
            response = send(request.apply(address));
        }
        String server = address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
        if (!response.isSuccess()) {
            throw refusal(response, Origin.of(address).authority(), server, scopes);
        }
        String who = "the token server " + server + " of " + registry.authority();
        JsonValue answer;
        try {
            answer = JsonValue.parse(response.body());
        } catch (IOException e) {
            String encoding = response.header("Content-Encoding").orElse("");
            String title = ErrorBody.title(response.body(), credential::mask);
            throw new RegistryException(who + " answered something other than JSON ("
                    + (encoding.isBlank()
                            ? title.isEmpty() ? Json.cause(e) : "a web page, \"" + title + "\""
                            : "Content-Encoding: " + ServerText.quote(encoding, 40) + ", which was not asked for")
                    + "): check that address and what is in front of it");
        }
        String token = answer.member("token").asString("");
        if (token.isEmpty()) {
            token = answer.member("access_token").asString("");
        }
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new RegistryException(who + " answered without a usable token");
        }
        long seconds = answer.member("expires_in").asLong(SHORTEST_LIFE);
        long lifetime = Math.min(Math.max(seconds, SHORTEST_LIFE), LONGEST_LIFE);
        return new BearerToken(token, scopes, asked, Duration.ofSeconds(lifetime));
    }

    private TransportResponse send(TransportRequest request) throws IOException, InterruptedException {
        return transport.send(request.withMaxBody(MAX_ANSWER)
                .withoutRedirects()
                .withHeader("Accept", "*/*")
                .withAddressCheck(AddressPolicy.forLogins(registry)));
    }

    /** The login follows redirects only within the server that the registry has named. */
    private URI redirect(URI from, TransportResponse response) throws RegistryException {
        String location = response.header("Location").orElse("").strip();
        URI to = null;
        try {
            to = location.isEmpty() ? null : from.resolve(location);
        } catch (IllegalArgumentException e) {
            // no address
        }
        boolean same = to != null && to.getHost() != null && Origin.of(to).equals(Origin.of(from));
        if (!same) {
            throw new RegistryException("the token server " + from.getScheme() + "://" + from.getRawAuthority()
                    + from.getRawPath() + " of " + registry.authority() + " redirects to "
                    + ServerText.quote(credential.mask(location.split("\\?", 2)[0]), 150)
                    + "; the login was not sent there. Have the registry name the final address as its realm.");
        }
        // the query says which token is wanted
        return to.getRawQuery() != null || from.getRawQuery() == null ? to : URI.create(to + "?" + from.getRawQuery());
    }

    private RegistryException refusal(TransportResponse response, String server, String address, List<Scope> scopes) {
        String said = ErrorBody.of(response.body(), credential::mask).describe(response.status());
        String where = server.equals(registry.authority())
                ? server
                : server + " (token server of " + registry.authority() + ")";
        String who = BasicLogin.describe(credential);
        if (response.status() == 401) {
            return new UnauthorizedException(
                    credential.kind() == RegistryCredential.Kind.ANONYMOUS
                            ? where + " wants a login and none is given (" + said + ")"
                            : where + " rejected the login of " + who + " (" + said + "). "
                                    + BasicLogin.advice(credential));
        }
        if (response.status() == 429) {
            return new RateLimitedException(where + " limits how often tokens are given (" + said + ")");
        }
        if (response.status() / 100 == 4 && response.status() != 408) {
            String what = scopes.isEmpty() ? "a token" : "a token for " + scopes.get(0);
            return new DeniedException(where + " denied " + what + " to " + who + " (" + said
                    + "). Check the login, its rights and that the repository exists.");
        }
        return new RegistryException("the token server " + address + " of " + registry.authority() + " failed (" + said
                + ")" + (response.attempts() > 1 ? " " + response.attempts() + " times" : "")
                + ". Try again later, or see its log.");
    }
}
