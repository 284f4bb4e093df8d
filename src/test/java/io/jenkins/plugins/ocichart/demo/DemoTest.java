package io.jenkins.plugins.ocichart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @Test
    void chartGoesFromTheJenkinsfileToTheRegistryAndBack(@TempDir Path directory) throws Exception {
        ByteArrayOutputStream console = new ByteArrayOutputStream();

        boolean succeeded = new Demo(directory, new PrintStream(console, true, StandardCharsets.UTF_8)).run();

        String text = console.toString(StandardCharsets.UTF_8);
        assertThat(succeeded).as(text).isTrue();
        assertThat(text)
                .contains("Login Succeeded", "/charts/web:1.2.3", "/charts/api:0.4.0_build.7", "\"schemaVersion\"")
                .contains("message: \"Hello from an OCI registry\"")
                .contains("versions of web, newest first: 1.2.3")
                .doesNotContain("WARNING", EmbeddedRegistry.PASSWORD);
        assertThat(directory.resolve("workspace/pulled/web/Chart.yaml")).exists();
        assertThat(directory.resolve("workspace@tmp")).isEmptyDirectory();
    }
}
