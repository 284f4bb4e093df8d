package io.jenkins.plugins.ocichart.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.Started;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersTest {
    @Test
    void helmPackagesPushesAndShowsAChartThroughTheEmbeddedRegistry(
            @TempDir Path dir, @Started EmbeddedRegistry registry) throws Exception {
        Path chart = Files.createDirectories(dir.resolve("web"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: web\nversion: 1.2.3\n");
        EmbeddedHelm.pack(chart, dir);

        EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
        String pushed = EmbeddedHelm.push(dir.resolve("web-1.2.3.tgz"), "oci://" + registry.host() + "/charts");
        assertThat(pushed)
                .contains("Pushed: " + registry.host() + "/charts/web:1.2.3")
                .contains("Digest: sha256:");
        assertThat(EmbeddedHelm.show("chart", "oci://" + registry.host() + "/charts/web", "1.2.3"))
                .contains("name: web");
    }
}
