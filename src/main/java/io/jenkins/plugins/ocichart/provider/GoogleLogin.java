package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Google Artifact Registry. The users {@code _json_key}, {@code _json_key_base64} and {@code oauth2accesstoken} have passwords
 * already; the key file of a service account is exchanged for an access token that is good for an hour, so that the key
 * itself goes to Google's token server only, and as a signature.
 */
record GoogleLogin(ProviderApi api) implements Provider {
    static final Set<String> VARIABLES = Set.of("GOOGLE_APPLICATION_CREDENTIALS");

    private static final Pattern HOST = Pattern.compile(
            "(?:[a-z0-9-]+-)?docker\\.pkg\\.dev|docker\\.[a-z0-9-]+\\.rep\\.pkg\\.dev|(?:(?:us|eu|asia)\\.)?gcr\\.io");

    /** Empty if the host, in lower case, isn't one of Google's registries. */
    static Optional<Provider> of(String host, ProviderApi api) {
        return HOST.matcher(host).matches() ? Optional.of(new GoogleLogin(api)) : Optional.empty();
    }

    @Override
    public RegistryCredential exchange(RegistryCredential login) throws IOException, InterruptedException {
        String what = "the Google key";
        return login.kind() == RegistryCredential.Kind.SERVICE_ACCOUNT_KEY
                ? accessToken(ServiceAccountKey.parse(
                        ProviderApi.json(login.secret().getBytes(StandardCharsets.UTF_8), what), what))
                : login;
    }

    /**
     * A service account whose key {@code GOOGLE_APPLICATION_CREDENTIALS} names, or that of the machine or pod. Other kinds of
     * credentials in that file are passed over.
     */
    @Override
    public Optional<RegistryCredential> ofMachine(Map<String, String> environment, MetadataService metadata)
            throws IOException, InterruptedException {
        String file = environment.getOrDefault("GOOGLE_APPLICATION_CREDENTIALS", "");
        if (!file.isBlank()) {
            JsonValue json = ProviderApi.json(
                    ProviderApi.file(file, "GOOGLE_APPLICATION_CREDENTIALS names " + file + ", which cannot be read")
                            .getBytes(StandardCharsets.UTF_8),
                    file);
            if (json.member("type").asString("").equals("service_account")) {
                return Optional.of(accessToken(ServiceAccountKey.parse(json, file)));
            }
        }
        return metadata.json(
                        "/computeMetadata/v1/instance/service-accounts/default/token",
                        Map.of("Metadata-Flavor", "Google"))
                .map(json -> json.member("access_token").asString(""))
                .filter(token -> !token.isEmpty())
                .map(token -> RegistryCredential.basic("oauth2accesstoken", token));
    }

    private RegistryCredential accessToken(ServiceAccountKey key) throws IOException, InterruptedException {
        return RegistryCredential.basic("oauth2accesstoken", key.accessToken(api, Instant.now()));
    }
}
