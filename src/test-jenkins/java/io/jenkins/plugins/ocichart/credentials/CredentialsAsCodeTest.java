package io.jenkins.plugins.ocichart.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The plugin's own kinds of credentials as code. */
@WithJenkinsConfiguredWithCode
class CredentialsAsCodeTest {
    @Test
    @ConfiguredWithCode("credentials.yaml")
    void areRead(JenkinsConfiguredWithCodeRule jenkins) {
        assertThat(SystemCredentialsProvider.getInstance().getCredentials())
                .satisfiesExactly(
                        token -> assertThat(((IdentityTokenCredentials) token)
                                        .getToken()
                                        .getPlainText())
                                .isEqualTo("plain-identity-token"),
                        config -> assertThat(((DockerConfigCredentials) config)
                                        .getConfig()
                                        .getPlainText())
                                .contains("registry.example.com"));
    }

    @Test
    @ConfiguredWithCode("credentials.yaml")
    void areWrittenWithTheirSecretsEncrypted(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        ByteArrayOutputStream yaml = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(yaml);

        assertThat(yaml.toString(StandardCharsets.UTF_8))
                .contains("ociIdentityToken:", "ociDockerConfig:", "token: \"{AQAA", "config: \"{AQAA")
                .doesNotContain("plain-identity-token", "YWxpY2U6c2VjcmV0");
    }
}
