package io.jenkins.plugins.ocichart.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.AbstractBuild;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretMaskTest {
    private static final RegistryCredential LOGIN = RegistryCredential.basic("alice", "pass word/1");

    @Test
    void masksThePassword() throws Exception {
        assertThat(log(LOGIN, false, "docker login -u alice -p 'pass word/1'"))
                .isEqualTo("docker login -u alice -p '****'\n");
    }

    @Test
    void masksTheBasicHeader() throws Exception {
        String header = Base64.getEncoder().encodeToString("alice:pass word/1".getBytes(StandardCharsets.UTF_8));

        assertThat(log(LOGIN, false, "Authorization: Basic " + header)).isEqualTo("Authorization: Basic ****\n");
    }

    @Test
    void masksAUserNameThatIsASecret() throws Exception {
        assertThat(log(LOGIN, true, "user alice")).isEqualTo("user ****\n");
    }

    @Test
    void masksTheFormThatURLsHave() throws Exception {
        assertThat(log(LOGIN, false, "POST /token?password=pass+word%2F1&x=1"))
                .isEqualTo("POST /token?password=****&x=1\n");
    }

    @Test
    void masksTextsAndOtherLogs() {
        SecretMask mask = SecretMask.of(new ResolvedCredential(LOGIN, false), List.of(), StandardCharsets.UTF_8);
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        TaskListener log = () -> new PrintStream(console, true, StandardCharsets.UTF_8);

        mask.mask(log).getLogger().println("registry says: pass word/1");

        assertThat(console.toString(StandardCharsets.UTF_8)).isEqualTo("registry says: ****" + System.lineSeparator());
        assertThat(mask.mask("registry says: pass word/1")).isEqualTo("registry says: ****");
    }

    @Test
    void masksAToken() throws Exception {
        assertThat(log(RegistryCredential.bearer("eyJhbGciOi"), false, "Bearer eyJhbGciOi"))
                .isEqualTo("Bearer ****\n");
    }

    @Test
    void masksEachLineOfAKey() throws Exception {
        String key = "{\n  \"private_key\": \"MIIEvQIBADANBgkqhkiG9w0BAQE\",\n  \"type\": \"service_account\"\n}";

        assertThat(log(RegistryCredential.serviceAccountKey(key), false, key))
                .doesNotContain("MIIEvQIBADANBgkqhkiG9w0BAQE")
                .startsWith("{\n");
    }

    @Test
    void masksTheLoginAndWhatItWasExchangedFor() throws Exception {
        RegistryCredential token = RegistryCredential.basic("AWS", "token-of-twelve-hours");
        SecretMask mask = SecretMask.of(new ResolvedCredential(LOGIN, false), List.of(token), StandardCharsets.UTF_8);

        assertThat(log(mask, "pass word/1, token-of-twelve-hours, QVdTOnRva2VuLW9mLXR3ZWx2ZS1ob3Vycw=="))
                .isEqualTo("****, ****, ****\n");
    }

    @Test
    void leavesTheLogAloneIfThereIsNoSecret() throws Exception {
        assertThat(log(RegistryCredential.anonymous(), false, "hello")).isEqualTo("hello\n");
    }

    private static String log(RegistryCredential credential, boolean userNameSecret, String text) throws Exception {
        return log(
                SecretMask.of(new ResolvedCredential(credential, userNameSecret), List.of(), StandardCharsets.UTF_8),
                text);
    }

    private static String log(SecretMask mask, String text) throws Exception {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        try (OutputStream out = mask.decorateLogger((AbstractBuild<?, ?>) null, console)) {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return console.toString(StandardCharsets.UTF_8);
    }
}
