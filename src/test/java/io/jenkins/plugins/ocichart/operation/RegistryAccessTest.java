package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryAccessTest {
    @TempDir
    Path dir;

    @Test
    void theVariablesOfAWindowsAgentAreSelectedThoughTheirNamesAreInAnotherCase() {
        Map<String, String> environment = Map.of("Path", "C:\\bin", "AppData", "C:\\data", "TOKEN", "secret");
        assertThat(RegistryAccess.select(environment)).containsOnlyKeys("Path", "AppData");
    }

    @Test
    void aVariableThatIsNoPathIsNamedInOneLine() {
        RegistryAccess access = new RegistryAccess(
                ConnectionSettings.DEFAULT,
                null,
                Map.of("APPDATA", dir.toString(), "HOME", dir.toString(), "DOCKER_CONFIG", "no\0path"));
        assertThatThrownBy(() -> access.login(dir, "registry.example.com", ""))
                .isInstanceOf(IOException.class)
                .hasMessage("DOCKER_CONFIG is not a valid path: Nul character not allowed");
    }

    private static RegistryAccess access(RegistryCredential credential, Map<String, String> environment) {
        return new RegistryAccess(ConnectionSettings.DEFAULT, credential, environment);
    }

    /** Docker's file with one login. */
    private Map<String, String> machine() throws IOException {
        String login = Base64.getEncoder().encodeToString("ann:secret".getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                dir.resolve("config.json"), "{\"auths\":{\"registry.example.com\":{\"auth\":\"" + login + "\"}}}");
        return Map.of("HOME", dir.toString(), "DOCKER_CONFIG", dir.toString());
    }

    @Test
    void theCredentialGoesBeforeTheMachinesLogin() throws Exception {
        RegistryCredential bob = RegistryCredential.basic("bob", "hidden");

        assertThat(access(bob, machine()).login(dir, "registry.example.com", ""))
                .isSameAs(bob);
        assertThat(access(null, machine())
                        .login(dir, "registry.example.com", "")
                        .user())
                .isEqualTo("ann");
    }

    @Test
    void aMachineWithoutALoginIsNobody() throws Exception {
        assertThat(access(null, machine()).login(dir, "other.example.com", ""))
                .isEqualTo(RegistryCredential.anonymous());
        assertThat(access(null, Map.of()).login(dir, "other.example.com", ""))
                .isEqualTo(RegistryCredential.anonymous());
    }

    @Test
    void theRegistryGetsTheLogin(@Started SimulatedRegistry registry) throws Exception {
        registry.always("GET", "/v2/", e -> {
            if (e.header("authorization") == null) {
                e.respond(401, Map.of("WWW-Authenticate", "Basic realm=\"x\""), new byte[0]);
            } else {
                registry.answer(e);
            }
        });
        new StoredContent(registry, "charts/web").index("1.0.0", List.of());

        try (RegistryClient client =
                access(RegistryCredential.basic("bob", "hidden"), Map.of()).open(dir, registry.host(), "charts/web")) {
            assertThat(client.repository("charts/web").manifest("1.0.0").isIndex())
                    .isTrue();
        }
        assertThat(registry.headers())
                .last()
                .satisfies(headers -> assertThat(headers.get("authorization"))
                        .isEqualTo("Basic "
                                + Base64.getEncoder().encodeToString("bob:hidden".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void noSecretIsInItsText() {
        assertThat(access(RegistryCredential.basic("bob", "hidden"), Map.of("AWS_SECRET_ACCESS_KEY", "topsecret")))
                .asString()
                .startsWith("RegistryAccess[settings=")
                .contains("bob")
                .doesNotContain("hidden")
                .doesNotContain("topsecret");
    }

    @Test
    void theVariablesLeadToLoginsOnTheMachineAndOfProviders() {
        assertThat(RegistryAccess.variableNames()).contains("HELM_REGISTRY_CONFIG", "DOCKER_CONFIG", "AWS_PROFILE");
    }
}
