package io.jenkins.plugins.ocichart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingRegistryTest {
    @Test
    void countsTheTenRequestsOfHelmsFirstPush(@TempDir Path dir, @Started DockerRegistry registry) throws Exception {
        try (RecordingRegistry recording = RecordingRegistry.farFrom(registry.host(), Duration.ofMillis(40))) {
            firstPush("web", dir, recording);
            assertThat(recording.lines()).hasSize(10).last().isEqualTo("PUT /v2/charts/web/manifests/1.2.3 201");

            recording.clear();
            EmbeddedHelm.show("chart", "oci://" + recording.host() + "/charts/web", "1.2.3");
            assertThat(recording.lines()).hasSize(3);
        }
    }

    @Test
    void countsSevenOfThemInSequence(@TempDir Path dir, @Started DockerRegistry registry) throws Exception {
        try (RecordingRegistry recording = RecordingRegistry.farFrom(registry.host(), Duration.ofMillis(40))) {
            // A busy machine may keep requests apart that Helm sends at the same time, but never joins others.
            int least = Integer.MAX_VALUE;
            for (String name : List.of("web", "api", "db", "cache", "mail")) {
                if (least == 7) {
                    break;
                }
                recording.clear();
                firstPush(name, dir, recording);
                least = Math.min(least, recording.sequenceDepth());
            }
            assertThat(least).isEqualTo(7);
        }
    }

    private static void firstPush(String name, Path dir, RecordingRegistry recording) throws Exception {
        Path chart = Files.createDirectories(dir.resolve(name));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: " + name + "\nversion: 1.2.3\n");
        EmbeddedHelm.pack(chart, dir);
        EmbeddedHelm.push(dir.resolve(name + "-1.2.3.tgz"), "oci://" + recording.host() + "/charts");
    }

    @Test
    void helmPushesWithATokenOfTheTokenServer(@TempDir Path dir, @Started TokenServer tokens) throws Exception {
        Path chart = Files.createDirectories(dir.resolve("web"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: web\nversion: 1.2.3\n");
        EmbeddedHelm.pack(chart, dir);

        try (DockerRegistry registry = tokens.registry()) {
            EmbeddedHelm.login(registry.host(), TokenServer.USER, TokenServer.PASSWORD);
            assertThat(EmbeddedHelm.push(dir.resolve("web-1.2.3.tgz"), "oci://" + registry.host() + "/charts"))
                    .contains("Digest: sha256:");
            assertThat(tokens.requests())
                    .anySatisfy(line -> assertThat(line).isEqualTo("GET basic repository:charts/web:pull,push"));
        }
    }

    @Test
    void helmLogsInToTheDockerRegistryWithBasic(@Started("withBasicLogin") DockerRegistry registry) {
        assertThat(EmbeddedHelm.login(registry.host(), DockerRegistry.USER, DockerRegistry.PASSWORD))
                .contains("Login Succeeded");
    }
}
