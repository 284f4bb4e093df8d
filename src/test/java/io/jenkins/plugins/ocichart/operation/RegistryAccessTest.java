package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import java.io.IOException;
import java.nio.file.Path;
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
                ConnectionSettings.DEFAULT, null, Map.of("HOME", dir.toString(), "DOCKER_CONFIG", "no\0path"));
        assertThatThrownBy(() -> access.login(dir, "registry.example.com", ""))
                .isInstanceOf(IOException.class)
                .hasMessage("DOCKER_CONFIG is not a valid path: Nul character not allowed");
    }
}
