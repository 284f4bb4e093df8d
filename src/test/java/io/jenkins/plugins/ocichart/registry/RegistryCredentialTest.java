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

    @Test
    void credentialsAreEqualIfAllOfTheirPartsAre() {
        assertThat(all()).doesNotHaveDuplicates();
        assertThat(all().map(RegistryCredential::hashCode)).doesNotHaveDuplicates();
        assertThat(RegistryCredential.basic("alice", "x"))
                .isEqualTo(RegistryCredential.basic("alice", "x"))
                .isNotEqualTo(RegistryCredential.basic("alice", "y"))
                .isNotEqualTo(RegistryCredential.basic("bob", "x"))
                .isNotEqualTo(RegistryCredential.serviceAccountKey("x"))
                .isNotEqualTo("x");
        assertThat(RegistryCredential.clientCertificate(new byte[] {1}, "x"))
                .isNotEqualTo(RegistryCredential.clientCertificate(new byte[] {2}, "x"));
    }

    @Test
    void aKeyStoreIsKeptAsItWas() {
        byte[] keyStore = {1, 2, 3};
        RegistryCredential credential = RegistryCredential.clientCertificate(keyStore, "x");
        keyStore[0] = 9;
        credential.keyStore()[1] = 9;

        assertThat(credential.keyStore()).containsExactly(1, 2, 3);
        assertThat(credential.kind()).isEqualTo(RegistryCredential.Kind.CLIENT_CERTIFICATE);
        assertThat(RegistryCredential.anonymous().keyStore()).isNull();
    }

    @Test
    void whatIsShownNamesKindAndUser() {
        assertThat(all())
                .extracting(RegistryCredential::toString)
                .containsExactly(
                        "RegistryCredential[anonymous]",
                        "RegistryCredential[user=alice, password=<redacted>]",
                        "RegistryCredential[bearer=<redacted>]",
                        "RegistryCredential[identity_token=<redacted>]",
                        "RegistryCredential[client_certificate=<redacted>]");
    }

    /** The text itself, as it stands in URLs and in an Authorization header, and the long lines of a key. */
    @Test
    void aSecretHasSeveralForms() {
        assertThat(RegistryCredential.basic("alice", "a b").secretForms())
                .containsExactly("a b", "a+b", "YWxpY2U6YSBi");
        String key = "short\n" + "19-characters-long-" + "\n" + "20-characters-long--" + "\n";
        assertThat(RegistryCredential.bearer(key).secretForms())
                .contains("20-characters-long--")
                .doesNotContain("short", "19-characters-long-");
        assertThat(RegistryCredential.anonymous().secretForms()).isEmpty();
        assertThat(RegistryCredential.basic("alice", "").secretForms()).containsExactly("YWxpY2U6");
    }
}
