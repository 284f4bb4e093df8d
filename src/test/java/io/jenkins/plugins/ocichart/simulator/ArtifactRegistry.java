package io.jenkins.plugins.ocichart.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Google Artifact Registry: tokens carry who one is and rights are checked with each request, a bad credential is refused
 * without a challenge, a missing right or repository by 403 at the token server already, repositories have to be created.
 */
final class ArtifactRegistry extends TokenRegistry {
    static final String HOST = "europe-west1-docker.pkg.dev";
    static final String ACCOUNT = "jenkins@acme-prod.iam.gserviceaccount.com";
    private static final String REPOSITORY = "acme-prod/charts";
    private static final String TOKEN_URI = "https://oauth2.googleapis.com/token";
    private static final String STORAGE = "storage.googleapis.com";
    private static final TestKeyStore KEYS = TestKeyStore.create().add("google", "CN=Service account", "RSA", null);

    /** Whether the token server itself refuses what one has no right to. */
    boolean refusesAtTokenServer = true;

    ArtifactRegistry() {
        super(HOST, "https://" + HOST + "/v2/token", HOST);
        lifetime = Duration.ofSeconds(43200);
        api.blobs().storageHost = STORAGE;
        api.blobs().chunked = false;
    }

    @Override
    String namespace() {
        return REPOSITORY;
    }

    @Override
    String foreignRepository() {
        return "acme-prod/other";
    }

    @Override
    Map<String, Site> sites() {
        Map<String, Site> sites = new HashMap<>();
        sites.put(HOST, request -> request.path().equals("/v2/token") ? token(request) : answer(request));
        sites.put("oauth2.googleapis.com", this::oauth);
        sites.put(STORAGE, api.blobs()::storage);
        return sites;
    }

    /** The key file of the service account that may push. */
    static String keyFile() {
        return Reply.JSON
                .createObjectNode()
                .put("type", "service_account")
                .put("project_id", "acme-prod")
                .put("private_key_id", "0123456789abcdef")
                .put(
                        "private_key",
                        TestKeyStore.pem("PRIVATE KEY", KEYS.key("google").getEncoded()))
                .put("client_email", ACCOUNT)
                .put("token_uri", TOKEN_URI)
                .toPrettyString();
    }

    @Override
    RegistryCredential writer() {
        return RegistryCredential.basic("_json_key", keyFile());
    }

    @Override
    RegistryCredential reader() {
        return RegistryCredential.basic("oauth2accesstoken", accessToken(READER.user()));
    }

    /** What {@code gcloud auth print-access-token} prints. */
    String accessToken(String user) {
        return tokens.issue("ya29", user, Map.of(), Duration.ofHours(1));
    }

    @Override
    String challenge(Access access, String error) {
        return "Bearer realm=\"" + realm() + "\""
                + (access == null ? "" : ",service=\"" + HOST + "\",scope=\"" + access.scope() + "\"");
    }

    @Override
    Reply authorize(Request request, Access access) {
        if (!request.hasAuthorization()) {
            return Reply.error(401, "UNAUTHORIZED", "not authenticated: No credential was supplied.")
                    .header("WWW-Authenticate", challenge(access, null));
        }
        Optional<String> user = request.bearer()
                .flatMap(tokens::check)
                .map(TokenIssuer.Grant::user)
                .or(() -> request.basic().flatMap(this::user));
        if (user.isEmpty()) {
            return Reply.error(401, "UNAUTHORIZED", "not authenticated: No valid credential was supplied.");
        }
        String right = access == null ? null : missingRight(user.get(), access.repository(), access.actions());
        return right == null ? null : denied(right);
    }

    private String missingRight(String user, String repository, Set<String> actions) {
        for (String action : actions) {
            if (!may(user, repository, action)) {
                return action.equals("pull") ? "downloadArtifacts" : "uploadArtifacts";
            }
        }
        return null;
    }

    private static Reply denied(String right) {
        return Reply.error(
                403,
                "DENIED",
                "Permission \"artifactregistry.repositories." + right
                        + "\" denied on resource \"projects/acme-prod/locations/europe-west1/repositories/charts\" (or it may not"
                        + " exist)");
    }

    @Override
    Reply token(Request request) {
        if (!request.method().equals("GET")) {
            return Reply.status(404);
        }
        Map<String, Set<String>> wanted = Access.parse(request.parameters("scope"));
        Optional<String> user = request.hasAuthorization() ? request.basic().flatMap(this::user) : Optional.of("");
        if (user.isEmpty()) {
            return Reply.error(
                    401,
                    "UNAUTHORIZED",
                    "You don't have the needed permissions to perform this operation, and you may have invalid credentials.");
        }
        for (Map.Entry<String, Set<String>> scope : wanted.entrySet()) {
            String right = missingRight(user.get(), scope.getKey(), scope.getValue());
            if (right != null && refusesAtTokenServer) {
                return denied(right);
            }
        }
        return Reply.json(
                200,
                "{\"token\":\"" + tokens.issue("ya29.c", user.get(), Map.of(), lifetime) + "\",\"expires_in\":43200}");
    }

    @Override
    Optional<String> user(Request.Login login) {
        return switch (login.user()) {
            case "_json_key" ->
                login.password().strip().equals(keyFile().strip()) ? Optional.of(WRITER.user()) : Optional.empty();
            case "_json_key_base64" ->
                Base64.getEncoder()
                                .encodeToString(keyFile().getBytes(StandardCharsets.UTF_8))
                                .equals(login.password())
                        ? Optional.of(WRITER.user())
                        : Optional.empty();
            case "oauth2accesstoken" -> tokens.check(login.password()).map(TokenIssuer.Grant::user);
            default -> Optional.empty();
        };
    }

    /** Google's OAuth server: an access token for a signed assertion. */
    private Reply oauth(Request request) {
        Map<String, String> form = request.form();
        if (!"urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type"))) {
            return Reply.json(400, "{\"error\":\"unsupported_grant_type\"}");
        }
        String[] jwt = form.getOrDefault("assertion", "").split("\\.");
        try {
            JsonNode header = Reply.JSON.readTree(Base64.getUrlDecoder().decode(jwt[0]));
            JsonNode claims = Reply.JSON.readTree(Base64.getUrlDecoder().decode(jwt[1]));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(KEYS.certificate("google"));
            signature.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
            long now = Instant.now().getEpochSecond();
            long issued = claims.path("iat").asLong();
            boolean valid = signature.verify(Base64.getUrlDecoder().decode(jwt[2]))
                    && header.path("alg").asText().equals("RS256")
                    && header.path("kid").asText().equals("0123456789abcdef")
                    && claims.path("iss").asText().equals(ACCOUNT)
                    && claims.path("aud").asText().equals(TOKEN_URI)
                    && claims.path("scope").asText().equals("https://www.googleapis.com/auth/cloud-platform")
                    && Math.abs(now - issued) < 300
                    && claims.path("exp").asLong() - issued <= 3600;
            return valid
                    ? Reply.json(
                            200,
                            "{\"access_token\":\"" + accessToken(WRITER.user())
                                    + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}")
                    : Reply.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}");
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return Reply.json(400, "{\"error\":\"invalid_request\",\"error_description\":\"Bad JWT\"}");
        }
    }

    @Override
    Reply pong(Request request) {
        return Reply.status(200).header("Content-Type", "text/html; charset=utf-8");
    }

    /** The status isn't known for sure. */
    @Override
    Reply locked(String repository, String tag) {
        return Reply.error(
                400, "MANIFEST_INVALID", "cannot update tag " + tag + ". The repository has enabled tag immutability");
    }

    @Override
    Reply overQuota(String repository, long size) {
        return Reply.error(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Requests per project'");
    }
}
