package io.jenkins.plugins.ocichart.operation.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.RecordingJudge;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.StoredContent;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pull or a show has verified before anybody gets the chart, and what it leaves. */
class TrustedPullTest {
    private final RecordingJudge judge = new RecordingJudge();
    private final List<String> lines = new ArrayList<>();

    @TempDir
    private Path dir;

    @Started
    private SimulatedRegistry registry;

    private Path workspace;
    private Path archive;
    private Descriptor manifest;
    private String web;

    @BeforeEach
    void storeAChart() throws Exception {
        workspace = Files.createDirectory(dir.resolve("workspace"));
        archive = ChartTar.write(dir.resolve("source.tgz"), "web", "1.0.0+b", "");
        manifest = new StoredContent(registry, "charts/web").chart("1.0.0_b", archive, "signed");
        web = "oci://" + registry.host() + "/charts/web";
    }

    private PulledChart pull(String chart, boolean untar, boolean prov, Trust trust) throws Exception {
        return new Pull(chart, null, false, "", untar, null, prov, trust, Requests.ALICE).run(workspace, lines::add);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> walk = Files.walk(workspace)) {
            return walk.filter(Files::isRegularFile)
                    .map(path -> workspace.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    private Digest archiveDigest() throws IOException {
        return Digest.sha256(Files.readAllBytes(archive));
    }

    @Test
    void theProvenanceThatWasNeededStaysBesideTheArchive() throws Exception {
        PulledChart pulled = pull(web, false, false, judge.trust());

        assertThat(judge.asked).containsExactly("web-1.0.0+b.tgz " + archiveDigest() + " signed null");
        assertThat(pulled.verification().signatures()).containsExactly(RecordingJudge.ANN);
        assertThat(files()).containsExactly("web-1.0.0+b.tgz", "web-1.0.0+b.tgz.prov");
        assertThat(lines)
                .containsExactly(
                        "Pulled: " + registry.host() + "/charts/web:1.0.0_b",
                        "Digest: " + manifest.digest(),
                        "NOTE: tags cannot hold '+', so the tag 1.0.0_b has '_' where the chart's version has '+';"
                                + " Helm reads it back as '+'.",
                        "Signed by: Ann <ann@x>",
                        "Using Key With Fingerprint: ABCD",
                        "Chart Hash Verified: " + archiveDigest());
    }

    @Test
    void besideAnUnpackedChartItStaysOnlyIfItIsWanted() throws Exception {
        pull(web, true, false, judge.trust());
        assertThat(files()).containsExactly("web/Chart.yaml", "web/templates/map.yaml");

        pull(web, true, true, judge.trust());
        assertThat(files()).containsExactly("web-1.0.0+b.tgz.prov", "web/Chart.yaml", "web/templates/map.yaml");
        assertThat(judge.asked).hasSize(2);
    }

    @Test
    void aDigestIsVerifiedByTheNameThatTheChartWasPackagedWith() throws Exception {
        PulledChart pulled = pull(web + "@" + manifest.digest(), false, false, judge.trust());

        assertThat(judge.asked).containsExactly("web-1.0.0+b.tgz " + archiveDigest() + " signed null");
        assertThat(pulled.file()).isEqualTo("web@sha256-" + manifest.digest().hex() + ".tgz");
        assertThat(pulled.path()).isEqualTo(pulled.file());
    }

    @Test
    void whatIsRefusedLeavesNothing() {
        judge.refusal = "nobody knows the key";

        for (boolean untar : new boolean[] {false, true}) {
            assertThatThrownBy(() -> pull(web, untar, true, judge.trust()))
                    .isInstanceOf(UnverifiedException.class)
                    .hasMessage("cannot verify " + registry.host() + "/charts/web:1.0.0_b: nobody knows the key");
        }
        assertThat(workspace).isEmptyDirectory();
        assertThat(lines).isEmpty();
    }

    @Test
    void aMissingProvenanceFileIsNoMereWarningIfItIsNeeded() throws Exception {
        new StoredContent(registry, "charts/bare").chart("1.0.0_b", archive, null);
        String bare = "oci://" + registry.host() + "/charts/bare";

        assertThatThrownBy(() -> pull(bare, false, true, judge.trust()))
                .isInstanceOf(UnverifiedException.class)
                .hasMessageContaining("it has no provenance file");
        assertThat(lines).isEmpty();

        pull(bare, false, false, Trust.NONE);
        assertThat(lines).hasSize(3).noneMatch(line -> line.startsWith("WARNING"));
    }

    @Test
    void whatTheRegistryWantsItsUsersToReadIsShown() throws Exception {
        registry.always("GET", "/v2/", e -> registry.answer(e, Map.of("Warning", "299 - \"closes in June\"")));

        pull(web, false, false, Trust.NONE);
        new Versions(web, null, false, 0, Requests.ALICE).run(workspace, lines::add);

        assertThat(lines)
                .filteredOn(line -> line.startsWith("WARNING"))
                .hasSize(2)
                .containsOnly("WARNING: " + registry.host() + " says: closes in June");
    }

    @Test
    void theRegistrysOwnRefusalStaysWhatItIs() {
        assertThatThrownBy(() -> pull(web + ":2.0.0", false, false, Trust.NONE)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void whatIsShownOfARegistrysChartIsVerifiedFirstAndGoneAfterwards() throws Exception {
        Show show = new Show(web, "chart", null, false, judge.trust(), Requests.ALICE, null);

        ShownChart shown = show.run(workspace, lines::add);
        assertThat(shown.text()).contains("version: 1.0.0+b");
        assertThat(shown.pulled().chart().digest()).isEqualTo(manifest.digest().toString());
        assertThat(shown.pulled().verification().signatures()).containsExactly(RecordingJudge.ANN);
        assertThat(workspace).isEmptyDirectory();

        judge.refusal = "nobody knows the key";
        assertThatThrownBy(() -> show.run(workspace, lines::add)).isInstanceOf(UnverifiedException.class);
        assertThat(workspace).isEmptyDirectory();
    }

    @Test
    void whatIsShownOfAnArchiveIsVerifiedFirst() throws Exception {
        Files.copy(archive, workspace.resolve("web.tgz"));
        Files.writeString(workspace.resolve("web.tgz.prov"), "signed");
        Show show = new Show(" web.tgz ", "chart", null, false, judge.trust(), null, null);

        ShownChart shown = show.run(workspace, lines::add);
        assertThat(shown.text()).contains("version: 1.0.0+b");
        assertThat(shown.pulled()).isNull();
        assertThat(judge.asked).containsExactly("web.tgz " + archiveDigest() + " signed null");
        assertThat(lines)
                .containsExactly(
                        "Signed by: Ann <ann@x>",
                        "Using Key With Fingerprint: ABCD",
                        "Chart Hash Verified: " + archiveDigest());

        judge.refusal = "nobody knows the key";
        assertThatThrownBy(() -> show.run(workspace, lines::add)).isInstanceOf(UnverifiedException.class);
    }

    @Test
    void anArchiveIsShownWithoutProvenanceIfNobodyHasToHaveSignedIt() throws Exception {
        Files.copy(archive, workspace.resolve("web.tgz"));

        assertThat(new Show("web.tgz", "chart", null, false, Trust.NONE, null, null)
                        .run(workspace, lines::add)
                        .text())
                .contains("version: 1.0.0+b");
        assertThat(lines).isEmpty();
    }

    @Test
    void anUnknownPartIsNamed() throws Exception {
        Files.copy(archive, workspace.resolve("web.tgz"));

        assertThatThrownBy(() -> new Show("web.tgz", "templates", null, false, Trust.NONE, null, null)
                        .run(workspace, lines::add))
                .hasMessage("what is 'templates', but must be all, chart, values, readme or crds");
    }
}
