package io.jenkins.plugins.ocichart.steps;

import static io.jenkins.plugins.ocichart.fixture.ChartFolders.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.PackagedChart;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.SignedChart;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestKeys;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.GnuPg;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.record.ChartEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciChartShowStepTest {
    @Started("withHelmLogin")
    private static RegistryWithLogin registry;

    @Started
    private static GnuPg gpg;

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
    void showsOnlyWhatIsSigned() throws Exception {
        String key = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default");
        Path archive = SignedChart.pack("web", "1.2.3", Files.createDirectories(build.workspace()), gpg, key);
        EmbeddedHelm.push(archive, "oci://" + registry.host() + "/signed");
        Path unsigned = PackagedChart.pack("web", "2.0.0", build.workspace());
        EmbeddedHelm.push(unsigned, "oci://" + registry.host() + "/signed");
        String shown = EmbeddedHelm.show("all", archive.toString(), null);
        String inRegistry = "oci://" + registry.host() + "/signed/web";

        for (String chart : List.of("web-1.2.3.tgz", inRegistry + ":1.2.3")) {
            assertThat(build.run(verified(chart, key))).isEqualTo(shown);
            assertThat(build.console())
                    .contains("Signed by: Ann <ann@example.com>", "Using Key With Fingerprint: " + key);
        }
        refused(verified("web-2.0.0.tgz", key), "web-2.0.0.tgz");
        refused(verified(inRegistry + ":2.0.0", key), "it has no provenance file");
        String other = gpg.newKey("Eve", "ed25519", "default");
        refused(verified("web-1.2.3.tgz", other), "signature made by unknown entity");
        refused(verified(inRegistry + ":1.2.3", other), "signature made by unknown entity");
        Files.copy(unsigned, archive, StandardCopyOption.REPLACE_EXISTING);
        refused(verified("web-1.2.3.tgz", key), "web-1.2.3.tgz");
        shape("folder", c -> {}).write(build.workspace());
        refused(verified("folder", key), "unpacked charts cannot be verified; name the archive");
    }

    private static OciChartShowStep verified(String chart, String key) throws Exception {
        OciChartShowStep step = new OciChartShowStep(chart);
        step.credentialsId = chart.startsWith("oci:") ? registry.credentials() : "";
        step.keyringCredentialsId = TestKeys.addFile(gpg.export(key));
        return step;
    }

    private void refused(OciChartShowStep step, String line) {
        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining(line)
                .message()
                .hasLineCount(1);
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
