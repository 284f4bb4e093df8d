package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.SignedChart;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestKeys;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.CosignProgram;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.GnuPg;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.record.ChartEvents;
import io.jenkins.plugins.ocichart.record.RecordedVerification;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OciChartVerifyStepTest {
    @Started
    private static AnyRegistry registry;

    @Started
    private static GnuPg gpg;

    private static String key;
    private static String keyring;

    @TempDir
    Path directory;

    private StepBuild build;
    private Path archive;

    @BeforeAll
    static void makeKey() throws Exception {
        key = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default");
        keyring = TestKeys.addFile(gpg.export(key));
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
        Path folder = Files.createDirectories(build.workspace().resolve("dist"));
        archive = SignedChart.pack("web", "1.2.3", folder, gpg, key);
    }

    @Test
    void verifiesAnArchiveAsHelmDoes() throws Exception {
        OciChartVerifyStep step = verify("dist/web-1.2.3.tgz");

        Map<?, ?> result = (Map<?, ?>) build.run(step);

        String digest = Digest.sha256(Files.readAllBytes(archive)).toString();
        assertThat(result.keySet().stream().map(String::valueOf).toList())
                .containsExactly("digest", "signedBy", "signatures");
        assertThat(result.get("digest")).isEqualTo(digest);
        assertThat(result.get("signedBy")).isEqualTo(List.of("Ann <ann@example.com>"));
        Map<?, ?> signature = (Map<?, ?>) ((List<?>) result.get("signatures")).get(0);
        assertThat(signature.get("form")).isEqualTo("provenance");
        assertThat(signature.get("key")).isEqualTo(key);
        assertThat((String) signature.get("time")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        Path ring = Files.write(directory.resolve("ring.gpg"), gpg.export());
        assertThat(build.console())
                .contains(HelmProgram.onPath("helm3").run("verify", archive.toString(), "--keyring", ring.toString()));
    }

    @Test
    void verifiesAChartInItsRegistry() throws Exception {
        EmbeddedHelm.push(archive, "oci://" + registry.host() + "/charts");

        Map<?, ?> result = (Map<?, ?>) build.run(verify("oci://" + registry.host() + "/charts/web:1.2.3"));
        Map<?, ?> byDigest =
                (Map<?, ?>) build.run(verify("oci://" + registry.host() + "/charts/web@" + result.get("digest")));

        assertThat(result.get("digest"))
                .isNotEqualTo(Digest.sha256(Files.readAllBytes(archive)).toString());
        assertThat(result.get("signedBy")).isEqualTo(List.of("Ann <ann@example.com>"));
        assertThat(byDigest).isEqualTo(result);
        assertThat(ChartEvents.of(build.run()))
                .hasSize(2)
                .allSatisfy(chart -> assertThat(chart).isInstanceOf(RecordedVerification.class))
                .first()
                .satisfies(chart -> {
                    assertThat(chart.ref).isEqualTo(registry.host() + "/charts/web:1.2.3");
                    assertThat(chart.version).isEqualTo("1.2.3");
                    assertThat(chart.appVersion).isEqualTo("4.5");
                    assertThat(chart.signers()).isEqualTo("Ann <ann@example.com>");
                });
    }

    @ParameterizedTest
    @EnumSource
    void verifiesCosignsSignatureBesideTheProvenance(CosignProgram cosign) throws Exception {
        String reference = registry.host() + "/cosign/web:1.2.3";
        EmbeddedHelm.push(archive, "oci://" + registry.host() + "/cosign");
        cosign.generateKeys(directory, "k");
        cosign.sign(directory, "k", reference, "-a", "stage=tested");
        OciChartVerifyStep step = verify("oci://" + reference);
        step.publicKeyCredentialsId = TestKeys.addText(Files.readString(directory.resolve("k.pub")));
        step.annotations = Map.of("stage", "tested");
        OciChartVerifyStep other = verify("oci://" + reference);
        other.publicKeyCredentialsId = step.publicKeyCredentialsId;
        other.annotations = Map.of("stage", "new");

        Map<?, ?> result = (Map<?, ?>) build.run(step);

        assertThat((List<?>) result.get("signatures")).hasSizeGreaterThan(1);
        assertThat((List<?>) result.get("signedBy")).hasSize(2);
        assertThatThrownBy(() -> build.run(other))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("stage");
    }

    @Test
    void refusesAChangedArchive() throws Exception {
        Files.delete(archive);
        Files.move(
                SignedChart.pack("web", "1.2.4", Files.createDirectories(directory.resolve("other")), gpg, key),
                archive);

        refused("dist/web-1.2.3.tgz", "cannot verify dist/web-1.2.3.tgz: sha256 sum does not match for web-1.2.3.tgz");
    }

    @Test
    void refusesWhatHasNoProvenance() throws Exception {
        Files.delete(archive.resolveSibling("web-1.2.3.tgz.prov"));

        refused("dist/web-1.2.3.tgz", "could not load provenance file");
        refused("dist", "unpacked charts cannot be verified");
        refused("dist/api-1.0.0.tgz", "no such file");
    }

    @Test
    void needsAKey() {
        OciChartVerifyStep step = new OciChartVerifyStep("dist/web-1.2.3.tgz");

        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContainingAll("keyringCredentialsId", "keyring", "publicKeyCredentialsId", "publicKey");
    }

    @Test
    void looksForCosignsSignaturesInRegistriesOnly() {
        OciChartVerifyStep step = verify("dist/web-1.2.3.tgz");
        step.publicKey = "cosign.pub";

        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("cosign's signatures cannot lie beside it");
    }

    @Test
    void hasALineForEachReason() throws Exception {
        EmbeddedHelm.push(archive, "oci://" + registry.host() + "/charts");
        OciChartVerifyStep step = verify("oci://" + registry.host() + "/charts/web:1.2.3");
        step.keyringCredentialsId = TestKeys.addFile(gpg.export(gpg.newKey("Bob", "ed25519", "default")));
        step.publicKey = "cosign.pub";

        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .satisfies(e -> assertThat(e.getMessage().lines())
                        .hasSize(2)
                        .allMatch(line -> line.startsWith("cannot verify " + registry.host() + "/charts/web:1.2.3: ")));
    }

    private void refused(String chart, String line) {
        assertThatThrownBy(() -> build.run(verify(chart)))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining(line);
        assertThat(ChartEvents.of(build.run())).isEmpty();
    }

    private static OciChartVerifyStep verify(String chart) {
        OciChartVerifyStep step = new OciChartVerifyStep(chart);
        step.keyringCredentialsId = keyring;
        return step;
    }
}
