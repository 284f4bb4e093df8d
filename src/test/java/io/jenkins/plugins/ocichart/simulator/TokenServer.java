package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A token server as CNCF Distribution's "Token Authentication" describes it: GET with a Basic login, POST as OAuth2, JSON
 * web tokens signed with RS256 that {@link DockerRegistry} accepts. It knows one user and one refresh token.
 */
public final class TokenServer implements AutoCloseable {
    public static final String SERVICE = "test-registry";
    public static final String ISSUER = "test-issuer";
    public static final String USER = "alice";
    public static final String PASSWORD = "s3cret-of-alice";
    public static final String REFRESH_TOKEN = "refresh-token-of-alice";
    private static final String KEY = "token";
    private static final TestKeyStore KEYS =
            TestKeyStore.create().add(KEY, "CN=Token server of the tests", "RSA", null, "bc:c=ca:true");

    private final WireServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Duration lifetime = Duration.ofMinutes(5);
    private volatile boolean acceptsPost = true;
    private volatile String grantedActions;
    private volatile String withheld;
    private volatile int refusalOfSeveral;

    private TokenServer() {
        server = WireServer.start(this::handle);
    }

    /** Starts a token server on a free loopback port. */
    public static TokenServer start() {
        return new TokenServer();
    }

    /** The address that a registry's challenge names. */
    public String realm() {
        return server.url() + "/token";
    }

    /** Starts a real registry that wants the tokens of this server. */
    public DockerRegistry registry() {
        return DockerRegistry.withTokens(realm(), SERVICE, ISSUER, KEYS.certificatePem(KEY));
    }

    /** Sets how long the next tokens live; a negative time makes tokens that have expired already. */
    public TokenServer lifetime(Duration newLifetime) {
        lifetime = newLifetime;
        return this;
    }

    /** Sets whether POST is answered, or refused by 405 as some servers do. */
    public TokenServer acceptsPost(boolean accepts) {
        acceptsPost = accepts;
        return this;
    }

    /** Grants only these actions ({@code pull}) from now on, whatever is asked for; null grants what is asked for. */
    public TokenServer grants(String actions) {
        grantedActions = actions;
        return this;
    }

    /** Gives nobody any right to this repository, and for the others what is asked for. */
    public TokenServer withholds(String repository) {
        withheld = repository;
        return this;
    }

    /** Refuses tokens for more than one repository by this status, as a simple token server may. */
    public TokenServer refusesSeveral(int status) {
        refusalOfSeveral = status;
        return this;
    }

    /** The requests so far, each as {@code METHOD kind-of-login scopes}. */
    public List<String> requests() {
        return requests;
    }

    private void handle(WireExchange exchange) throws IOException, InterruptedException {
        Request request = Request.of(exchange, "http", server.host());
        boolean post = request.method().equals("POST");
        String login = post ? postLogin(request.form()) : getLogin(request);
        String scope = post ? request.form().getOrDefault("scope", "") : String.join(" ", request.parameters("scope"));
        requests.add(request.method() + " " + login + " " + scope);
        if (post && !acceptsPost) {
            Reply.status(405).send(exchange);
        } else if (login.equals("refused")) {
            Reply.error(401, "UNAUTHORIZED", "incorrect login").send(exchange);
        } else if (refusalOfSeveral > 0 && scope.contains(" ")) {
            Reply.status(refusalOfSeveral).send(exchange);
        } else {
            String field = post ? "access_token" : "token";
            Reply.json(
                            200,
                            "{\"" + field + "\":\"" + token(scope) + "\",\"expires_in\":"
                                    + Math.max(60, lifetime.toSeconds()) + ",\"issued_at\":\"" + Instant.now() + "\"}")
                    .send(exchange);
        }
    }

    private static String postLogin(Map<String, String> form) {
        if ("password".equals(form.get("grant_type"))) {
            boolean known = USER.equals(form.get("username")) && PASSWORD.equals(form.get("password"));
            return known ? "password" : "refused";
        }
        return REFRESH_TOKEN.equals(form.get("refresh_token")) ? "refresh" : "refused";
    }

    private static String getLogin(Request request) {
        if (!request.hasAuthorization()) {
            return "anonymous";
        }
        boolean known = request.basic().equals(Optional.of(new Request.Login(USER, PASSWORD)));
        return known ? "basic" : "refused";
    }

    private String token(String scopes) {
        List<String> access = new ArrayList<>();
        for (String scope : scopes.isEmpty() ? new String[0] : scopes.split(" ")) {
            int first = scope.indexOf(':');
            int last = scope.lastIndexOf(':');
            String actions = grantedActions != null ? grantedActions : scope.substring(last + 1);
            if (scope.substring(first + 1, last).equals(withheld)) {
                continue;
            }
            access.add("{\"type\":\"" + scope.substring(0, first) + "\",\"name\":\"" + scope.substring(first + 1, last)
                    + "\",\"actions\":[\"" + actions.replace(",", "\",\"") + "\"]}");
        }
        Instant now = Instant.now();
        try {
            String header = "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5c\":[\""
                    + Base64.getEncoder().encodeToString(KEYS.certificate(KEY).getEncoded()) + "\"]}";
            String claims = "{\"iss\":\"" + ISSUER + "\",\"sub\":\"" + USER + "\",\"aud\":\"" + SERVICE + "\",\"exp\":"
                    + now.plus(lifetime).getEpochSecond() + ",\"nbf\":" + (now.getEpochSecond() - 3600) + ",\"iat\":"
                    + (now.getEpochSecond() - 3600) + ",\"jti\":\"" + UUID.randomUUID() + "\",\"access\":["
                    + String.join(",", access) + "]}";
            String signed = base64(header.getBytes(StandardCharsets.UTF_8)) + "."
                    + base64(claims.getBytes(StandardCharsets.UTF_8));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KEYS.key(KEY));
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
