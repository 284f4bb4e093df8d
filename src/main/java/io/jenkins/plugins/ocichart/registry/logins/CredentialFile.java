package io.jenkins.plugins.ocichart.registry.logins;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A file that holds a login: Docker's {@code config.json}, or the key of a Google service account. */
public final class CredentialFile {

    private CredentialFile() {}

    /**
     * Finds the login for a registry. A Google key serves for every one: Google's registries take it as the password of the
     * user {@code _json_key}.
     *
     * @param text the file's content
     * @param origin what to call it in messages; the content itself is never quoted
     * @param host {@code host[:port]}
     * @throws RegistryException if it is neither kind of file
     */
    public static Optional<RegistryCredential> find(String text, String origin, String host) throws RegistryException {
        return isGoogleKey(text)
                ? Optional.of(RegistryCredential.serviceAccountKey(text))
                : DockerConfig.parse(text, origin).find(host);
    }

    private static boolean isGoogleKey(String text) {
        try {
            JsonValue json = JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
            return json.member("type").asString("").equals("service_account");
        } catch (IOException e) {
            return false; // DockerConfig says what is wrong with it
        }
    }
}
