package io.jenkins.plugins.ocichart.registry.logins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import org.junit.jupiter.api.Test;

class CredentialFileTest {
    @Test
    void aGoogleKeyIsForEveryRegistry() throws Exception {
        String key = "{\"type\": \"service_account\", \"private_key\": \"x\"}";

        assertThat(CredentialFile.find(key, "file", "h.example.com"))
                .contains(RegistryCredential.serviceAccountKey(key));
    }

    @Test
    void aLoginFileIsForItsRegistries() throws Exception {
        String file = "{\"type\": \"other\", \"auths\": {\"h.example.com\": {\"auth\": \"YWxpY2U6c2VjcmV0\"}}}";

        assertThat(CredentialFile.find(file, "file", "h.example.com"))
                .contains(RegistryCredential.basic("alice", "secret"));
        assertThat(CredentialFile.find(file, "file", "other.example.com")).isEmpty();
    }

    @Test
    void anyOtherFileIsRefusedWithoutItsContent() {
        assertThatThrownBy(() -> CredentialFile.find("hush-hush", "the file x", "h.example.com"))
                .hasMessageContaining("the file x")
                .hasMessageNotContaining("hush-hush");
    }
}
