package io.jenkins.plugins.ocichart.operation.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.RecordingJudge;
import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.StoredContent;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which chart is verified, by what, and what is said of it; whether signatures hold is tested with those who make them. */
class VerifyTest {
    @TempDir
    private Path dir;

    @Started
    private SimulatedRegistry registry;

    private final RecordingJudge judge = new RecordingJudge();
    private final List<String> lines = new ArrayList<>();
    private Path archive;
    private Digest digest;

    @BeforeEach
    void writeAnArchive() throws Exception {
        archive = ChartTar.write(dir.resolve("dist/web-1.0.0+b.tgz"), "web", "1.0.0+b", "appVersion: '7'\n");
        digest = Digest.sha256(Files.readAllBytes(archive));
    }

    private VerifiedChart verify(String chart, Trust trust) throws Exception {
        return new Verify(chart, trust, Requests.ALICE).run(dir, lines::add);
    }

    private RegistryChart onDisk(Digest provenance) throws IOException {
        return new RegistryChart(
                "dist/web-1.0.0+b.tgz",
                "",
                "",
                null,
                digest.toString(),
                "web",
                "1.0.0+b",
                "7",
                digest.toString(),
                Files.size(archive),
                provenance == null ? null : provenance.toString());
    }

    @Test
    void anArchiveIsVerifiedByTheProvenanceBesideIt() throws Exception {
        Files.writeString(dir.resolve("dist/web-1.0.0+b.tgz.prov"), "signed");

        VerifiedChart verified = verify("dist/web-1.0.0+b.tgz", judge.trust());

        assertThat(judge.asked).containsExactly("web-1.0.0+b.tgz " + digest + " signed null");
        assertThat(verified.verification().signatures()).containsExactly(RecordingJudge.ANN);
        assertThat(verified.chart()).isEqualTo(onDisk(Digest.sha256("signed".getBytes())));
        assertThat(lines)
                .containsExactly(
                        "Signed by: Ann <ann@x>", "Using Key With Fingerprint: ABCD", "Chart Hash Verified: " + digest);
    }

    @Test
    void anArchiveThatNobodyHasToSignNeedsNoProvenance() throws Exception {
        VerifiedChart verified = verify("dist/web-1.0.0+b.tgz", Trust.NONE);

        assertThat(verified.chart()).isEqualTo(onDisk(null));
        assertThat(verified.verification().signatures()).isEmpty();
        assertThat(lines).isEmpty();
    }

    @Test
    void anArchiveWithoutItsProvenanceIsRefusedByTheNameOfThatFile() {
        assertThatThrownBy(() -> verify("dist/web-1.0.0+b.tgz", judge.trust()))
                .isInstanceOf(IOException.class)
                .hasMessage("could not load provenance file " + dir.resolve("dist/web-1.0.0+b.tgz.prov")
                        + ": no such file or folder");
        assertThat(judge.asked).isEmpty();
    }

    @Test
    void anArchiveThatTheJudgeRefusesIsNotVerified() throws Exception {
        Files.writeString(dir.resolve("dist/web-1.0.0+b.tgz.prov"), "signed");
        judge.refusal = "nobody knows the key";

        assertThatThrownBy(() -> verify("dist/web-1.0.0+b.tgz", judge.trust()))
                .isInstanceOf(UnverifiedException.class)
                .hasMessage("cannot verify dist/web-1.0.0+b.tgz: nobody knows the key");
        assertThat(lines).isEmpty();
    }

    @Test
    void cosignsSignaturesLieBesideNoArchiveOnDisk() {
        assertThatThrownBy(() -> verify("dist/web-1.0.0+b.tgz", new Trust(null, null, "key", null, Map.of())))
                .isInstanceOf(UnverifiedException.class)
                .hasMessageEndingWith("it is not in an OCI registry, so cosign's signatures cannot lie beside it");
    }

    @Test
    void aFolderIsNoArchive() {
        assertThatThrownBy(() -> verify("dist", judge.trust()))
                .hasMessage("dist: unpacked charts cannot be verified; name the archive");
    }

    @Test
    void ofAChartInARegistryTheArchiveIsNotFetched() throws Exception {
        Descriptor manifest = new StoredContent(registry, "charts/web").chart("1.0.0_b", archive, "signed");

        VerifiedChart verified = verify("oci://" + registry.host() + "/charts/web:1.0.0_b", judge.trust());

        assertThat(judge.asked).containsExactly("web-1.0.0+b.tgz " + digest + " signed null");
        assertThat(verified.chart())
                .isEqualTo(new RegistryChart(
                        registry.host() + "/charts/web:1.0.0_b",
                        registry.host(),
                        "charts/web",
                        "1.0.0_b",
                        manifest.digest().toString(),
                        "web",
                        "1.0.0+b",
                        "7",
                        digest.toString(),
                        Files.size(archive),
                        Digest.sha256("signed".getBytes()).toString()));
        assertThat(verified.verification().signatures()).containsExactly(RecordingJudge.ANN);
        assertThat(registry.requests()).hasSize(3).noneMatch(line -> line.endsWith(digest.toString()));
        assertThat(lines)
                .containsExactly(
                        "Signed by: Ann <ann@x>", "Using Key With Fingerprint: ABCD", "Chart Hash Verified: " + digest);
    }

    /** Helm names the archive of a digest after the digest, but its provenance has the name that it was packaged with. */
    @Test
    void aDigestIsVerifiedByTheNameThatTheChartWasPackagedWith() throws Exception {
        Descriptor manifest = new StoredContent(registry, "charts/other").chart("1.0.0_b", archive, "signed");

        VerifiedChart verified =
                verify("oci://" + registry.host() + "/charts/other@" + manifest.digest(), judge.trust());

        assertThat(judge.asked).containsExactly("web-1.0.0+b.tgz " + digest + " signed null");
        assertThat(verified.chart().ref()).isEqualTo(registry.host() + "/charts/other@" + manifest.digest());
        assertThat(verified.chart().tag()).isNull();
    }

    @Test
    void theProvenanceOfAChartInARegistryIsNotFetchedUnlessItIsNeeded() throws Exception {
        new StoredContent(registry, "charts/web").chart("1.0.0_b", archive, "signed");

        VerifiedChart verified = verify("oci://" + registry.host() + "/charts/web:1.0.0_b", Trust.NONE);

        assertThat(verified.verification().signatures()).isEmpty();
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void aChartInARegistryWithoutProvenanceIsRefused() throws Exception {
        new StoredContent(registry, "charts/web").chart("1.0.0_b", archive, null);

        assertThatThrownBy(() -> verify("oci://" + registry.host() + "/charts/web:1.0.0_b", judge.trust()))
                .isInstanceOf(UnverifiedException.class)
                .hasMessageContaining("it has no provenance file");
        assertThat(judge.asked).isEmpty();
    }

    @Test
    void whatTheRegistryWantsItsUsersToReadIsShown() throws Exception {
        new StoredContent(registry, "charts/web").chart("1.0.0_b", archive, null);
        registry.always("GET", "/v2/", e -> registry.answer(e, Map.of("Warning", "299 - \"closes in June\"")));

        verify("oci://" + registry.host() + "/charts/web:1.0.0_b", Trust.NONE);

        assertThat(lines).containsExactly("WARNING: " + registry.host() + " says: closes in June");
    }
}
