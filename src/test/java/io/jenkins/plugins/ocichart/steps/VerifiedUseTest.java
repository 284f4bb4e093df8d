package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.PackagedChart;
import io.jenkins.plugins.ocichart.fixture.SignedChart;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestKeys;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.GnuPg;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.record.ChartEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps other than a pull use what has provenance by a key of the keyring, and nothing else. */
class VerifiedUseTest {
    @Started
    private static AnyRegistry registry;

    @Started
    private static GnuPg gpg;

    private static String key;
    private static String keyring;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeAll
    static void push(@TempDir Path charts) throws Exception {
        key = gpg.newKey("Ann <ann@example.com>", "ed25519", "default");
        keyring = TestKeys.addFile(gpg.export(key));
        EmbeddedHelm.push(SignedChart.pack("web", "1.2.3", charts, gpg, key), remote());
        EmbeddedHelm.push(PackagedChart.pack("web", "2.0.0", charts), remote());
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
    }

    @Test
    void copiesWhatIsSigned() throws Exception {
        build.run(copy("1.2.3"));

        assertThat(build.console()).contains("Signed by: Ann <ann@example.com>");
        assertThat(ChartEvents.of(build.run()))
                .singleElement()
                .satisfies(chart -> assertThat(chart.getSignedBy()).containsExactly("Ann <ann@example.com>"));
    }

    @Test
    void copiesNothingElse() throws Exception {
        assertThatThrownBy(() -> build.run(copy("2.0.0")))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("it has no provenance file");
        assertThat(ChartEvents.of(build.run())).isEmpty();
    }

    @Test
    void fetchesDependenciesThatAreSigned() throws Exception {
        build.run(dependencies("1.2.3"));

        assertThat(build.workspace().resolve("app/charts/web-1.2.3.tgz")).isRegularFile();
    }

    @Test
    void fetchesNoOtherDependencies() throws Exception {
        OciChartDependencyUpdateStep step = dependencies("2.0.0");

        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("it has no provenance file");
        assertThat(TestRun.files(build.workspace())).containsExactly("app/Chart.yaml");
    }

    @Test
    void showsOnlyWhatIsSigned() throws Exception {
        Path signed = SignedChart.pack("web", "1.2.3", build.workspace(), gpg, key);
        PackagedChart.pack("web", "2.0.0", build.workspace());

        for (String chart :
                List.of(remote() + "/web:1.2.3", signed.getFileName().toString())) {
            assertThat((String) build.run(show(chart))).contains("version: 1.2.3");
        }
        for (String chart : List.of(remote() + "/web:2.0.0", "web-2.0.0.tgz")) {
            assertThatThrownBy(() -> build.run(show(chart)))
                    .isExactlyInstanceOf(AbortException.class)
                    .hasMessageContaining("provenance file");
        }
    }

    private static OciChartShowStep show(String chart) {
        OciChartShowStep step = new OciChartShowStep(chart);
        step.keyringCredentialsId = keyring;
        return step;
    }

    private OciChartDependencyUpdateStep dependencies(String version) throws Exception {
        Path folder = Files.createDirectories(build.workspace().resolve("app"));
        Files.writeString(folder.resolve("Chart.yaml"), """
                apiVersion: v2
                name: app
                version: 1.0.0
                dependencies:
                - name: web
                  version: %s
                  repository: %s
                """.formatted(version, remote()));
        OciChartDependencyUpdateStep step = new OciChartDependencyUpdateStep();
        step.chart = "app";
        step.keyringCredentialsId = keyring;
        return step;
    }

    private static OciChartCopyStep copy(String version) {
        OciChartCopyStep step = new OciChartCopyStep(remote() + "/web:" + version, remote() + "/copies");
        step.keyringCredentialsId = keyring;
        return step;
    }

    private static String remote() {
        return "oci://" + registry.host() + "/charts";
    }
}
