package io.jenkins.plugins.ocichart.operation.packaging;

import static io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder.archive;
import static io.jenkins.plugins.ocichart.fixture.ChartFixtures.chartYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartFolders.Content;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm.HelmFailure;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real Helm refuses to package, we refuse, too: with one line that says what and where, and without leaving a file. */
class PackagingRefusalsTest {
    private static final String CHART = chartYaml("a");
    private static final byte[] TOO_LARGE = new byte[(5 << 20) + 1];

    @TempDir
    Path directory;

    static Stream<Arguments> folders() {
        return Stream.of(
                of("no Chart.yaml", new Content().file("values.yaml", ""), "Chart.yaml is missing"),
                of("Chart.yaml as a folder", new Content().folder("Chart.yaml"), "Chart.yaml is missing"),
                of("Chart.yaml one level deeper", new Content().file("a/Chart.yaml", CHART), "Chart.yaml is missing"),
                of("chart.yaml", new Content().file("chart.yaml", CHART), "Chart.yaml is missing"),
                of("empty Chart.yaml", new Content().file("Chart.yaml", ""), "Chart.yaml: name is missing"),
                of("no YAML", new Content().file("Chart.yaml", "a: ["), "Chart.yaml: line "),
                of("no map", new Content().file("Chart.yaml", "- a"), "Chart.yaml must be a map, not a list"),
                of("no version", new Content().file("Chart.yaml", "name: a"), "Chart.yaml: version is missing"),
                of(
                        "no semantic version",
                        new Content().file("Chart.yaml", "name: a\nversion: abc"),
                        "version \"abc\" is not a semantic version"),
                of(
                        "a version of four numbers",
                        new Content().file("Chart.yaml", "name: a\nversion: 1.2.3.4"),
                        "version \"1.2.3.4\" is not a semantic version"),
                of(
                        "a slash in the name",
                        new Content().file("Chart.yaml", "name: a/b\nversion: 1.0.0"),
                        "name \"a/b\" must not contain a slash"),
                of("two dots for a name", new Content().file("Chart.yaml", "name: ..\nversion: 1.0.0"), "not allowed"),
                of("unknown type", chart(CHART + "type: x\n"), "type \"x\" must be application or library"),
                of("control character", chart(CHART + "annotations: {a: \"\\x7f\"}\n"), "control characters"),
                of(
                        "dependencies missing",
                        chart(CHART + "dependencies:\n- {name: x, version: 1}\n- {name: db, version: 1}\n- {name: z}\n")
                                .file("charts/z/Chart.yaml", chartYaml("db")),
                        "found in Chart.yaml, but missing in charts/ directory: x, z"),
                of(
                        "a folder with the alias",
                        chart(CHART + "dependencies:\n- {name: x, version: 1, alias: db}\n")
                                .file("charts/db/Chart.yaml", chartYaml("db")),
                        "missing in charts/ directory: x"),
                of(
                        "requirements.yaml of Helm 2",
                        chart("name: a\nversion: 1.0.0\n")
                                .file("requirements.yaml", "dependencies:\n- {name: x, version: 1.0.0}\n"),
                        "missing in charts/ directory: x"),
                of(
                        "the same dependency twice",
                        chart(CHART + "dependencies:\n- {name: d}\n- {name: d}\n"),
                        "more than one dependency with name or alias \"d\""),
                of("values.yaml is a list", chart(CHART).file("values.yaml", "- a"), "values.yaml must be a map"),
                of("values.yaml is no YAML", chart(CHART).file("values.yaml", "{{ a }}"), "values.yaml: "),
                of(
                        "schema is no JSON",
                        chart(CHART).file("values.schema.json", "{a: 1}"),
                        "a/values.schema.json: invalid JSON, error at line 1"),
                of("empty schema", chart(CHART).file("values.schema.json", ""), "values.schema.json: invalid JSON"),
                of("two schemas", chart(CHART).file("values.schema.json", "{} {}"), "values.schema.json: invalid JSON"),
                of("UTF-16", chart(CHART).file("values.schema.json", new byte[] {'{', 0, '}', 0}), "invalid JSON"),
                of(
                        "schema of a subchart",
                        chart(CHART)
                                .file("charts/db/Chart.yaml", chartYaml("db"))
                                .file("charts/db/values.schema.json", "{"),
                        "a/charts/db/values.schema.json: invalid JSON"),
                of(
                        "empty schema in an archive",
                        chart(CHART)
                                .file(
                                        "charts/db.tgz",
                                        archive(Map.of("d/Chart.yaml", chartYaml("db"), "d/values.schema.json", ""))),
                        "a/charts/db/values.schema.json: invalid JSON"),
                of("Chart.lock is no YAML", chart(CHART).file("Chart.lock", "{"), "Chart.lock: "),
                of(
                        "Chart.lock of no time",
                        chart(CHART).file("Chart.lock", "generated: today"),
                        "generated must be a time"),
                of(
                        "file in charts",
                        chart(CHART).file("charts/README.md", ""),
                        "charts/README.md/Chart.yaml is missing"),
                of("folder in charts", chart(CHART).file("charts/x/y", ""), "charts/x/Chart.yaml is missing"),
                of(
                        "invalid subchart",
                        chart(CHART).file("charts/x/Chart.yaml", "name: x"),
                        "charts/x/Chart.yaml: version is missing"),
                of("no archive", chart(CHART).file("charts/x.tgz", "x"), "charts/x.tgz: "),
                of(
                        "a folder called like an archive",
                        chart(CHART).file("charts/x.tgz/Chart.yaml", CHART),
                        "charts/x.tgz must be a chart archive, not a directory"),
                of(
                        "too large",
                        chart(CHART).file("files/big", TOO_LARGE),
                        "files/big: is larger than the maximum file size of 5 MiB"),
                of("too large an archive", chart(CHART).file("charts/big.tgz", TOO_LARGE), "charts/big.tgz: is larger"),
                of("dangling link", chart(CHART).link("x", "y"), "x: is a link to y, which is missing"),
                of(
                        "ignored dangling link",
                        chart(CHART).link("x", "y").file(".helmignore", "x"),
                        "x: is a link to y, which is missing"),
                of("link to itself", chart(CHART).link("x", "x"), "x: is a link that leads nowhere"),
                of(
                        "link to the chart",
                        chart(CHART).link("files/x", ".."),
                        "files/x: is a link to a folder that it is in, which never ends"),
                of(
                        "links to each other",
                        chart(CHART).folder("b").folder("c").link("b/c", "../c").link("c/b", "../b"),
                        "is a link to a folder that it is in, which never ends"),
                of("two stars", chart(CHART).file(".helmignore", "a/**"), ".helmignore: line 1: double-star (**)"),
                of(
                        "bad pattern",
                        chart(CHART).file(".helmignore", "\n[a"),
                        ".helmignore: line 2: syntax error in pattern"),
                of("Chart.yaml ignored", chart(CHART).file(".helmignore", "*.yaml"), "Chart.yaml is missing"),
                of(".helmignore as a folder", chart(CHART).folder(".helmignore"), ".helmignore: is a directory"));
    }

    private static Arguments of(String name, Content content, String reason) {
        return Arguments.of(name, content, reason);
    }

    private static Content chart(String chartYaml) {
        return new Content().file("Chart.yaml", chartYaml);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("folders")
    void aFolderThatHelmRefusesIsRefused(String name, Content content, String reason) throws Exception {
        refuses(content.write(directory.resolve("a")), reason);
    }

    @Test
    void aPipeIsRefused() throws Exception {
        Path folder = chart(CHART).write(directory.resolve("a"));
        Runtime.getRuntime()
                .exec(new String[] {"mkfifo", folder.resolve("p").toString()})
                .waitFor();

        refuses(folder, "a: p: is no regular file (a pipe, a socket or a device)");
    }

    /** Helm waits for ever for somebody who writes into it. */
    @Test
    void aPipeForRulesIsRefused() throws Exception {
        Path folder = chart(CHART).write(directory.resolve("a"));
        Runtime.getRuntime()
                .exec(new String[] {"mkfifo", folder.resolve(".helmignore").toString()})
                .waitFor();

        assertThat(pack("a", "out", null).problem())
                .isEqualTo("a: .helmignore: is no regular file (a pipe, a socket or a device)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "[a]", "*a", "a", "\\a"})
    void aRuleLongerThanAnyPathIsRefused(String part) throws Exception {
        chart(CHART)
                .file(".helmignore", "# " + part.repeat(9999) + "\n" + part.repeat(60_000 / part.length()))
                .write(directory.resolve("a"));

        assertThat(pack("a", "out", null).problem()).isEqualTo("a: .helmignore: line 2: longer than any path can be");
    }

    @Test
    void anUnreadableFolderIsNamed() throws Exception {
        assertThatThrownBy(() -> EmbeddedHelm.pack(directory.resolve("a"), directory))
                .isInstanceOf(HelmFailure.class);
        assertThatThrownBy(() -> pack("a", "out", null)).hasMessage("'a': no such folder in " + directory);
    }

    @Test
    void aFileIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("Chart.yaml"), CHART);

        assertThatThrownBy(() -> EmbeddedHelm.pack(file, directory)).isInstanceOf(HelmFailure.class);
        assertThatThrownBy(() -> pack("Chart.yaml", "out", null))
                .hasMessage("'Chart.yaml' is a file: name the chart's folder");
    }

    @Test
    void aDestinationThatIsAFileIsRefused() throws Exception {
        Path folder = chart(CHART).write(directory.resolve("a"));
        Path file = Files.writeString(directory.resolve("out"), "");

        assertThatThrownBy(() -> EmbeddedHelm.pack(folder, file)).isInstanceOf(HelmFailure.class);
        assertThatThrownBy(() -> pack("a", "out", null))
                .hasMessage("cannot write to " + file + ": " + file + " is not a folder");
    }

    @ParameterizedTest
    @CsvSource({"1.2.3.4", "x", "' 1.0.0'", "'1.0.0 '"})
    void aVersionThatHelmRefusesIsRefused(String version) throws Exception {
        Path folder = chart(CHART).write(directory.resolve("a"));
        HelmProgram helm = HelmProgram.onPath();

        assertThatThrownBy(() -> helm.run("package", folder.toString(), "--version", version, "-d", directory + "/h"))
                .isInstanceOf(HelmFailure.class);
        assertThat(pack("a", "out", version).problem())
                .isEqualTo("a: version \"" + version + "\" is not a semantic version");
    }

    @Test
    void aVersionDoesNotHealAnInvalidOne() throws Exception {
        Path folder = chart("name: a\nversion: abc\n").write(directory.resolve("a"));
        HelmProgram helm = HelmProgram.onPath();

        assertThatThrownBy(() -> helm.run("package", folder.toString(), "--version", "1.0.0", "-d", directory + "/h"))
                .hasMessageContaining("abc");
        assertThat(pack("a", "out", "1.0.0").problem()).contains("version \"abc\" is not a semantic version");
    }

    private void refuses(Path folder, String reason) throws Exception {
        assertThatThrownBy(() -> EmbeddedHelm.pack(folder, directory.resolve("helm")))
                .isInstanceOf(HelmFailure.class);

        PackagingResult result = pack("a", "out", null);
        assertThat(result.charts()).isEmpty();
        assertThat(result.problem()).startsWith("a: ").contains(reason).hasLineCount(1);
        assertThat(directory.resolve("out")).doesNotExist();
    }

    private PackagingResult pack(String chart, String destination, String version)
            throws IOException, InterruptedException {
        return new Packaging(chart, destination, version, null, null, null).run(directory, line -> {});
    }
}
