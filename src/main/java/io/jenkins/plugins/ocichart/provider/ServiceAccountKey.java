package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The key of a Google service account (Google's "Using OAuth 2.0 for Server to Server Applications").
 *
 * @param account the account's e-mail address
 * @param id the key's id, or empty
 * @param tokenUri where an access token comes from
 * @param key the RSA key
 */
record ServiceAccountKey(String account, String id, URI tokenUri, PrivateKey key) {
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final long LIFETIME = 3600;
    /** What keys say of where tokens are given out, now and in earlier years. */
    private static final List<String> TOKEN_URIS = List.of(
            "https://oauth2.googleapis.com/token",
            "https://www.googleapis.com/oauth2/v4/token",
            "https://accounts.google.com/o/oauth2/token");

    /** Reads a key file; {@code what} is what messages call it. */
    static ServiceAccountKey parse(JsonValue json, String what) throws RegistryException {
        String account = ProviderApi.required(json, "client_email", what);
        String pem = ProviderApi.required(json, "private_key", what);
        try {
            String tokenUri = json.member("token_uri").asString(TOKEN_URIS.get(0));
            if (!TOKEN_URIS.contains(tokenUri)) {
                throw new RegistryException("the token_uri of " + what + " is none of Google's");
            }
            String base64 =
                    pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s+", "");
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
            return new ServiceAccountKey(
                    account, json.member("private_key_id").asString(""), URI.create(tokenUri), key);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new RegistryException("the private_key of " + what + " cannot be used");
        }
    }

    /** An access token that is good for an hour. */
    String accessToken(ProviderApi api, Instant now) throws IOException, InterruptedException {
        TransportResponse response = api.postForm(
                tokenUri,
                Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", assertion(now)));
        String what = "the answer of " + tokenUri.getHost();
        if (!response.isSuccess()) {
            JsonValue error = ProviderApi.error(response);
            String said = ProviderApi.said(
                    response.status(),
                    error.member("error").asString(""),
                    error.member("error_description").asString(""));
            String refused = "Google refused the key of " + account + " (" + said + ")";
            throw response.status() / 100 == 4
                    ? new UnauthorizedException(
                            refused + ". Check that the key still exists, and this machine's clock.")
                    : new RegistryException(refused);
        }
        return ProviderApi.required(ProviderApi.json(response.body(), what), "access_token", what);
    }

    private String assertion(Instant now) {
        JsonValue header = JsonValue.EMPTY_OBJECT.with("alg", "RS256").with("typ", "JWT");
        if (!id.isEmpty()) {
            header = header.with("kid", id);
        }
        JsonValue claims = JsonValue.EMPTY_OBJECT
                .with("iss", account)
                .with("scope", SCOPE)
                .with("aud", tokenUri.toString())
                .with("iat", now.getEpochSecond())
                .with("exp", now.getEpochSecond() + LIFETIME);
        String signed = base64(header.toJson()) + "." + base64(claims.toJson());
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The account; never the key. */
    @Override
    public String toString() {
        return "ServiceAccountKey[" + account + ", <redacted>]";
    }
}
