package io.jenkins.plugins.ocichart.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingRegistryTest {
    @Test
    void countsTheTenRequestsOfHelmsFirstPushSevenOfThemInSequence(@TempDir Path dir) throws Exception {
        Path chart = Files.createDirectories(dir.resolve("web"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: web\nversion: 1.2.3\n");
        EmbeddedHelm.pack(chart, dir);

        try (DockerRegistry registry = DockerRegistry.open();
                RecordingRegistry recording = RecordingRegistry.farFrom(registry.host(), Duration.ofMillis(40))) {
            EmbeddedHelm.push(dir.resolve("web-1.2.3.tgz"), "oci://" + recording.host() + "/charts");

            assertThat(recording.lines()).hasSize(10).last().isEqualTo("PUT /v2/charts/web/manifests/1.2.3 201");
            assertThat(recording.sequenceDepth()).isEqualTo(7);

            recording.clear();
            EmbeddedHelm.show("chart", "oci://" + recording.host() + "/charts/web", "1.2.3");
            assertThat(recording.lines()).hasSize(3);
        }
    }

    @Test
    void helmPushesWithATokenOfTheTokenServer(@TempDir Path dir) throws Exception {
        Path chart = Files.createDirectories(dir.resolve("web"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: web\nversion: 1.2.3\n");
        EmbeddedHelm.pack(chart, dir);

        try (TokenServer tokens = TokenServer.start();
                DockerRegistry registry = DockerRegistry.withTokens(tokens)) {
            EmbeddedHelm.login(registry.host(), TokenServer.USER, TokenServer.PASSWORD);
            assertThat(EmbeddedHelm.push(dir.resolve("web-1.2.3.tgz"), "oci://" + registry.host() + "/charts"))
                    .contains("Digest: sha256:");
            assertThat(tokens.requests())
                    .anySatisfy(line -> assertThat(line).isEqualTo("GET basic repository:charts/web:pull,push"));
        }
    }

    @Test
    void helmLogsInToTheDockerRegistryWithBasic() {
        try (DockerRegistry registry = DockerRegistry.withBasicLogin()) {
            assertThat(EmbeddedHelm.login(registry.host(), DockerRegistry.USER, DockerRegistry.PASSWORD))
                    .contains("Login Succeeded");
        }
    }
}
