package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Azure Container Registry: token GET only for user and password, POST for refresh tokens, the exchange of an Entra token
 * for a refresh token, the null GUID as the user of a refresh token, locks answered by 405, downloads from blob storage.
 */
final class AzureContainerRegistry extends TokenRegistry {
    static final String HOST = "contoso.azurecr.io";
    static final String NULL_GUID = "00000000-0000-0000-0000-000000000000";
    static final String ENTRA_TOKEN = "eyJ0eXAiOiJKV1QifQ.entra-token-of-the-service.c2ln";
    private static final String STORAGE = "eusmanaged17.blob.core.windows.net";

    /** Whether a network rule keeps this client out. */
    boolean firewalled;

    AzureContainerRegistry() {
        lifetime = Duration.ofMinutes(75);
        api.blobs().storageHost = STORAGE;
        api.blobs().relativeLocation = true;
    }

    @Override
    String host() {
        return HOST;
    }

    @Override
    Map<String, Site> sites() {
        return Map.of(HOST, this::route, STORAGE, api.blobs()::storage);
    }

    private Reply route(Request request) {
        if (firewalled) {
            return Reply.error(
                    403,
                    "DENIED",
                    "client with IP '203.0.113.9' is not allowed access. Refer https://aka.ms/acr/firewall");
        }
        return switch (request.path()) {
            case "/oauth2/token" -> token(request);
            case "/oauth2/exchange" -> exchange(request.form());
            default -> answer(request);
        };
    }

    @Override
    String realm() {
        return "https://" + HOST + "/oauth2/token";
    }

    @Override
    String service() {
        return HOST;
    }

    @Override
    String scope(Access access) {
        return access == null ? null : access.scope();
    }

    /** What {@code az acr login --expose-token} prints. */
    String refreshToken() {
        return tokens.issue("refresh", WRITER.user(), Map.of(), Duration.ofHours(3));
    }

    /** The login with a refresh token as a password. */
    RegistryCredential nullGuid() {
        return RegistryCredential.basic(NULL_GUID, refreshToken());
    }

    private Reply exchange(Map<String, String> form) {
        if (!"access_token".equals(form.get("grant_type")) || !HOST.equals(form.get("service"))) {
            return Reply.error(400, "UNSUPPORTED", "invalid request");
        }
        return ENTRA_TOKEN.equals(form.get("access_token"))
                ? Reply.json(200, "{\"refresh_token\":\"" + refreshToken() + "\"}")
                : Reply.error(401, "UNAUTHORIZED", "authentication required, visit https://aka.ms/acr/authorization");
    }

    @Override
    Optional<String> user(Request.Login login) {
        return login.user().equals(NULL_GUID)
                ? tokens.check(login.password()).map(TokenIssuer.Grant::user)
                : super.user(login);
    }

    @Override
    Reply postedToken(Request request, Map<String, String> form) {
        if (!"refresh_token".equals(form.get("grant_type"))) {
            return Reply.error(400, "UNSUPPORTED", "unsupported grant type");
        }
        String refresh = form.getOrDefault("refresh_token", "");
        return tokens.check(refresh).isPresent() ? grantedByForm(request, form, Set.of(refresh)) : badLogin(request);
    }

    @Override
    Reply badLogin(Request request) {
        return Reply.error(
                401,
                "UNAUTHORIZED",
                "authentication required, visit https://aka.ms/acr/authorization for more information.");
    }

    @Override
    Reply tokenReply(String token) {
        return Reply.json(200, "{\"access_token\":\"" + token + "\"}");
    }

    @Override
    Reply locked(String repository, String tag) {
        return Reply.error(
                405,
                "REGISTRY_DISALLOWED_OPERATION",
                "The operation is disallowed on this registry, repository or image. View troubleshooting steps at"
                        + " https://aka.ms/acr/faq/#why-does-my-pull-or-push-request-fail-with-disallowed-operation");
    }

    @Override
    Reply overQuota(String repository, long size) {
        return Reply.error(403, "DENIED", "The storage quota of this registry has been exceeded");
    }
}
