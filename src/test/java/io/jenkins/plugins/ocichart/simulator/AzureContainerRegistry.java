package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Azure Container Registry: token GET only for user and password, POST for refresh tokens, the exchange of an Entra token
 * for a refresh token (and Entra itself), the null GUID as the user of a refresh token, locks answered by 405, downloads from blob storage.
 */
final class AzureContainerRegistry extends TokenRegistry {
    static final String HOST = "contoso.azurecr.io";
    static final String NULL_GUID = "00000000-0000-0000-0000-000000000000";
    static final String TENANT = "8f2cb1a4-0f1c-4a53-8a1e-3f0c3e1b7d11";
    static final String CLIENT = "5b9f3c1e-77aa-4c2e-9a58-6a7d0d9d2b10";
    /** What Microsoft Entra gives out; the claims are those of a token of version 1. */
    static final String ENTRA_TOKEN =
            jwt("{\"aud\":\"https://containerregistry.azure.net\",\"iss\":\"https://sts.windows.net/" + TENANT
                            + "/\",\"appid\":\"" + CLIENT + "\",\"tid\":\"" + TENANT + "\"}")
                    + ".ZW50cmE";
    /** The token that a pod of AKS finds in the file that AZURE_FEDERATED_TOKEN_FILE names. */
    static final String FEDERATED_TOKEN = jwt("{\"aud\":[\"api://AzureADTokenExchange\"]}") + ".cG9k";

    private static final String STORAGE = "eusmanaged17.blob.core.windows.net";

    /** Whether a network rule keeps this client out. */
    boolean firewalled;

    AzureContainerRegistry() {
        super(HOST, "https://" + HOST + "/oauth2/token", HOST);
        lifetime = Duration.ofMinutes(75);
        api.blobs().storageHost = STORAGE;
        api.blobs().relativeLocation = true;
    }

    @Override
    Map<String, Site> sites() {
        return Map.of(HOST, this::route, "login.microsoftonline.com", this::entra, STORAGE, api.blobs()::storage);
    }

    private static String jwt(String claims) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"typ\":\"JWT\",\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    }

    /** Microsoft Entra's token endpoint, for a client with a federated credential. */
    private Reply entra(Request request) {
        Map<String, String> form = request.form();
        boolean known = request.path().equals("/" + TENANT + "/oauth2/v2.0/token")
                && "client_credentials".equals(form.get("grant_type"))
                && CLIENT.equals(form.get("client_id"))
                && "https://containerregistry.azure.net/.default".equals(form.get("scope"))
                && "urn:ietf:params:oauth:client-assertion-type:jwt-bearer".equals(form.get("client_assertion_type"));
        if (!known) {
            return Reply.json(
                    400,
                    "{\"error\":\"unauthorized_client\",\"error_description\":\"AADSTS700016: Application was not"
                            + " found in the directory\"}");
        }
        return FEDERATED_TOKEN.equals(form.get("client_assertion"))
                ? Reply.json(
                        200,
                        "{\"token_type\":\"Bearer\",\"expires_in\":86399,\"access_token\":\"" + ENTRA_TOKEN + "\"}")
                : Reply.json(
                        401,
                        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS70021: No matching federated"
                                + " identity record found for presented assertion\"}");
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
    String scope(Access access) {
        return access == null ? null : access.scope();
    }

    /** What {@code az acr login --expose-token} prints. */
    String refreshToken() {
        return tokens.issue(jwt("{\"grant_type\":\"refresh_token\"}"), WRITER.user(), Map.of(), Duration.ofHours(3));
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
