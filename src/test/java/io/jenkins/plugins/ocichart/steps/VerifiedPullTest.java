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
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts that Helm has pushed with the provenance that GnuPG signed. */
class VerifiedPullTest {
    @Started
    private static AnyRegistry registry;

    @Started
    private static GnuPg gpg;

    private static String key;
    private static Path archive;
    private static String keyring;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeAll
    static void push(@TempDir Path charts) throws Exception {
        key = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default");
        keyring = TestKeys.addFile(gpg.export(key));
        archive = SignedChart.pack("web", "1.2.3", charts, gpg, key);
        EmbeddedHelm.push(archive, remote());
        EmbeddedHelm.push(PackagedChart.pack("web", "2.0.0", charts), remote());
        Path other = SignedChart.pack("api", "1.0.0", charts, gpg, gpg.newKey("Eve", "ed25519", "default"));
        EmbeddedHelm.push(other, remote());
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
    }

    @Test
    void writesWhatIsSigned() throws Exception {
        OciChartPullStep step = pull("web:1.2.3");
        step.verify = true;
        step.keyringCredentialsId = keyring;

        build.run(step);

        assertThat(build.workspace().resolve("web-1.2.3.tgz")).hasSameBinaryContentAs(archive);
        assertThat(build.workspace().resolve("web-1.2.3.tgz.prov"))
                .hasSameBinaryContentAs(archive.resolveSibling("web-1.2.3.tgz.prov"));
        assertThat(build.console())
                .contains(
                        "Signed by: Ann <ann@example.com>",
                        "Using Key With Fingerprint: " + key,
                        "Chart Hash Verified: ");
        assertThat(ChartEvents.of(build.run())).singleElement().satisfies(chart -> {
            assertThat(chart.getSignedBy()).containsExactly("Ann <ann@example.com>");
            assertThat(chart.getSignatures()).singleElement().satisfies(signature -> {
                assertThat(signature.form).isEqualTo("provenance");
                assertThat(signature.key).isEqualTo(key);
            });
        });
    }

    @Test
    void readsAKeyringOfTheAgent() throws Exception {
        Files.write(build.workspace().resolve("keys.gpg"), gpg.export("--armor", key));
        OciChartPullStep step = pull("web:1.2.3");
        step.keyring = "keys.gpg";

        build.run(step);

        assertThat(build.console()).contains("Signed by: Ann <ann@example.com>");
    }

    @Test
    void keepsOnlyTheFolderOfWhatItUnpacks() throws Exception {
        OciChartPullStep step = pull("web:1.2.3");
        step.keyringCredentialsId = keyring;
        step.untar = true;

        build.run(step);

        assertThat(TestRun.files(build.workspace())).containsExactly("web/Chart.yaml", "web/templates/map.yaml");
    }

    @Test
    void verifiesAPullByDigest() throws Exception {
        Map<?, ?> chart = (Map<?, ?>) build.run(pull("web:1.2.3"));
        OciChartPullStep step = pull("web@" + chart.get("digest"));
        step.keyringCredentialsId = keyring;

        build.run(step);

        assertThat(build.console()).contains("Signed by: Ann <ann@example.com>");
    }

    @Test
    void writesNothingThatNobodySigned() throws Exception {
        OciChartPullStep step = pull("web:2.0.0");
        step.keyringCredentialsId = keyring;

        refused(step, "cannot verify " + registry.host() + "/charts/web:2.0.0: it has no provenance file");
    }

    @Test
    void writesNothingThatAnotherKeySigned() throws Exception {
        OciChartPullStep step = pull("api:1.0.0");
        step.keyringCredentialsId = keyring;
        step.untar = true;

        refused(step, "api:1.0.0: signature made by unknown entity");
    }

    @Test
    void saysWhatIsWrongWithAKeyring() throws Exception {
        OciChartPullStep missing = pull("web:1.2.3");
        missing.keyring = "keys.gpg";
        OciChartPullStep empty = pull("web:1.2.3");
        empty.keyringCredentialsId = TestKeys.addFile(new byte[0]);
        OciChartPullStep unknown = pull("web:1.2.3");
        unknown.keyringCredentialsId = "nothing";
        OciChartPullStep otherKind = pull("web:1.2.3");
        otherKind.keyringCredentialsId = TestKeys.addText("text");
        OciChartPullStep both = pull("web:1.2.3");
        both.keyring = "keys.gpg";
        both.keyringCredentialsId = keyring;

        refused(missing, "failed to load keyring keys.gpg: no such file or folder");
        refused(empty, "the keyring holds no keys");
        refused(unknown, "no credentials with the id \"nothing\"");
        refused(otherKind, "OpenPGP keys have to be in a secret file");
        refused(both, "give keyringCredentialsId or keyring, not both");
    }

    @Test
    void saysWhatIsMissingInFipsMode() throws Exception {
        OciChartPullStep step = pull("web:1.2.3");
        step.keyringCredentialsId = keyring;
        System.setProperty("jenkins.security.FIPS140.COMPLIANCE", "true");
        try {
            refused(step, "this Jenkins runs in FIPS mode");
        } finally {
            System.clearProperty("jenkins.security.FIPS140.COMPLIANCE");
        }
    }

    private void refused(OciChartPullStep step, String line) throws Exception {
        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining(line)
                .hasMessageNotContaining("\n");
        assertThat(TestRun.files(build.workspace())).isEmpty();
        assertThat(ChartEvents.of(build.run())).isEmpty();
    }

    private static OciChartPullStep pull(String chart) {
        return new OciChartPullStep(remote() + "/" + chart);
    }

    private static String remote() {
        return "oci://" + registry.host() + "/charts";
    }
}
