package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.simulator.TokenIssuer.Grant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A registry that wants bearer tokens, and the token server that it sends its clients to (CNCF Distribution, "Token
 * Authentication" and "OAuth2 Token Authentication").
 */
abstract class TokenRegistry extends RegistrySimulator {
    /** How long tokens live. */
    Duration lifetime = Duration.ofMinutes(5);
    /** Whether everybody may pull. */
    boolean publicRead;

    private final String realm;
    private final String service;

    /**
     * @param realm the address where tokens are given out
     * @param service the service that challenges name
     */
    TokenRegistry(String host, String realm, String service) {
        super(host);
        this.realm = realm;
        this.service = service;
    }

    /** Where tokens are given out. */
    final String realm() {
        return realm;
    }

    /** The scope that challenges name for a request; null for none. */
    String scope(Access access) {
        return access == null ? null : access.scope();
    }

    String challenge(Access access, String error) {
        return "Bearer realm=\"" + realm + "\",service=\"" + service + "\""
                + (scope(access) == null ? "" : ",scope=\"" + scope(access) + "\"")
                + (error == null ? "" : ",error=\"" + error + "\"");
    }

    @Override
    Reply authorize(Request request, Access access) {
        Optional<Grant> grant = request.bearer().flatMap(tokens::check);
        if (grant.isEmpty()) {
            return unauthenticated(request, access);
        }
        return access == null || grant.get().allows(access) ? null : insufficient(request, access);
    }

    /** The answer where no valid token came. */
    Reply unauthenticated(Request request, Access access) {
        String error = request.bearer().isPresent() ? "invalid_token" : null;
        return Reply.error(401, "UNAUTHORIZED", "authentication required")
                .header("WWW-Authenticate", challenge(access, error));
    }

    /** The answer where the token doesn't allow what is asked for. */
    Reply insufficient(Request request, Access access) {
        return Reply.error(401, "UNAUTHORIZED", "authentication required")
                .header("WWW-Authenticate", challenge(access, "insufficient_scope"));
    }

    /** The token server. */
    Reply token(Request request) {
        if (request.method().equals("POST")) {
            return postedToken(request, request.form());
        }
        if (!request.method().equals("GET")) {
            return Reply.status(405);
        }
        if (!service.equals(request.parameter("service"))) {
            return Reply.error(400, "UNKNOWN", "unknown service");
        }
        Map<String, Set<String>> wanted = Access.parse(request.parameters("scope"));
        if (!request.hasAuthorization()) {
            return anonymousToken(wanted);
        }
        Optional<String> user = request.basic().flatMap(this::user);
        return user.isEmpty() ? badLogin(request) : given(user.get(), wanted);
    }

    /** The user that a login stands for; empty if it is wrong. */
    Optional<String> user(Request.Login login) {
        return isKnown(login) ? Optional.of(login.user()) : Optional.empty();
    }

    Reply anonymousToken(Map<String, Set<String>> wanted) {
        return given("", wanted);
    }

    Reply badLogin(Request request) {
        return Reply.error(401, "UNAUTHORIZED", "incorrect username or password");
    }

    /** POST at the token server; refused here, as by many. */
    Reply postedToken(Request request, Map<String, String> form) {
        return Reply.status(405);
    }

    /** The password and refresh grants, for those that know them. */
    final Reply grantedByForm(Request request, Map<String, String> form, Set<String> refreshTokens) {
        Map<String, Set<String>> wanted = Access.parse(List.of(form.getOrDefault("scope", "")));
        String grant = form.getOrDefault("grant_type", "");
        if (form.getOrDefault("client_id", "").isEmpty()
                || form.getOrDefault("service", "").isEmpty()) {
            return Reply.error(400, "UNSUPPORTED", "client_id and service are required");
        }
        if (grant.equals("refresh_token") && refreshTokens.contains(form.get("refresh_token"))) {
            return accessToken(WRITER.user(), wanted);
        }
        Request.Login login = new Request.Login(form.getOrDefault("username", ""), form.getOrDefault("password", ""));
        Optional<String> user = grant.equals("password") ? user(login) : Optional.empty();
        return user.isPresent() ? accessToken(user.get(), wanted) : badLogin(request);
    }

    private Reply accessToken(String user, Map<String, Set<String>> wanted) {
        String token = tokens.issue("access", user, granted(user, wanted), lifetime);
        return Reply.json(
                200, "{\"access_token\":\"" + token + "\",\"expires_in\":" + lifetime.toSeconds() + ",\"scope\":\"\"}");
    }

    Reply given(String user, Map<String, Set<String>> wanted) {
        return tokenReply(tokens.issue("bearer", user, granted(user, wanted), lifetime));
    }

    /** The JSON around a token. */
    Reply tokenReply(String token) {
        return Reply.json(
                200,
                "{\"token\":\"" + token + "\",\"access_token\":\"" + token + "\",\"expires_in\":" + lifetime.toSeconds()
                        + ",\"issued_at\":\"" + tokens.now() + "\"}");
    }

    @Override
    boolean may(String user, String repository, String action) {
        boolean readable = publicRead && action.equals("pull") && repository.startsWith(namespace() + "/");
        return readable || super.may(user, repository, action);
    }
}
