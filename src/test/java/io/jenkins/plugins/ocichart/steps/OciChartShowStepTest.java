package io.jenkins.plugins.ocichart.steps;

import static io.jenkins.plugins.ocichart.fixture.ChartFolders.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.PackagedChart;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.record.ChartEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciChartShowStepTest {
    @Started("withHelmLogin")
    private static RegistryWithLogin registry;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
    }

    @Test
    void showsAChartInARegistryAndLeavesNothingBehind() throws Exception {
        Path archive = PackagedChart.pack("web", "1.2.3", directory);
        EmbeddedHelm.push(archive, "oci://" + registry.host() + "/shown");
        OciChartShowStep step = new OciChartShowStep("oci://" + registry.host() + "/shown/web");
        step.what = "chart";
        step.credentialsId = registry.credentials();

        assertThat(build.run(step)).isEqualTo(EmbeddedHelm.show("chart", archive.toString(), null));
        assertThat(build.console()).contains("Pulled: " + registry.host() + "/shown/web:1.2.3", "Digest: sha256:");
        assertThat(build.workspace()).isEmptyDirectory();
        assertThat(ChartEvents.of(build.run())).isEmpty();
    }

    @Test
    void showsAllOfAFolderOfTheWorkspace() throws Exception {
        Path folder = shape("web", c -> c.file("values.yaml", "a: 1\n").file("README.md", "text\n"))
                .write(build.workspace());

        assertThat(build.run(new OciChartShowStep("web"))).isEqualTo(EmbeddedHelm.show("all", folder.toString(), null));
    }

    @Test
    void anotherPartThanHelmHasIsRefused() {
        OciChartShowStep step = new OciChartShowStep("web");
        step.what = "templates";

        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessage("what is \"templates\": give all, chart, values, readme or crds");
    }

    @Test
    void aMissingFolderIsNamed() throws Exception {
        Files.createDirectories(build.workspace());

        assertThatThrownBy(() -> build.run(new OciChartShowStep("charts/web")))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageStartingWith("'charts/web': no such file or folder in ");
    }
}
