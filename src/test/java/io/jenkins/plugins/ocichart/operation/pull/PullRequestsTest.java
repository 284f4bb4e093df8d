package io.jenkins.plugins.ocichart.operation.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.ChartMediaTypes;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.StoredContent;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pull asks and says; that it is what Helm finds and leaves is tested with Helm in ChartPullTest. */
class PullRequestsTest {
    @TempDir
    private Path dir;

    @Started
    private SimulatedRegistry registry;

    private final List<String> lines = new ArrayList<>();
    private Path workspace;
    private StoredContent content;
    private String web;
    private String path;

    @BeforeEach
    void prepare() throws Exception {
        workspace = Files.createDirectory(dir.resolve("workspace"));
        content = new StoredContent(registry, "charts/web");
        path = registry.host() + "/charts/web";
        web = "oci://" + path;
    }

    private Descriptor chart(String version) throws IOException {
        return content.chart(version.replace('+', '_'), ChartTar.write(dir, "web", version), null);
    }

    private PulledChart pull(Pull request) throws Exception {
        return request.run(workspace, lines::add);
    }

    @ParameterizedTest
    @CsvSource({
        "'', false, 2.0.0",
        "'', true, 3.0.0-rc.1",
        "^1, false, 1.2.0+b",
        "~1.1, false, 1.1.0",
        ">=1.0.0 <1.1.0, false, 1.0.0",
        ">0.0.0-0, false, 3.0.0-rc.1",
        "1.0.0, false, 1.0.0"
    })
    void theNewestThatMatchesIsPulled(String version, boolean devel, String found) throws Exception {
        for (String one : List.of("1.0.0", "1.2.0+b", "1.1.0", "2.0.0", "3.0.0-rc.1")) {
            chart(one);
        }

        PulledChart pulled = pull(new Pull(web, version, devel, "out", false, null, false, Requests.ALICE));

        assertThat(pulled.chart().version()).isEqualTo(found);
        assertThat(pulled.file()).isEqualTo("web-" + found + ".tgz");
        assertThat(pulled.path()).isEqualTo("out/web-" + found + ".tgz");
        assertThat(workspace.resolve(pulled.path())).hasSameBinaryContentAs(dir.resolve("web-" + found + ".tgz"));
        assertThat(pulled.md5()).isEqualTo(ChartTar.md5(dir.resolve("web-" + found + ".tgz")));
    }

    @Test
    void whatDoesNotMatchIsSaid() throws Exception {
        chart("1.0.0-rc.1");

        assertThatThrownBy(() -> pull(Requests.pull(web, null)))
                .hasMessage(web + " has only pre-releases (the newest is 1.0.0-rc.1); set devel or name a version");
        chart("1.0.0");
        assertThatThrownBy(() -> pull(Requests.pull(web, "^2")))
                .hasMessage(web + " has no version that matches '^2' (the newest is 1.0.0)");
        assertThat(workspace).isEmptyDirectory();
    }

    @Test
    void aDigestDecidesAndItsTagHasToAgree() throws Exception {
        Descriptor one = chart("1.0.0");
        chart("2.0.0");

        assertThat(pull(Requests.pull(web + ":1.0.0@" + one.digest(), null))
                        .chart()
                        .tag())
                .isEqualTo("1.0.0");
        assertThat(lines).containsExactly("Pulled: " + path + ":1.0.0", "Digest: " + one.digest());
        lines.clear();
        PulledChart untagged = pull(Requests.pull(web + ":7.0.0@" + one.digest(), null));
        assertThat(untagged.chart().tag()).isNull();
        assertThat(untagged.chart().ref()).isEqualTo(path + "@" + one.digest());
        assertThat(lines).first().isEqualTo("WARNING: " + path + " has no tag 7.0.0; the digest decides");
        assertThatThrownBy(() -> pull(Requests.pull(web + ":2.0.0@" + one.digest(), null)))
                .hasMessageStartingWith(
                        "chart reference digest mismatch: the tag 2.0.0 of " + path + " points to sha256:")
                .hasMessageEndingWith(", not to " + one.digest());
    }

    @Test
    void aRangeBesideADigestHasToHold() throws Exception {
        Descriptor one = chart("1.0.0");

        assertThat(pull(Requests.pull(web + "@" + one.digest(), "^1")).chart().version())
                .isEqualTo("1.0.0");
        assertThatThrownBy(() -> pull(Requests.pull(web + "@" + one.digest(), "^2")))
                .hasMessage("chart reference and version mismatch: " + one.digest() + " of " + path
                        + " is version 1.0.0, which '^2' does not match");
    }

    @Test
    void aTagOfAnotherVersionIsWarnedOf() throws Exception {
        Path archive = ChartTar.write(dir, "web", "1.0.0");
        content.chart("1.0.1", archive, null);
        content.chart("latest", archive, null);

        pull(Requests.pull(web, "1.0.1"));
        assertThat(lines).first().isEqualTo("WARNING: the chart that is tagged 1.0.1 says that it is version 1.0.0");
        lines.clear();
        pull(Requests.pull(web, "latest"));
        assertThat(lines).noneMatch(line -> line.startsWith("WARNING"));
    }

    @Test
    void theLayerTypeOfHelm36IsWarnedOf() throws Exception {
        byte[] archive = Files.readAllBytes(ChartTar.write(dir, "web", "1.0.0"));
        content.manifest(
                "1.0.0",
                content.blob(ChartMediaTypes.CONFIG, "{}"),
                List.of(content.blob(ChartMediaTypes.LEGACY_CONTENT, archive)),
                "");

        pull(Requests.pull(web, "1.0.0"));

        assertThat(lines)
                .first()
                .isEqualTo("WARNING: " + path + ":1.0.0 marks its chart with the deprecated media type"
                        + " application/tar+gzip; push it again to renew it");
    }

    @Test
    void aMissingProvenanceFileIsWarnedOfIfItIsWanted() throws Exception {
        chart("1.0.0");

        pull(Requests.withProvenance(web, "1.0.0"));

        assertThat(lines).first().isEqualTo("WARNING: " + path + " has no provenance file for this chart");
        assertThat(workspace.resolve("web-1.0.0.tgz")).exists();
        assertThat(workspace.resolve("web-1.0.0.tgz.prov")).doesNotExist();
    }

    @Test
    void theProvenanceFileComesOnlyIfItIsWanted() throws Exception {
        content.chart("1.0.0", ChartTar.write(dir, "web", "1.0.0"), "signed");

        pull(Requests.pull(web, "1.0.0"));
        assertThat(workspace.resolve("web-1.0.0.tgz.prov")).doesNotExist();
        assertThat(registry.requests()).hasSize(2);
        pull(Requests.withProvenance(web, "1.0.0"));
        assertThat(workspace.resolve("web-1.0.0.tgz.prov")).hasContent("signed");
    }

    @Test
    void aFolderInTheWayOfEitherFileIsNoticedBeforeTheDownload() throws Exception {
        chart("1.0.0");

        for (String file : List.of("web-1.0.0.tgz.prov", "web-1.0.0.tgz")) {
            Files.createDirectory(workspace.resolve(file));
            assertThatThrownBy(() -> pull(Requests.pull(web, "1.0.0")))
                    .hasMessage("cannot write " + workspace.resolve(file) + ": a folder has this name");
        }
        assertThat(registry.requests()).noneMatch(line -> line.contains("/blobs/"));
    }

    @Test
    void anUnpackedChartIsBelowBothFoldersAndNeverReplacesAnother() throws Exception {
        chart("1.0.0");

        Pull request = Requests.untar(web, "1.0.0", "out", "charts");
        PulledChart pulled = pull(request);
        assertThat(pulled.path()).isEqualTo("out/charts/web");
        assertThat(pulled.file()).isEqualTo("web-1.0.0.tgz");
        assertThat(workspace.resolve("out/charts")).isDirectoryContaining("glob:**/web");
        assertThat(workspace.resolve("out/charts/web/Chart.yaml")).exists();
        assertThat(pull(request)).isEqualTo(pulled);

        Files.writeString(workspace.resolve("out/charts/web/Chart.yaml"), "changed");
        assertThatThrownBy(() -> pull(request))
                .hasMessage("failed to untar: a file or directory with the name " + workspace.resolve("out/charts/web")
                        + " already exists");
        assertThat(workspace.resolve("out/charts/web/Chart.yaml")).hasContent("changed");
    }

    @Test
    void whatIsNoArchiveIsNamedAndLeavesNothing() throws Exception {
        content.manifest(
                "1.0.0",
                content.blob(ChartMediaTypes.CONFIG, "{}"),
                List.of(content.blob(ChartMediaTypes.CONTENT, "no gzip")),
                "");

        for (boolean untar : new boolean[] {false, true}) {
            assertThatThrownBy(() -> pull(new Pull(web, "1.0.0", false, "new", untar, null, false, Requests.ALICE)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("what " + path + " holds is not a valid chart: web-1.0.0.tgz: ");
        }
        assertThat(workspace).isEmptyDirectory();
        assertThat(lines).isEmpty();
    }

    @Test
    void anIndexOfSeveralChartsIsAmbiguous() throws Exception {
        Descriptor one = chart("1.0.0");
        Descriptor two = chart("2.0.0");
        content.index("3.0.0", List.of(one, two, one));

        assertThatThrownBy(() -> pull(Requests.pull(web, "3.0.0")))
                .hasMessage(path + ":3.0.0 is an index that lists several charts; name one by its digest: "
                        + one.digest() + ", " + two.digest());
        assertThat(registry.requests())
                .filteredOn(line -> line.endsWith(one.digest().toString()))
                .hasSize(1);
    }

    @Test
    void indexesAreSearchedUpToTheFourthAndForFiftyManifests() throws Exception {
        Descriptor index = chart("1.0.0");
        for (int depth = 1; depth <= 5; depth++) {
            index = content.index("nested-" + depth, List.of(index));
        }
        assertThat(pull(Requests.pull(web, "nested-4")).chart().name()).isEqualTo("web");
        assertThatThrownBy(() -> pull(Requests.pull(web, "nested-5")))
                .hasMessage(path + ":nested-5 is an index of indexes, more than 4 deep; name the chart by its digest");

        Descriptor config = content.blob("text/plain", "x");
        List<Descriptor> many = new ArrayList<>(List.of(chart("1.0.0")));
        for (int i = 1; i <= 50; i++) {
            many.add(content.manifest(null, config, Collections.nCopies(i, config), ""));
        }
        content.index("fifty", many.subList(0, 50));
        content.index("more", many);
        assertThat(pull(Requests.pull(web, "fifty")).chart().name()).isEqualTo("web");
        assertThatThrownBy(() -> pull(Requests.pull(web, "more")))
                .hasMessageEndingWith(" is an index of 51 manifests, too many to look for the chart among them;"
                        + " name it by its digest");
    }

    @Test
    void versionsAreListedUpToALimit() throws Exception {
        for (String one : List.of("1.0.0", "1.2.0+b", "1.1.0", "2.0.0", "3.0.0-rc.1", "1.5")) {
            chart(one);
        }

        assertThat(versions(null, false, 0)).containsExactly("2.0.0", "1.2.0+b", "1.1.0", "1.0.0");
        assertThat(versions("", true, 2)).containsExactly("3.0.0-rc.1", "2.0.0");
        assertThat(versions("^1", false, 1)).containsExactly("1.2.0+b");
        assertThat(versions("^7", false, 0)).isEmpty();
        assertThatThrownBy(() -> versions(null, false, -1))
                .hasMessage("limit is -1, but must be 0 for all versions or more");
        for (String suffix : List.of(":1.0.0", "@sha256:" + "a".repeat(64))) {
            assertThatThrownBy(
                            () -> new Versions(web + suffix, null, false, 0, Requests.ALICE).run(workspace, lines::add))
                    .hasMessage(
                            "chart '" + web + suffix + "' names one version; write oci://HOST[:PORT]/NAMESPACE/NAME");
        }
    }

    private List<String> versions(String version, boolean devel, int limit) throws Exception {
        return new Versions(web, version, devel, limit, Requests.ALICE).run(workspace, lines::add);
    }

    @Test
    void aFolderIsShownOrItsPathIsMissing() throws Exception {
        Path folder = Files.createDirectories(workspace.resolve("charts/web"));
        Files.writeString(folder.resolve("Chart.yaml"), "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        Files.write(folder.resolve("README.md"), new byte[] {'a', (byte) 0xff});

        assertThat(show("charts/web", "chart")).contains("version: 1.0.0");
        assertThat(lines).isEmpty();
        assertThat(show("charts/web", "readme")).isEqualTo("a\ufffd\n");
        assertThat(lines)
                .containsExactly("WARNING: charts/web: what is shown is not UTF-8; bytes that are no characters"
                        + " are replaced");
        assertThatThrownBy(() -> show("none", "chart"))
                .hasMessage("'none': no such file or folder in " + workspace
                        + "; the address of a chart in a registry begins with oci://");
        lines.clear();
        Files.writeString(folder.resolve("requirements.yaml"), "dependencies: []\n");
        show("charts/web", "chart");
        assertThat(lines)
                .containsExactly("WARNING: charts/web: Dependencies are handled in Chart.yaml since apiVersion \"v2\"."
                        + " We recommend migrating dependencies to Chart.yaml.");
        Files.delete(folder.resolve("Chart.yaml"));
        assertThatThrownBy(() -> show("charts/web", "chart")).hasMessageStartingWith("charts/web: ");
    }

    private String show(String chart, String what) throws Exception {
        return new Show(chart, what, null, false, Trust.NONE, null, null)
                .run(workspace, lines::add)
                .text();
    }
}
