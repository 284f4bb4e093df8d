package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegistryCredentialTest {
    static Stream<RegistryCredential> all() {
        return Stream.of(
                RegistryCredential.anonymous(),
                RegistryCredential.basic("alice", "hush-hush"),
                RegistryCredential.bearer("hush-hush"),
                RegistryCredential.identityToken("hush-hush"),
                RegistryCredential.clientCertificate(new byte[] {1, 2, 3}, "hush-hush"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void secretsAreNotShown(RegistryCredential credential) {
        assertThat(credential.toString()).doesNotContain("hush-hush");
    }

    @ParameterizedTest
    @MethodSource("all")
    void credentialsTravelToAgents(RegistryCredential credential) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(credential);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(credential).hasSameHashCodeAs(credential);
        }
    }

    @Test
    void theUserNameOfHelpersForTokensMakesAnIdentityToken() {
        assertThat(RegistryCredential.basic("<token>", "x")).isEqualTo(RegistryCredential.identityToken("x"));
    }

    @Test
    void aColonInTheUserNameIsRefusedInHelmsWords() {
        assertThatThrownBy(() -> RegistryClient.open(
                        "registry.example.com", ConnectionSettings.DEFAULT, RegistryCredential.basic("a:b", "x")))
                .isInstanceOf(RegistryException.class)
                .hasMessage("colons(:) are not allowed in username");
    }

    @Test
    void theLinesOfAKeyAreMaskedAlsoInAnotherJsonText() {
        String key =
                "{\"private_key\": \"-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\\n-----END PRIVATE KEY-----\"}";
        String repeated = key.replace("\\", "\\\\").replace("\"", "\\\"");

        assertThat(RegistryCredential.serviceAccountKey(key).mask("denied: \"" + repeated + "\""))
                .startsWith("denied: ")
                .doesNotContain("MIIEvQ");
    }
}
