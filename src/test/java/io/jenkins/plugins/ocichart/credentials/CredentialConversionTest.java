package io.jenkins.plugins.ocichart.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.CredentialsDescriptor;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsUnavailableException;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.AbortException;
import hudson.model.Descriptor;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.junit.jupiter.api.Test;

class CredentialConversionTest {
    private static final RegistryHost HOST = RegistryHost.parse("registry.example.com");

    @Test
    void takesUserNameAndPassword() throws Exception {
        assertThat(CredentialConversion.convert(new UserPassword("alice", "secret"), HOST))
                .isEqualTo(RegistryCredential.basic("alice", "secret"));
    }

    @Test
    void takesASecretTextAsTheRegistrysToken() throws Exception {
        assertThat(CredentialConversion.convert(new Text("eyJhbGci"), HOST))
                .isEqualTo(RegistryCredential.bearer("eyJhbGci"));
    }

    @Test
    void takesTheRegistrysEntryOfADockerFile() throws Exception {
        String config = """
                {"auths": {
                  "registry.example.com": {"auth": "YWxpY2U6c2VjcmV0"},
                  "other.example.com": {"auth": "Ym9iOm90aGVy"}
                }}
                """;

        assertThat(CredentialConversion.convert(new SecretFile(config), HOST))
                .isEqualTo(RegistryCredential.basic("alice", "secret"));
    }

    @Test
    void takesAnIdentityTokenAsOneThoughItIsASecretTextToo() throws Exception {
        StandardCredentials token =
                new IdentityTokenCredentials(CredentialsScope.GLOBAL, "token", "", Secret.fromString("eyJhbGci"));

        assertThat(CredentialConversion.convert(token, HOST)).isEqualTo(RegistryCredential.identityToken("eyJhbGci"));
        assertThat(CredentialConversion.KINDS.matches(token)).isTrue();
    }

    @Test
    void refusesAnEmptyIdentityToken() {
        assertThatThrownBy(() -> new IdentityTokenCredentials(null, "token", "", Secret.fromString(" ")))
                .isInstanceOf(Descriptor.FormException.class)
                .hasMessage("the identity token is empty");
    }

    @Test
    void takesTheRegistrysEntryOfADockerConfiguration() throws Exception {
        StandardCredentials config =
                dockerConfig("{\"auths\": {\"registry.example.com\": {\"auth\": \"YWxpY2U6c2VjcmV0\"},"
                        + " \"https://index.docker.io/v1/\": {\"identitytoken\": \"eyJhbGci\"}}}");

        assertThat(CredentialConversion.convert(config, HOST)).isEqualTo(RegistryCredential.basic("alice", "secret"));
        assertThat(CredentialConversion.convert(config, RegistryHost.parse("docker.io")))
                .isEqualTo(RegistryCredential.identityToken("eyJhbGci"));
        assertThat(CredentialConversion.KINDS.matches(config)).isTrue();
    }

    @Test
    void refusesADockerConfigurationThatIsNoneWithoutQuotingIt() {
        assertThatThrownBy(() -> dockerConfig("password: marker"))
                .isInstanceOf(Descriptor.FormException.class)
                .hasMessageContaining("not a Docker config.json")
                .hasMessageNotContaining("marker");
    }

    @Test
    void refusesADockerConfigurationWhoseLoginsAreElsewhere() {
        assertThatThrownBy(() -> dockerConfig("{\"credsStore\": \"desktop\"}"))
                .isInstanceOf(Descriptor.FormException.class)
                .hasMessageContaining("has no logins");
    }

    private static DockerConfigCredentials dockerConfig(String text) throws Descriptor.FormException {
        return new DockerConfigCredentials(CredentialsScope.GLOBAL, "config", "", Secret.fromString(text));
    }

    @Test
    void saysThatADockerFileHasNothingForTheRegistry() {
        assertThatThrownBy(() -> CredentialConversion.convert(new SecretFile("{\"auths\": {}}"), HOST))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("\"login\"")
                .hasMessageContaining("config.json has no login for registry.example.com");
    }

    @Test
    void takesAGoogleKeyAsAPassword() throws Exception {
        String key = "{\"type\": \"service_account\", \"private_key\": \"MIIE\"}";

        assertThat(CredentialConversion.convert(new SecretFile(key), HOST))
                .isEqualTo(RegistryCredential.serviceAccountKey(key));
    }

    @Test
    void doesNotQuoteAFileThatItCannotRead() {
        assertThatThrownBy(() -> CredentialConversion.convert(new SecretFile("password: marker"), HOST))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("config.json")
                .hasMessageNotContaining("marker");
    }

    @Test
    void refusesAHugeFile() {
        assertThatThrownBy(() -> CredentialConversion.convert(new SecretFile(" ".repeat((1 << 20) + 1)), HOST))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("larger than 1 MiB");
    }

    @Test
    void saysThatCredentialsCannotBeReadNow() {
        StandardCredentials vault = new UserPassword("alice", null);

        assertThatThrownBy(() -> CredentialConversion.convert(vault, HOST))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("\"login\"")
                .hasMessageContaining("vault is sealed");
    }

    @Test
    void takesTheKeyOfACertificate() throws Exception {
        TestKeyStore keys = TestKeyStore.create().add("pat", "CN=pat", "EC", null);

        RegistryCredential credential = CredentialConversion.convert(new Certificate(keys.entryAsPkcs12("pat")), HOST);

        assertThat(credential.kind()).isEqualTo(RegistryCredential.Kind.CLIENT_CERTIFICATE);
    }

    @Test
    void saysThatAKeyStoreHasNoKey() throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        empty.store(bytes, TestKeyStore.PASSWORD.toCharArray());

        assertThatThrownBy(() -> CredentialConversion.convert(new Certificate(bytes.toByteArray()), HOST))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("no private key");
    }

    @Test
    void refusesAnotherKind() {
        assertThatThrownBy(() -> CredentialConversion.convert(new Named(), HOST))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("\"login\"")
                .hasMessageContaining("user name with password");
    }

    /** What Jenkins' credentials have in common. */
    private static class Named implements StandardCredentials {
        private static final long serialVersionUID = 1L;

        @Override
        public String getId() {
            return "login";
        }

        @Override
        public String getDescription() {
            return "";
        }

        @Override
        public CredentialsScope getScope() {
            return CredentialsScope.GLOBAL;
        }

        @Override
        public CredentialsDescriptor getDescriptor() {
            throw new UnsupportedOperationException();
        }
    }

    private static final class UserPassword extends Named implements StandardUsernamePasswordCredentials {
        private static final long serialVersionUID = 1L;

        private final String user;
        private final String password;

        UserPassword(String user, String password) {
            this.user = user;
            this.password = password;
        }

        @Override
        public String getUsername() {
            return user;
        }

        @Override
        public Secret getPassword() {
            if (password == null) {
                throw new CredentialsUnavailableException("password", "vault is sealed");
            }
            return Secret.fromString(password);
        }
    }

    private static final class Text extends Named implements StringCredentials {
        private static final long serialVersionUID = 1L;

        private final String text;

        Text(String text) {
            this.text = text;
        }

        @Override
        public Secret getSecret() {
            return Secret.fromString(text);
        }
    }

    private static final class SecretFile extends Named implements FileCredentials {
        private static final long serialVersionUID = 1L;

        private final String content;

        SecretFile(String content) {
            this.content = content;
        }

        @Override
        public String getFileName() {
            return "config.json";
        }

        @Override
        public InputStream getContent() {
            return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class Certificate extends Named implements StandardCertificateCredentials {
        private static final long serialVersionUID = 1L;

        private final byte[] store;

        Certificate(byte[] store) {
            this.store = store;
        }

        @Override
        public Secret getPassword() {
            return Secret.fromString(TestKeyStore.PASSWORD);
        }

        @Override
        public KeyStore getKeyStore() {
            try {
                KeyStore keys = KeyStore.getInstance("PKCS12");
                keys.load(new ByteArrayInputStream(store), TestKeyStore.PASSWORD.toCharArray());
                return keys;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
