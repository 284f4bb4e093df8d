package io.jenkins.plugins.ocichart.operation.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pulls what real Helm has pushed, and what it would not push. */
class ChartPullTest {
    private static final Pattern DIGEST = Pattern.compile("Digest: (sha256:[0-9a-f]{64})");

    @TempDir
    static Path pushed;

    @Started
    private static AnyRegistry registry;

    private static String repository;
    private static String digestOfTwo;

    @TempDir
    Path dir;

    private final List<String> lines = new ArrayList<>();

    @BeforeAll
    static void pushWithHelm() throws IOException {
        repository = registry.host() + "/charts/web";
        for (String version : List.of("1.0.0", "1.1.0", "1.2.0+b.1", "3.0.0-rc.1", "v9.9.9", "1.5")) {
            helmPush(version);
        }
        Files.writeString(pushed.resolve("web-2.0.0.tgz.prov"), "not signed");
        digestOfTwo = helmPush("2.0.0");
    }

    private static String helmPush(String version) throws IOException {
        Path archive = ChartTar.write(pushed, "web", version);
        Matcher digest = DIGEST.matcher(EmbeddedHelm.push(archive, "oci://" + registry.host() + "/charts"));
        assertThat(digest.find()).isTrue();
        return digest.group(1);
    }

    private PulledChart pull(Pull request) throws Exception {
        return ChartPull.run(dir, request, lines::add);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> walk = Files.walk(dir)) {
            return walk.filter(path -> !path.equals(dir))
                    .map(path -> dir.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void anExactVersionComesByteForByte() throws Exception {
        PulledChart chart = pull(Requests.pull("oci://" + repository, "2.0.0"));

        assertThat(dir.resolve("web-2.0.0.tgz")).hasSameBinaryContentAs(pushed.resolve("web-2.0.0.tgz"));
        assertThat(files()).containsExactly("web-2.0.0.tgz");
        assertThat(chart.chart().ref()).isEqualTo(repository + ":2.0.0");
        assertThat(chart.chart().registry()).isEqualTo(registry.host());
        assertThat(chart.chart().repository()).isEqualTo("charts/web");
        assertThat(chart.chart().tag()).isEqualTo("2.0.0");
        assertThat(chart.chart().digest()).isEqualTo(digestOfTwo);
        assertThat(chart.chart().name()).isEqualTo("web");
        assertThat(chart.chart().version()).isEqualTo("2.0.0");
        assertThat(chart.chart().appVersion()).isEmpty();
        assertThat(chart.chart().chartSize()).isEqualTo(Files.size(pushed.resolve("web-2.0.0.tgz")));
        assertThat(chart.chart().provenanceDigest())
                .isEqualTo(Digest.sha256("not signed".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString());
        assertThat(chart.path()).isEqualTo("web-2.0.0.tgz");
        assertThat(chart.file()).isEqualTo("web-2.0.0.tgz");
        assertThat(lines).containsExactly("Pulled: " + repository + ":2.0.0", "Digest: " + digestOfTwo);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void theMd5ThatNamesAFingerprintIsThatOfTheArchive(int megabytes) throws Exception {
        Path archive = ChartTar.large(dir, "md5-" + megabytes, "1.0.0", megabytes);
        EmbeddedHelm.push(archive, "oci://" + registry.host() + "/charts");

        PulledChart chart =
                pull(Requests.pull("oci://" + registry.host() + "/charts/md5-" + megabytes, "1.0.0", "there"));

        assertThat(chart.md5()).isEqualTo(ChartTar.md5(archive));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "^1", "~1.1", ">=1 <1.2", "^3.0.0-0", ">0.0.0-0", "1.2.0+b.1", "v9.9.9", "1.5"})
    void theSameVersionWinsAsWithHelm(String version) throws Exception {
        String helms = EmbeddedHelm.show("chart", "oci://" + repository, version);
        PulledChart chart = pull(Requests.pull("oci://" + repository, version));
        assertThat(helms.replace("\"", "").lines())
                .contains("version: " + chart.chart().version());
    }

    @ParameterizedTest
    @CsvSource({
        "'',      false, 2.0.0,      web-2.0.0.tgz",
        "'',      true,  3.0.0-rc.1, web-3.0.0-rc.1.tgz",
        "^1,      false, 1.2.0_b.1,  web-1.2.0+b.1.tgz",
        "~1.1,    false, 1.1.0,      web-1.1.0.tgz",
        ">=1 <1.2, false, 1.1.0,     web-1.1.0.tgz",
        "^3.0.0-0, false, 3.0.0-rc.1, web-3.0.0-rc.1.tgz",
        "1.2.0+b.1, false, 1.2.0_b.1, web-1.2.0+b.1.tgz",
        "1.2.0_b.1, false, 1.2.0_b.1, web-1.2.0+b.1.tgz",
        "v9.9.9,  false, v9.9.9,     web-v9.9.9.tgz",
        "1.5,     false, 1.5,        web-1.5.tgz",
    })
    void theFileIsNamedAfterTheVersionWithItsPlus(String version, boolean devel, String tag, String file)
            throws Exception {
        PulledChart chart =
                pull(devel ? Requests.devel("oci://" + repository) : Requests.pull("oci://" + repository, version));
        assertThat(chart.chart().tag()).isEqualTo(tag);
        assertThat(files()).containsExactly(file);
    }

    @Test
    void theTagInTheReferenceCanHaveBuildMetadataInEitherForm() throws Exception {
        assertThat(pull(Requests.pull("oci://" + repository + ":1.2.0+b.1", null))
                        .chart()
                        .tag())
                .isEqualTo("1.2.0_b.1");
        assertThat(pull(Requests.pull("oci://" + repository + ":1.2.0_b.1", null))
                        .chart()
                        .tag())
                .isEqualTo("1.2.0_b.1");
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("NOTE: "));
    }

    @Test
    void aDigestAloneIsEnough() throws Exception {
        PulledChart chart = pull(Requests.pull("oci://" + repository + "@" + digestOfTwo, null));

        assertThat(chart.chart().tag()).isNull();
        assertThat(chart.chart().ref()).isEqualTo(repository + "@" + digestOfTwo);
        assertThat(chart.chart().version()).isEqualTo("2.0.0");
        assertThat(files()).containsExactly("web@" + digestOfTwo.replace(':', '-') + ".tgz");
    }

    @Test
    void aDigestDecidesAndItsTagHasToAgree() throws Exception {
        assertThat(pull(Requests.pull("oci://" + repository + ":2.0.0@" + digestOfTwo, null))
                        .chart()
                        .digest())
                .isEqualTo(digestOfTwo);
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + repository + ":1.0.0@" + digestOfTwo, null)))
                .hasMessageStartingWith("chart reference digest mismatch: the tag 1.0.0 of " + repository)
                .hasMessageContaining(digestOfTwo);
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + repository + "@" + digestOfTwo, "1.0.0")))
                .hasMessageStartingWith("chart reference digest mismatch");
    }

    @Test
    void aTagThatIsGoneDoesNotMatterBesideADigest() throws Exception {
        PulledChart chart = pull(Requests.pull("oci://" + repository + ":7.7.7@" + digestOfTwo, null));
        assertThat(chart.chart().digest()).isEqualTo(digestOfTwo);
        assertThat(chart.chart().tag()).isNull();
        assertThat(lines).first().asString().startsWith("WARNING: ").contains("7.7.7");
    }

    @Test
    void aRangeBesideADigestHasToHold() throws Exception {
        assertThat(pull(Requests.pull("oci://" + repository + "@" + digestOfTwo, "^2"))
                        .chart()
                        .version())
                .isEqualTo("2.0.0");
        Files.delete(dir.resolve("web@" + digestOfTwo.replace(':', '-') + ".tgz"));
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + repository + "@" + digestOfTwo, "^1")))
                .hasMessageContaining("is version 2.0.0, which '^1' does not match");
        assertThat(files()).isEmpty();
    }

    @Test
    void theDestinationIsMadeAndTheResultIsBelowIt() throws Exception {
        PulledChart chart = pull(Requests.pull("oci://" + repository, "1.0.0", "a/b"));
        assertThat(chart.path()).isEqualTo("a/b/web-1.0.0.tgz");
        assertThat(files()).containsExactly("a", "a/b", "a/b/web-1.0.0.tgz");
    }

    @Test
    void anAbsoluteDestinationGivesAnAbsolutePath() throws Exception {
        Path destination = dir.resolve("elsewhere");
        PulledChart chart = pull(Requests.pull("oci://" + repository, "1.0.0", destination.toString()));
        assertThat(Path.of(chart.path()))
                .isEqualTo(destination.resolve("web-1.0.0.tgz"))
                .exists();
    }

    @Test
    void anOlderFileIsReplacedAndReadableAsUsual() throws Exception {
        Files.writeString(dir.resolve("web-1.0.0.tgz"), "older");
        pull(Requests.pull("oci://" + repository, "1.0.0"));
        assertThat(dir.resolve("web-1.0.0.tgz")).hasSameBinaryContentAs(pushed.resolve("web-1.0.0.tgz"));
        Path usual = Files.writeString(dir.resolve("usual"), "");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("web-1.0.0.tgz"))))
                .isEqualTo(PosixFilePermissions.toString(Files.getPosixFilePermissions(usual)));
    }

    @Test
    void theProvenanceFileComesWhereItIsWanted() throws Exception {
        pull(Requests.withProvenance("oci://" + repository, "2.0.0"));
        assertThat(files()).containsExactly("web-2.0.0.tgz", "web-2.0.0.tgz.prov");
        assertThat(dir.resolve("web-2.0.0.tgz.prov")).hasContent("not signed");
    }

    @Test
    void aMissingProvenanceFileIsAWarning() throws Exception {
        PulledChart chart = pull(Requests.withProvenance("oci://" + repository, "1.0.0"));
        assertThat(chart.chart().provenanceDigest()).isNull();
        assertThat(files()).containsExactly("web-1.0.0.tgz");
        assertThat(lines).first().asString().startsWith("WARNING: ").contains("provenance");
    }

    @Test
    void untarLeavesTheChartsFolderOnly() throws Exception {
        PulledChart chart = pull(Requests.untar("oci://" + repository, "1.0.0", ".", "."));
        assertThat(chart.path()).isEqualTo("web");
        assertThat(chart.file()).isEqualTo("web-1.0.0.tgz");
        assertThat(files()).containsExactly("web", "web/Chart.yaml", "web/templates", "web/templates/map.yaml");
    }

    @Test
    void untarDirIsBelowTheDestination() throws Exception {
        PulledChart chart = pull(Requests.untar("oci://" + repository, "1.0.0", "out", "charts"));
        assertThat(chart.path()).isEqualTo("out/charts/web");
        assertThat(dir.resolve("out/charts/web/Chart.yaml")).exists();
    }

    @Test
    void untarTouchesNoExistingFolder() throws Exception {
        Files.createDirectories(dir.resolve("web"));
        Files.writeString(dir.resolve("web/mine"), "");
        assertThatThrownBy(() -> pull(Requests.untar("oci://" + repository, "1.0.0", ".", ".")))
                .hasMessageContaining("failed to untar: a file or directory with the name")
                .hasMessageContaining("already exists");
        assertThat(files()).containsExactly("web", "web/mine");
    }

    @Test
    void untarCanBeRepeatedAfterARestartIfNothingHasChanged() throws Exception {
        Pull request = Requests.untar("oci://" + repository, "1.0.0", ".", ".");
        PulledChart first = pull(request);
        assertThat(pull(request)).isEqualTo(first);
        assertThat(files()).containsExactly("web", "web/Chart.yaml", "web/templates", "web/templates/map.yaml");

        Files.writeString(dir.resolve("web/Chart.yaml"), "changed");
        assertThatThrownBy(() -> pull(request)).hasMessageContaining("already exists");
        assertThat(dir.resolve("web/Chart.yaml")).hasContent("changed");
    }

    @Test
    void aTagThatDiffersByAnInitialVIsNamed() throws Exception {
        EmbeddedHelm.push(ChartTar.write(pushed, "prefixed", "v1.0.0"), "oci://" + registry.host() + "/charts");
        String prefixed = "oci://" + registry.host() + "/charts/prefixed";
        assertThatThrownBy(() -> pull(Requests.pull(prefixed, "1.0.0")))
                .hasMessageEndingWith(". It has the tag v1.0.0: ask for version v1.0.0");
        assertThatThrownBy(() -> pull(Requests.pull(prefixed, null)))
                .hasMessage(prefixed + " has no tag that is a version such as 1.2.3; name the tag to pull,"
                        + " v1.0.0 for example");
        assertThat(pull(Requests.pull(prefixed, "v1.0.0")).chart().version()).isEqualTo("v1.0.0");
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + repository, "v2.0.0")))
                .hasMessageEndingWith(". It has the tag 2.0.0: ask for version 2.0.0");
    }

    @Test
    void numbersInBuildMetadataCompareAsNumbers() throws Exception {
        for (String build : List.of("9", "10", "11", "2.x")) {
            EmbeddedHelm.push(
                    ChartTar.write(pushed, "built", "1.0.0+" + build), "oci://" + registry.host() + "/charts");
        }
        String built = "oci://" + registry.host() + "/charts/built";
        assertThat(pull(Requests.pull(built, null)).chart().version()).isEqualTo("1.0.0+11");
    }

    @Test
    void unknownVersionsAreNamedAndNothingIsLeft() throws Exception {
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + repository, "8.0.0", "new")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("8.0.0");
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + repository, "^8", "new")))
                .hasMessage("oci://" + repository + " has no version that matches '^8' (the newest is 3.0.0-rc.1)");
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + repository, "1.1", "new")))
                .hasMessageContaining("'1.1' was taken as a tag, '~1.1' would be a range");
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + repository + "-none", null, "new")))
                .hasMessageContaining("charts/web-none");
        assertThat(files()).isEmpty();
    }

    @Test
    void onlyPreReleasesNeedDevel() throws Exception {
        Path archive = ChartTar.write(pushed, "pre", "1.0.0-rc.1");
        EmbeddedHelm.push(archive, "oci://" + registry.host() + "/charts");
        String pre = registry.host() + "/charts/pre";
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + pre, null)))
                .hasMessage("oci://" + pre
                        + " has only pre-releases (the newest is 1.0.0-rc.1); set devel or name a version");
        assertThat(pull(Requests.devel("oci://" + pre)).chart().version()).isEqualTo("1.0.0-rc.1");
    }

    @Test
    void aTagThatIsNoVersionIsTakenAsItIs() throws Exception {
        try (OddContent content = new OddContent(registry.host(), "charts/moving")) {
            Descriptor config = content.blob(OddContent.HELM_CONFIG, "{}");
            byte[] archive = Files.readAllBytes(pushed.resolve("web-1.0.0.tgz"));
            content.manifest("latest", config, content.blob(OddContent.HELM_CHART, archive));
        }
        PulledChart chart = pull(Requests.pull("oci://" + registry.host() + "/charts/moving:latest", null));
        assertThat(chart.chart().tag()).isEqualTo("latest");
        assertThat(chart.chart().version()).isEqualTo("1.0.0");
        assertThat(files()).containsExactly("moving-latest.tgz");
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + registry.host() + "/charts/moving", null)))
                .hasMessageContaining("has no tag that is a version");
    }

    @Test
    void theLayerTypeOfHelm36IsTakenWithAWarning() throws Exception {
        try (OddContent content = new OddContent(registry.host(), "charts/legacy")) {
            byte[] archive = Files.readAllBytes(pushed.resolve("web-1.0.0.tgz"));
            content.manifest(
                    "1.0.0", content.blob(OddContent.HELM_CONFIG, "{}"), content.blob("application/tar+gzip", archive));
        }
        pull(Requests.pull("oci://" + registry.host() + "/charts/legacy", "1.0.0"));
        assertThat(dir.resolve("legacy-1.0.0.tgz")).exists();
        assertThat(lines).first().asString().startsWith("WARNING: ").contains("application/tar+gzip");
    }

    @Test
    void anIndexLeadsToItsOnlyChart() throws Exception {
        Digest index;
        try (OddContent content = new OddContent(registry.host(), "charts/listed")) {
            byte[] archive = Files.readAllBytes(pushed.resolve("web-1.0.0.tgz"));
            Descriptor config = content.blob(OddContent.HELM_CONFIG, "{}");
            content.manifest("chart", config, content.blob(OddContent.HELM_CHART, archive));
            Descriptor image = content.blob("application/vnd.oci.image.config.v1+json", "{\"os\":\"linux\"}");
            content.manifest("image", image);
            index = content.index("1.0.0", List.of(content.describe("image"), content.describe("chart")));
        }
        PulledChart chart = pull(Requests.pull("oci://" + registry.host() + "/charts/listed", "1.0.0"));
        assertThat(chart.chart().digest()).isEqualTo(index.toString());
        assertThat(dir.resolve("listed-1.0.0.tgz")).hasSameBinaryContentAs(pushed.resolve("web-1.0.0.tgz"));
    }

    @Test
    void anIndexOfIndexesLeadsToTheirOnlyChart() throws Exception {
        try (OddContent content = new OddContent(registry.host(), "charts/nested")) {
            byte[] archive = Files.readAllBytes(pushed.resolve("web-1.0.0.tgz"));
            Descriptor config = content.blob(OddContent.HELM_CONFIG, "{}");
            content.manifest("chart", config, content.blob(OddContent.HELM_CHART, archive));
            content.index("inner", List.of(content.describe("chart")));
            content.index("1.0.0", List.of(content.describe("inner"), content.describe("chart")));
            for (int depth = 2; depth <= 5; depth++) {
                String below = (depth - 1) + ".0.0";
                content.index(depth + ".0.0", List.of(content.describe(below)));
            }
        }
        String nested = "oci://" + registry.host() + "/charts/nested";
        assertThat(pull(Requests.pull(nested, "1.0.0")).chart().name()).isEqualTo("web");
        assertThat(dir.resolve("nested-1.0.0.tgz")).hasSameBinaryContentAs(pushed.resolve("web-1.0.0.tgz"));
        assertThat(pull(Requests.pull(nested, "3.0.0")).chart().name()).isEqualTo("web");
        assertThatThrownBy(() -> pull(Requests.pull(nested, "5.0.0")))
                .hasMessageEndingWith("is an index of indexes, more than 4 deep; name the chart by its digest");
    }

    @Test
    void anIndexOfMoreThanFiftyManifestsIsNotSearched() throws Exception {
        try (OddContent content = new OddContent(registry.host(), "charts/many")) {
            byte[] archive = Files.readAllBytes(pushed.resolve("web-1.0.0.tgz"));
            Descriptor config = content.blob(OddContent.HELM_CONFIG, "{}");
            content.manifest("chart", config, content.blob(OddContent.HELM_CHART, archive));
            List<Descriptor> manifests = new ArrayList<>(List.of(content.describe("chart")));
            for (int i = 1; i <= 50; i++) {
                Descriptor other = content.blob("text/plain", "other " + i);
                manifests.add(content.describe(
                        content.manifest("other-" + i, other, other).toString()));
            }
            content.index("1.0.0", manifests.subList(0, 50));
            content.index("2.0.0", manifests);
        }
        String many = "oci://" + registry.host() + "/charts/many";
        assertThat(pull(Requests.pull(many, "1.0.0")).chart().name()).isEqualTo("web");
        assertThatThrownBy(() -> pull(Requests.pull(many, "2.0.0")))
                .hasMessageEndingWith(
                        "is an index of 51 manifests, too many to look for the chart among them; name it by its digest");
    }

    @Test
    void anIndexOfSeveralChartsIsAmbiguous() throws Exception {
        try (OddContent content = new OddContent(registry.host(), "charts/several")) {
            Descriptor chart = content.blob(OddContent.HELM_CHART, "x");
            content.manifest("a", content.blob(OddContent.HELM_CONFIG, "{}"), chart);
            content.manifest("b", content.blob(OddContent.HELM_CONFIG, "{ }"), chart);
            content.index("1.0.0", List.of(content.describe("a"), content.describe("b")));
            assertThatThrownBy(() -> pull(Requests.pull("oci://" + registry.host() + "/charts/several", "1.0.0")))
                    .hasMessageContaining("lists several charts")
                    .hasMessageContaining(content.describe("a").digest().toString());
        }
    }

    @Test
    void whatIsNoChartIsRefusedBeforeItIsDownloaded() throws Exception {
        String host = registry.host();
        try (OddContent content = new OddContent(host, "images/nginx")) {
            Descriptor layer = content.blob("application/vnd.oci.image.layer.v1.tar+gzip", "x");
            content.manifest("1.0.0", content.blob("application/vnd.oci.image.config.v1+json", "{}"), layer);
            content.manifest("2.0.0", content.blob(OddContent.HELM_CONFIG, "{}"), layer);
        }
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + host + "/images/nginx", "1.0.0")))
                .hasMessage(host + "/images/nginx:1.0.0 is not a Helm chart: its config has the media type"
                        + " application/vnd.oci.image.config.v1+json, not " + OddContent.HELM_CONFIG);
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + host + "/images/nginx", "2.0.0")))
                .hasMessage(host + "/images/nginx:2.0.0 holds no chart: its manifest has no layer with the media type "
                        + OddContent.HELM_CHART);
        assertThat(files()).isEmpty();
    }

    @Test
    void aLayerThatIsNoChartArchiveLeavesNothing() throws Exception {
        String host = registry.host();
        Path noYaml = ChartTar.entries(pushed.resolve("no-yaml.tgz"), "web/values.yaml", "a: 1");
        Path climbing =
                ChartTar.entries(pushed.resolve("climbing.tgz"), "web/Chart.yaml", "name: web", "web/../../evil", "x");
        try (OddContent content = new OddContent(host, "charts/broken")) {
            Descriptor config = content.blob(OddContent.HELM_CONFIG, "{}");
            content.manifest("1.0.0", config, content.blob(OddContent.HELM_CHART, "no gzip"));
            content.manifest("2.0.0", config, content.blob(OddContent.HELM_CHART, Files.readAllBytes(noYaml)));
            content.manifest("3.0.0", config, content.blob(OddContent.HELM_CHART, Files.readAllBytes(climbing)));
        }
        for (String version : List.of("1.0.0", "2.0.0", "3.0.0")) {
            for (boolean untar : new boolean[] {false, true}) {
                Pull request = new Pull(
                        "oci://" + host + "/charts/broken", version, false, "new", untar, ".", false, Requests.ALICE);
                assertThatThrownBy(() -> pull(request))
                        .isInstanceOf(IOException.class)
                        .message()
                        .contains("broken-" + version + ".tgz")
                        .doesNotContain("\n")
                        .doesNotContain(".oci-chart-");
            }
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aTagThatLiesAboutTheVersionIsWarnedAbout() throws Exception {
        try (OddContent content = new OddContent(registry.host(), "charts/liar")) {
            byte[] archive = Files.readAllBytes(pushed.resolve("web-1.0.0.tgz"));
            content.manifest(
                    "1.0.1", content.blob(OddContent.HELM_CONFIG, "{}"), content.blob(OddContent.HELM_CHART, archive));
        }
        PulledChart chart = pull(Requests.pull("oci://" + registry.host() + "/charts/liar", "1.0.1"));
        assertThat(chart.chart().version()).isEqualTo("1.0.0");
        assertThat(lines)
                .first()
                .asString()
                .startsWith("WARNING: ")
                .contains("1.0.1")
                .contains("1.0.0");
    }

    @Test
    void aFolderWithTheArchivesNameIsNoticedBeforeTheDownload() throws Exception {
        Files.createDirectory(dir.resolve("web-1.0.0.tgz"));
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + repository, "1.0.0")))
                .hasMessage("cannot write " + dir.resolve("web-1.0.0.tgz") + ": a folder has this name");
        assertThat(files()).containsExactly("web-1.0.0.tgz");
    }

    @Test
    void aDestinationThatIsAFileIsNamed() throws Exception {
        Files.writeString(dir.resolve("file"), "");
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + repository, "1.0.0", "file")))
                .hasMessageContaining("cannot write to " + dir.resolve("file"))
                .hasMessageContaining("is not a folder");
    }

    @Test
    void aDestinationThatCannotBeWrittenIsNamedAndNothingIsLeft() throws Exception {
        Path readOnly = UnwritableFolder.in(dir);
        assertThatThrownBy(() -> pull(Requests.pull("oci://" + repository, "1.0.0", readOnly + "/new")))
                .hasMessageStartingWith("cannot write to " + readOnly)
                .message()
                .doesNotContain("\n");
        assertThat(readOnly.resolve("new")).doesNotExist();
    }
}
