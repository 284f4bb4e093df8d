package io.jenkins.plugins.ocichart.helm;

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
import io.jenkins.plugins.ocichart.peer.KubernetesApi;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.record.ChartEvents;
import io.jenkins.plugins.ocichart.steps.OciChartUpgradeStep;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only what is verified is deployed: charts that Helm has pushed with the provenance that GnuPG signed. */
class VerifiedDeployTest {
    @Started
    private static AnyRegistry registry;

    @Started
    private static GnuPg gpg;

    @Started
    private static KubernetesApi kubernetes;

    private static String keyring;

    @TempDir
    private Path directory;

    @BeforeAll
    static void push(@TempDir Path charts) throws Exception {
        String key = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default");
        keyring = TestKeys.addFile(gpg.export(key));
        EmbeddedHelm.push(SignedChart.pack("web", "1.2.3", charts, gpg, key), "oci://" + registry.host() + "/signed");
        EmbeddedHelm.push(PackagedChart.pack("web", "2.0.0", charts), "oci://" + registry.host() + "/signed");
    }

    @Test
    void deploysASignedChartAndRecordsWhoSignedIt() throws Exception {
        StepBuild build = build();
        build.run(step("1.2.3"));

        assertThat(build.console()).contains("Signed by: Ann <ann@example.com>", "environment staging: deployed");
        assertThat(ChartEvents.of(build.run()))
                .singleElement()
                .satisfies(chart -> assertThat(chart.getSignedBy()).containsExactly("Ann <ann@example.com>"));
    }

    @Test
    void givesHelmNoChartThatIsNotSigned() throws Exception {
        StepBuild build = build();
        assertThatThrownBy(() -> build.run(step("2.0.0")))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("web:2.0.0");

        assertThat(directory.resolve("arguments"))
                .content()
                .contains(" version ")
                .doesNotContain("upgrade");
        assertThat(ChartEvents.of(build.run())).isEmpty();
        assertThat(build.temporaryFiles()).isEmpty();
    }

    @Test
    void verifiesNoChartOfTheWorkspace() throws Exception {
        OciChartUpgradeStep step = new OciChartUpgradeStep("verified", "web-1.2.3.tgz");
        step.keyringCredentialsId = keyring;
        assertThatThrownBy(() -> build().run(step)).hasMessageContaining("ociChartVerify");
    }

    private StepBuild build() throws Exception {
        return Helms.build(directory, "helm4")
                .withVariable("KUBECONFIG", kubernetes.kubeconfigFile().toString());
    }

    private static OciChartUpgradeStep step(String version) {
        OciChartUpgradeStep step = new OciChartUpgradeStep("verified", "oci://" + registry.host() + "/signed/web");
        step.version = version;
        step.keyringCredentialsId = keyring;
        step.environment = "staging";
        return step;
    }
}
