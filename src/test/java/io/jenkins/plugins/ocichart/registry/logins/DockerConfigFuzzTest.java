package io.jenkins.plugins.ocichart.registry.logins;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.ocichart.fixture.Cost;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import java.nio.charset.StandardCharsets;

/** The file comes from an agent's home, or from a credential; our own logins are written beside what is in it. */
class DockerConfigFuzzTest {
    private static final String HOST = "registry.example.com";

    @FuzzTest
    void isReadOrRefused(byte[] input) throws Exception {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            DockerConfig config = Cost.limited(64, () -> DockerConfig.parse(text, "config.json"));
            RegistryCredential login = RegistryCredential.basic("alice", "hush:hush");
            config.helperFor(HOST);

            DockerConfig more = DockerConfig.parse(config.with(HOST, login).toJson(), "new file");
            assertThat(more.find(HOST)).contains(login);
            assertThat(more.without(HOST).find(HOST)).isEmpty();
            Cost.limited(64, () -> config.find(HOST));
        } catch (RegistryException e) {
            Cost.requireOneLine(e.getMessage());
        }
        try {
            Cost.limited(64, () -> CredentialFile.find(text, "config.json", HOST));
        } catch (RegistryException e) {
            Cost.requireOneLine(e.getMessage());
        }
    }
}
