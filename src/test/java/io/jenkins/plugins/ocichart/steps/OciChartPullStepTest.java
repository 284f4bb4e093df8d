package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import hudson.tasks.Fingerprinter;
import io.jenkins.plugins.ocichart.fixture.PackagedChart;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciChartPullStepTest {
    @Started("withHelmLogin")
    private static RegistryWithLogin registry;

    private static String credentials;
    private static Path archive;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeAll
    static void start(@TempDir Path charts) throws Exception {
        credentials = registry.credentials();
        PackagedChart.pack("web", "1.2.3", charts);
        archive = charts.resolve("web-1.2.3.tgz");
        EmbeddedHelm.push(archive, "oci://" + registry.host() + "/charts");
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
    }

    @Test
    void pullsWhatHelmPushed() throws Exception {
        OciChartPullStep step = pull();
        step.version = "1.2.3";

        build.run(step);

        assertThat(build.workspace().resolve("web-1.2.3.tgz")).hasSameBinaryContentAs(archive);
        assertThat(build.console()).contains("Pulled: " + registry.host() + "/charts/web:1.2.3", "Digest: sha256:");
    }

    @Test
    void answersWithAMap() throws Exception {
        Map<?, ?> chart = (Map<?, ?>) build.run(pull());

        assertThat(chart.keySet().stream().map(String::valueOf).toList()).containsExactly(ChartResult.keysAnd("path"));
        assertThat(chart.get("ref")).isEqualTo(registry.host() + "/charts/web:1.2.3");
        assertThat(chart.get("chartSize")).isEqualTo(Files.size(archive));
        assertThat(build.workspace().resolve((String) chart.get("path"))).isRegularFile();
    }

    @Test
    void unpacksTheChart() throws Exception {
        OciChartPullStep step = pull();
        step.destination = "charts";
        step.untar = true;
        step.untarDir = "unpacked";

        Map<?, ?> chart = (Map<?, ?>) build.run(step);

        assertThat(TestRun.files(build.workspace()))
                .containsExactly("charts/unpacked/web/Chart.yaml", "charts/unpacked/web/templates/map.yaml");
        assertThat(build.workspace().resolve((String) chart.get("path")))
                .isEqualTo(build.workspace().resolve("charts/unpacked/web"));
    }

    @Test
    void recordsFingerprintsOfArchiveAndManifest() throws Exception {
        Map<?, ?> chart = (Map<?, ?>) build.run(pull());

        assertThat(build.run().getAction(Fingerprinter.FingerprintAction.class).getRecords())
                .containsOnlyKeys("web-1.2.3.tgz", (String) chart.get("ref"));
    }

    @Test
    void recordsNoFingerprintIfThatIsTurnedOff() throws Exception {
        OciChartPullStep step = pull();
        step.fingerprint = false;

        build.run(step);

        assertThat(build.run().getAction(Fingerprinter.FingerprintAction.class)).isNull();
    }

    @Test
    void leavesNothingIfThereIsNoSuchVersion() throws Exception {
        OciChartPullStep step = pull();
        step.version = "9.9.9";

        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("9.9.9");
        assertThat(TestRun.files(build.workspace())).isEmpty();
    }

    @Test
    void verifiesOnlyWithAKeyring() throws Exception {
        OciChartPullStep step = pull();
        step.verify = true;

        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContainingAll("verify needs a keyring", "keyringCredentialsId", "keyring,");
        assertThat(TestRun.files(build.workspace())).isEmpty();
    }

    @Test
    void usesTheAgentsOwnLoginIfThereIsNoOther() throws Exception {
        Path config = Files.createDirectories(directory.resolve("build/.config/helm/registry"));
        Files.copy(
                Path.of(System.getenv("HELM_CONFIG_HOME"), "registry", "config.json"), config.resolve("config.json"));

        build.run(new OciChartPullStep(chart()));

        assertThat(build.console()).contains("Pulled: ");
    }

    private static OciChartPullStep pull() {
        OciChartPullStep step = new OciChartPullStep(chart());
        step.credentialsId = credentials;
        return step;
    }

    private static String chart() {
        return "oci://" + registry.host() + "/charts/web";
    }
}
