package io.jenkins.plugins.ocichart.operation.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.pull.ChartPull;
import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartPushTest {
    @TempDir
    Path dir;

    @Started
    private AnyRegistry registry;

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    private PushResult push(String chart) throws Exception {
        return ChartPush.run(dir, Requests.push(chart, registry.host()), lines::add);
    }

    private PushResult push(String chart, IfExists ifExists) throws Exception {
        return ChartPush.run(dir, Requests.push(chart, registry.host(), ifExists), lines::add);
    }

    private void touch(Path archive, String instant) throws IOException {
        Files.setLastModifiedTime(archive, FileTime.from(Instant.parse(instant)));
    }

    @Test
    void aPushedChartIsReportedAndPrintedAsHelmDoes() throws Exception {
        ChartTar.write(dir.resolve("some.tgz"), "web", "1.2.3", "appVersion: \"4.5\"\n");
        PushResult result = push("some.tgz");

        String ref = registry.host() + "/charts/web:1.2.3";
        assertThat(result.problem()).isEmpty();
        PushedChart chart = result.charts().get(0);
        assertThat(chart.chart().ref()).isEqualTo(ref);
        assertThat(chart.chart().registry()).isEqualTo(registry.host());
        assertThat(chart.chart().repository()).isEqualTo("charts/web");
        assertThat(chart.chart().tag()).isEqualTo("1.2.3");
        assertThat(chart.chart().name()).isEqualTo("web");
        assertThat(chart.chart().version()).isEqualTo("1.2.3");
        assertThat(chart.chart().appVersion()).isEqualTo("4.5");
        assertThat(chart.chart().chartSize()).isEqualTo(Files.size(dir.resolve("some.tgz")));
        assertThat(chart.chart().provenanceDigest()).isNull();
        assertThat(chart.pushed()).isTrue();
        assertThat(chart.file()).isEqualTo("some.tgz");
        assertThat(lines)
                .containsExactly("Pushed: " + ref, "Digest: " + chart.chart().digest());
        assertThat(EmbeddedHelm.push(dir.resolve("some.tgz"), "oci://" + registry.host() + "/charts"))
                .contains("Digest: " + chart.chart().digest());
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void theMd5ThatNamesAFingerprintIsThatOfTheArchive(int megabytes) throws Exception {
        Path archive = ChartTar.large(dir, "web", "1.2.3", megabytes);

        String md5 = ChartTar.md5(archive);
        assertThat(push("web-1.2.3.tgz").charts()).extracting(PushedChart::md5).containsExactly(md5);
        assertThat(push("web-1.2.3.tgz").charts())
                .as("pushed again")
                .extracting(PushedChart::md5)
                .containsExactly(md5);
    }

    @Test
    void buildMetadataBecomesAnUnderscoreInTheTagWithANotice() throws Exception {
        ChartTar.write(dir, "web", "1.2.3+b.1");
        PushedChart chart = push("*.tgz").charts().get(0);

        assertThat(chart.chart().tag()).isEqualTo("1.2.3_b.1");
        assertThat(chart.chart().version()).isEqualTo("1.2.3+b.1");
        assertThat(lines).element(2).asString().contains("1.2.3_b.1").contains("'+'");
        assertThat(EmbeddedHelm.show("chart", "oci://" + registry.host() + "/charts/web", "1.2.3+b.1"))
                .contains("version: 1.2.3+b.1");
    }

    @Test
    void theProvenanceFileGoesWithItsChart() throws Exception {
        Path archive = ChartTar.write(dir, "web", "1.2.3");
        Files.writeString(dir.resolve("web-1.2.3.tgz.prov"), "hello");
        PushedChart chart = push("web-1.2.3.tgz").charts().get(0);

        assertThat(chart.chart().provenanceDigest())
                .isEqualTo("sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(EmbeddedHelm.push(archive, "oci://" + registry.host() + "/charts"))
                .contains("Digest: " + chart.chart().digest());
    }

    @Test
    void aProvenanceFileOfAnotherArchiveIsWarnedOf() throws Exception {
        Path archive = ChartTar.write(dir, "web", "1.2.3");
        Path provenance = dir.resolve("web-1.2.3.tgz.prov");
        Files.writeString(provenance, "files:\n  web-1.2.3.tgz: " + Digest.sha256(Files.readAllBytes(archive)) + "\n");
        push("*.tgz");
        assertThat(lines).noneMatch(line -> line.startsWith("WARNING"));

        ChartTar.write(archive, "web", "1.2.3", "description: another one\n");
        PushedChart chart = push("*.tgz").charts().get(0);

        assertThat(lines)
                .containsOnlyOnce("WARNING: web-1.2.3.tgz.prov is of another archive and will not verify; a push"
                        + " takes it along, as Helm does. Sign again or delete it");
        assertThat(EmbeddedHelm.push(archive, "oci://" + registry.host() + "/charts"))
                .contains("Digest: " + chart.chart().digest());
    }

    @Test
    void anEmptyProvenanceFileIsALayerToo() throws Exception {
        Path archive = ChartTar.write(dir, "web", "1.2.3");
        Files.createFile(dir.resolve("web-1.2.3.tgz.prov"));
        PushedChart chart = push("web-1.2.3.tgz").charts().get(0);

        assertThat(chart.chart().provenanceDigest())
                .isEqualTo("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(EmbeddedHelm.push(archive, "oci://" + registry.host() + "/charts"))
                .contains("Digest: " + chart.chart().digest());
    }

    @Test
    void whatIsThereAlreadyIsNotPushedAgain() throws Exception {
        ChartTar.write(dir, "web", "1.2.3");
        PushedChart first = push("*.tgz").charts().get(0);
        lines.clear();
        PushedChart second = push("*.tgz", IfExists.FAIL).charts().get(0);

        assertThat(second.pushed()).isFalse();
        assertThat(second.chart().digest()).isEqualTo(first.chart().digest());
        assertThat(lines)
                .startsWith(
                        "Pushed: " + first.chart().ref(),
                        "Digest: " + first.chart().digest())
                .element(2)
                .asString()
                .contains("nothing was uploaded");
    }

    @Test
    void aTagWithAnotherDigestIsOverwrittenUnlessTheRequestSaysOtherwise() throws Exception {
        Path archive = ChartTar.write(dir, "web", "1.2.3");
        PushedChart first = push("*.tgz").charts().get(0);
        touch(archive, "2025-01-01T00:00:00Z");
        PushedChart second = push("*.tgz").charts().get(0);

        assertThat(second.pushed()).isTrue();
        assertThat(second.chart().digest()).isNotEqualTo(first.chart().digest());
        PulledChart pulled =
                ChartPull.run(dir, Requests.pull("oci://" + second.chart().ref(), null, "pulled"), line -> {});
        assertThat(pulled.chart().digest()).isEqualTo(second.chart().digest());
    }

    @Test
    void skipLeavesTheTagAndReportsWhatIsThere() throws Exception {
        Path archive = ChartTar.write(dir, "web", "1.2.3");
        PushedChart first = push("*.tgz").charts().get(0);
        ChartTar.write(archive, "web", "1.2.3", "description: changed\n");
        lines.clear();
        PushedChart second = push("*.tgz", IfExists.SKIP).charts().get(0);

        assertThat(second.pushed()).isFalse();
        assertThat(second.chart().digest()).isEqualTo(first.chart().digest());
        assertThat(second.chart().chartDigest()).isEqualTo(first.chart().chartDigest());
        assertThat(second.chart().chartSize()).isEqualTo(first.chart().chartSize());
        assertThat(lines)
                .startsWith(
                        "Skipped: " + first.chart().ref(),
                        "Digest: " + first.chart().digest());
        PulledChart pulled =
                ChartPull.run(dir, Requests.pull("oci://" + first.chart().ref(), null, "pulled"), line -> {});
        assertThat(pulled.chart().digest()).isEqualTo(first.chart().digest());
    }

    @Test
    void requirementsBesideApiVersion2AreWarnedOfAsHelmDoes() throws Exception {
        String requirements = "dependencies: [{name: db, version: 1.0.0, repository: ''}]";
        ChartTar.entries(
                dir.resolve("web.tgz"),
                "web/Chart.yaml",
                "apiVersion: v2\nname: web\nversion: 1.0.0",
                "web/requirements.yaml",
                requirements);
        ChartTar.entries(
                dir.resolve("old.tgz"),
                "old/Chart.yaml",
                "apiVersion: v1\nname: old\nversion: 1.0.0",
                "old/requirements.yaml",
                requirements);
        assertThat(push("*.tgz").problem()).isEmpty();
        assertThat(lines)
                .filteredOn(line -> line.startsWith("WARNING"))
                .containsExactly("WARNING: web.tgz: Dependencies are handled in Chart.yaml since apiVersion \"v2\"."
                        + " We recommend migrating dependencies to Chart.yaml.");
    }

    @Test
    void aSkippedChartIsDescribedByWhatTheRegistryHasAndNotByTheLocalArchive() throws Exception {
        Path archive = ChartTar.write(dir.resolve("web.tgz"), "web", "1.2.3", "appVersion: OLD\n");
        Files.writeString(dir.resolve("web.tgz.prov"), "signed");
        PushedChart first = push("*.tgz").charts().get(0);
        ChartTar.write(archive, "web", "1.2.3", "appVersion: NEW\n");
        Files.delete(dir.resolve("web.tgz.prov"));

        PushedChart kept = push("*.tgz", IfExists.SKIP).charts().get(0);

        assertThat(kept).isEqualTo(new PushedChart(first.chart(), false, null, null));
        assertThat(kept.chart().appVersion()).isEqualTo("OLD");
    }

    @Test
    void aSkippedChartWithTheSameArchiveKeepsItsFileAndMd5() throws Exception {
        Path archive = ChartTar.write(dir, "web", "1.2.3");
        PushedChart first = push("*.tgz").charts().get(0);
        Files.writeString(dir.resolve("web-1.2.3.tgz.prov"), "signed");

        assertThat(push("*.tgz", IfExists.SKIP).charts())
                .containsExactly(new PushedChart(first.chart(), false, "web-1.2.3.tgz", ChartTar.md5(archive)));
    }

    @ParameterizedTest
    @EnumSource(
            value = IfExists.class,
            names = {"SKIP", "FAIL"})
    void aChartOfWhichOnlyTheFileTimeDiffersIsTheSameChart(IfExists ifExists) throws Exception {
        Path archive = ChartTar.write(dir, "web", "1.2.3");
        Files.writeString(
                dir.resolve("web-1.2.3.tgz.prov"),
                Digest.sha256(Files.readAllBytes(archive)).toString());
        PushedChart first = push("*.tgz").charts().get(0);
        touch(archive, "2025-01-01T00:00:00Z");
        lines.clear();

        PushResult again = push("*.tgz", ifExists);

        assertThat(again.problem()).isEmpty();
        assertThat(again.charts())
                .containsExactly(new PushedChart(first.chart(), false, "web-1.2.3.tgz", ChartTar.md5(archive)));
        assertThat(lines)
                .containsExactly(
                        "Pushed: " + first.chart().ref(),
                        "Digest: " + first.chart().digest(),
                        "Already up to date; nothing was uploaded.");
    }

    @Test
    void failNamesTheDigestThatIsThere() throws Exception {
        Path archive = ChartTar.write(dir, "web", "1.2.3");
        PushedChart first = push("*.tgz").charts().get(0);
        ChartTar.write(archive, "web", "1.2.3", "description: changed\n");
        PushResult result = push("*.tgz", IfExists.FAIL);

        assertThat(result.charts()).isEmpty();
        assertThat(result.problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains(first.chart().ref())
                        .contains(first.chart().digest())
                        .contains("ifExists"));
    }

    @Test
    void aBadArchiveAmongManyIsAFailureOfItsOwn() throws Exception {
        ChartTar.write(dir, "api", "1.0.0");
        Files.writeString(dir.resolve("broken-1.0.0.tgz"), "apiVersion: v2");
        ChartTar.write(dir, "web", "1.0.0");
        PushResult result = push("*.tgz");

        assertThat(result.charts()).extracting(pushed -> pushed.chart().name()).containsExactly("api", "web");
        assertThat(result.failures()).extracting(ChartFailure::file).containsExactly("broken-1.0.0.tgz");
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("of 3) broken-1.0.0.tgz failed: "));
    }

    @Test
    void manyChartsAreCountedAndReturnedInTheOrderOfTheirFileNames() throws Exception {
        for (int i = 9; i > 0; i--) {
            ChartTar.write(dir, "chart" + i, "1.0.0");
        }
        PushResult result = push("*.tgz");

        assertThat(result.charts())
                .extracting(pushed -> pushed.chart().name())
                .containsExactly(
                        "chart1", "chart2", "chart3", "chart4", "chart5", "chart6", "chart7", "chart8", "chart9");
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("(9 of 9) chart"));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("Pushed: ")) {
                assertThat(lines.get(i + 1)).startsWith("Digest: sha256:");
            }
        }
    }

    @Test
    void twoArchivesOfTheSameVersionAreBothRefusedAndNamed() throws Exception {
        ChartTar.write(dir, "api", "1.0.0");
        ChartTar.write(dir.resolve("one.tgz"), "web", "1.0.0", "");
        ChartTar.write(dir.resolve("two.tgz"), "web", "1.0.0", "description: other\n");
        PushResult result = push("*.tgz");

        assertThat(result.charts()).extracting(pushed -> pushed.chart().name()).containsExactly("api");
        assertThat(result.problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains("one.tgz and two.tgz have the same name and version")
                        .doesNotContain("api"));
    }

    @Test
    void aRemoteThatEndsWithTheChartsNameIsWarnedAbout() throws Exception {
        ChartTar.write(dir, "web", "1.0.0");
        Push request = new Push("*.tgz", "oci://" + registry.host() + "/web", IfExists.FAIL, 4, Requests.ALICE);
        PushResult result = ChartPush.run(dir, request, lines::add);

        assertThat(result.charts().get(0).chart().repository()).isEqualTo("web/web");
        assertThat(lines)
                .first()
                .isEqualTo("WARNING: the remote ends with the chart's name; the chart goes to " + registry.host()
                        + "/web/web");
    }

    @Test
    void aNameThatIsNoRepositoryIsRefused() throws Exception {
        ChartTar.write(dir.resolve("web.tgz"), "Web", "1.0.0", "");
        assertThat(push("web.tgz").problem())
                .hasValue("web.tgz: the chart's name 'Web' cannot be the name of a repository:"
                        + " it has upper-case letters");
    }

    @Test
    void aVersionThatIsTooLongForATagIsRefused() throws Exception {
        ChartTar.write(dir.resolve("web.tgz"), "web", "1.0.0-" + "a".repeat(130), "");
        assertThat(push("web.tgz").problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("longer than 128 characters"));
    }

    @Test
    void parallelismBeginsAtOne() throws Exception {
        ChartTar.write(dir, "web", "1.0.0");
        Push request = new Push("*.tgz", "oci://" + registry.host() + "/charts", IfExists.FAIL, 0, Requests.ALICE);
        assertThatThrownBy(() -> ChartPush.run(dir, request, lines::add))
                .isInstanceOf(IOException.class)
                .hasMessage("parallelism is 0, but must be at least 1");
    }

    @Test
    void withoutAMatchNothingIsAskedOfTheRegistry() {
        assertThatThrownBy(() -> push("dist/*.tgz")).hasMessageContaining("matches 'dist/*.tgz'");
    }

    @Test
    void requestsAndResultsCrossAChannel() throws Exception {
        ChartTar.write(dir, "web", "1.0.0");
        Push request = copy(Requests.push("*.tgz,none*.tgz", registry.host()));
        ChartTar.write(dir, "none", "1.0.0");
        PushResult result = ChartPush.run(dir, request, lines::add);
        assertThat(copy(result)).isEqualTo(result);
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
