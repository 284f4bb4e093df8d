package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.PackagedChart;
import io.jenkins.plugins.ocichart.fixture.SignedChart;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestKeys;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.GnuPg;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dependencies that real Helm has packaged and GnuPG has signed, in a registry and in a classic repository. */
class VerifiedDependenciesTest {
    @Started
    private static AnyRegistry registry;

    @Started
    private static GnuPg gpg;

    @Started
    private static ChartSite site;

    private static String keyring;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeAll
    static void sign(@TempDir Path charts) throws Exception {
        String key = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default");
        keyring = TestKeys.addFile(gpg.export(key));
        EmbeddedHelm.push(SignedChart.pack("web", "1.2.3", charts, gpg, key), "oci://" + registry.host() + "/signed");
        Path folder = Files.createDirectories(charts.resolve("site"));
        SignedChart.pack("db", "1.0.0", folder, gpg, key);
        PackagedChart.pack("unsigned", "1.0.0", folder);
        SignedChart.pack("eves", "1.0.0", folder, gpg, gpg.newKey("Eve", "ed25519", "default"));
        HelmProgram.three().run("repo", "index", folder.toString());
        site.serving(folder);
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
    }

    private OciChartDependencyUpdateStep update(String second) throws Exception {
        Files.writeString(
                build.workspace().resolve("Chart.yaml"),
                "apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies:\n- name: web\n  version: ^1\n  repository: oci://"
                        + registry.host() + "/signed\n- name: " + second + "\n  version: ^1\n  repository: "
                        + site.url()
                        + "\n");
        OciChartDependencyUpdateStep step = new OciChartDependencyUpdateStep();
        step.keyringCredentialsId = keyring;
        return step;
    }

    @Test
    void areWrittenIfAllAreSigned() throws Exception {
        build.run(update("db"));
        assertThat(build.workspace().resolve("charts/web-1.2.3.tgz")).exists();
        assertThat(build.workspace().resolve("charts/db-1.0.0.tgz")).exists();
        assertThat(build.console()).contains("Signed by: Ann <ann@example.com>");
    }

    @Test
    void areNotWrittenIfOneIsNot() throws Exception {
        for (String other : new String[] {"unsigned", "eves"}) {
            assertThatThrownBy(() -> build.run(update(other)))
                    .isExactlyInstanceOf(AbortException.class)
                    .hasMessageStartingWith("cannot verify " + site.url() + ": " + other + "-1.0.0.tgz: ");
            assertThat(build.workspace().resolve("charts")).doesNotExist();
            assertThat(build.workspace().resolve("Chart.lock")).doesNotExist();
        }
    }
}
