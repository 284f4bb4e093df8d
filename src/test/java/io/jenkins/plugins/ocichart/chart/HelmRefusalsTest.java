package io.jenkins.plugins.ocichart.chart;

import static io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder.archive;
import static io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder.gzip;
import static io.jenkins.plugins.ocichart.fixture.ChartFixtures.chartYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm.HelmFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What real Helm refuses to push before it asks any registry, we refuse, too, and say why in one line. */
class HelmRefusalsTest {
    private static final String CHART = chartYaml("a");
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path directory;

    static Stream<Arguments> chartYamls() {
        return Stream.of(
                Arguments.of("", "Chart.yaml: name is missing"),
                Arguments.of("version: 1.0.0", "Chart.yaml: name is missing"),
                Arguments.of("name: a", "Chart.yaml: version is missing"),
                Arguments.of("name: a\nversion: 1.2.3.4", "version \"1.2.3.4\" is not a semantic version"),
                Arguments.of("name: a\nversion: ' 1.0.0'", "version \" 1.0.0\" is not a semantic version"),
                Arguments.of("name: a\nversion: 1.0.0_a", "version \"1.0.0_a\" is not a semantic version"),
                Arguments.of("name: ..\nversion: 1", "name \"..\" is not allowed"),
                Arguments.of("name: a/b\nversion: 1", "name \"a/b\" must not contain a slash"),
                Arguments.of(CHART + "type: plugin", "type \"plugin\" must be application or library"),
                Arguments.of(CHART + "maintainers: [~]", "maintainers must not contain empty or null entries"),
                Arguments.of(CHART + "dependencies: [~]", "dependencies must not contain empty or null entries"),
                Arguments.of(
                        CHART + "dependencies: [{name: d}, {name: d}]",
                        "more than one dependency with name or alias \"d\""),
                Arguments.of(
                        CHART + "dependencies: [{name: d, alias: a.b}]", "disallowed characters in its alias \"a.b\""),
                Arguments.of(CHART + "description: {a: b}", "description must be a string, not a map"),
                Arguments.of(CHART + "description: [a]", "description must be a string, not a list"),
                Arguments.of(CHART + "sources: a", "sources must be a list, not a string"),
                Arguments.of(CHART + "maintainers: {a: b}", "maintainers must be a list, not a map"),
                Arguments.of(CHART + "maintainers: [a]", "maintainers must be a map, not a string"),
                Arguments.of(CHART + "annotations: [a]", "annotations must be a map, not a list"),
                Arguments.of(CHART + "annotations: {a: [b]}", "annotations must be a string, not a list"),
                Arguments.of(CHART + "deprecated: 'true'", "deprecated must be true or false, not a string"),
                Arguments.of(CHART + "deprecated: 1", "deprecated must be true or false, not a number"),
                Arguments.of("- a", "Chart.yaml must be a map, not a list"),
                Arguments.of(CHART + "~: a", "line 4: unsupported map key: null"),
                Arguments.of(CHART + "18446744073709551615: a", "line 4: unsupported map key: a number beyond 64 bits"),
                Arguments.of(CHART + "[a]: b", "line 4: unsupported map key: a list or a map"),
                Arguments.of(CHART + "x: .nan", "contains a number that JSON doesn't have: NaN"),
                Arguments.of(CHART + "x: *a", "line 4: unknown anchor 'a' referenced"),
                Arguments.of(CHART + "x: &a [*a]", "line 4: anchor 'a' value contains itself"),
                Arguments.of(CHART + "x: {<<: a}", "line 4: map merge requires map or sequence of maps as the value"),
                Arguments.of(CHART + "x: !!int a", "line 4: cannot decode `a` as a !!int"),
                Arguments.of(CHART + "x: \"\\q\"", "line 4: found unknown escape character"),
                Arguments.of(CHART + "x: \"\\ud83d\\ude00\"", "line 4: found invalid Unicode character escape code"),
                Arguments.of(CHART + "x: \u0007", "control characters are not allowed: U+0007"),
                Arguments.of(CHART + "\tx: y", "line 4"),
                Arguments.of(CHART + "x: |\n \t\n  a\n", "line 5: there is a tab where only spaces are read"),
                Arguments.of(CHART + "x: >- # c\n\n  \t\n   a\n", "line 6: there is a tab where only spaces are read"),
                Arguments.of(
                        CHART + "x: !!str |\n  a\n \t\n  b\n", "line 6: there is a tab where only spaces are read"),
                Arguments.of(CHART + "x: [", "Chart.yaml: "),
                Arguments.of("%YAML 1.2\n---\n" + CHART, "incompatible YAML document of version 1.2"),
                Arguments.of(CHART + billionLaughs(), "document contains excessive aliasing"));
    }

    private static String billionLaughs() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [" + "lol, ".repeat(9) + "lol]\n");
        for (int i = 1; i < 10; i++) {
            yaml.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1) + "]\n");
        }
        return yaml.toString();
    }

    @ParameterizedTest
    @MethodSource("chartYamls")
    void aChartYamlThatHelmRefusesIsRefused(String yaml, String reason) throws Exception {
        refuses(archive(Map.of("a/Chart.yaml", yaml)), reason);
    }

    static Stream<Arguments> archives() {
        return Stream.of(
                Arguments.of("no gzip", "text".getBytes(StandardCharsets.UTF_8), "is not a gzipped archive"),
                Arguments.of("empty", new byte[0], "is not a gzipped archive"),
                Arguments.of("no tar", gzip("text".getBytes(StandardCharsets.UTF_8)), "the archive is truncated"),
                Arguments.of(
                        "no tar of a block's length",
                        gzip("text".repeat(128).getBytes(StandardCharsets.UTF_8)),
                        "invalid tar header"),
                Arguments.of("no files", chart().directoriesOnly(), "no files in the archive"),
                Arguments.of("no Chart.yaml", archive(Map.of("a/values.yaml", "")), "Chart.yaml is missing"),
                Arguments.of(
                        "Chart.yaml at the top",
                        archive(Map.of("Chart.yaml", CHART)),
                        "\"Chart.yaml\" is outside of the chart's directory"),
                Arguments.of(
                        "packed as ./a",
                        archive(Map.of("./a/Chart.yaml", CHART, "./a/values.yaml", "")),
                        "Chart.yaml is missing in the archive's first folder; it is at ./a/Chart.yaml: package the"
                                + " chart's folder with helm package"),
                Arguments.of(
                        "packed from inside the folder",
                        archive(Map.of("Chart.yaml", CHART)),
                        "; package the chart's folder with helm package"),
                Arguments.of(
                        "Chart.yaml is a link",
                        new ChartArchiveBuilder()
                                .symbolicLink("a/Chart.yaml", "../Chart.yaml")
                                .gzip(),
                        "Chart.yaml is a link or a special file; helm package packs the file itself"),
                Arguments.of(
                        "Chart.yaml of a subchart is a link",
                        new ChartArchiveBuilder()
                                .file("a/Chart.yaml", CHART)
                                .hardLink("a/charts/s/Chart.yaml", "a/Chart.yaml")
                                .gzip(),
                        "charts/s/Chart.yaml is a link or a special file; helm package packs the file itself"),
                Arguments.of(
                        "Chart.yaml as a folder",
                        chart().add("Chart.yaml/x", ""),
                        "Chart.yaml is not in the chart's directory"),
                Arguments.of("file at the top", chart().add("x", ""), "\"x\" is outside of the chart's directory"),
                Arguments.of(
                        "absolute path", chart().add("a//etc/passwd", ""), "\"a//etc/passwd\" is an absolute path"),
                Arguments.of("parent directory", chart().add("a/../../x", ""), "references a parent directory"),
                Arguments.of("two dots before a name", chart().add("a/..x", ""), "references a parent directory"),
                Arguments.of("drive", chart().add("a/c:/x", ""), "it begins with a drive letter"),
                Arguments.of("backslashes", chart().add("a\\..\\..\\x", ""), "references a parent directory"),
                Arguments.of(
                        "file of 5 MiB and a byte",
                        chart().add("a/x", new byte[5 * MEBIBYTE + 1]),
                        "\"a/x\" is larger than the maximum file size of 5 MiB"),
                Arguments.of(
                        "files of 100 MiB", hundredMebibytes(), "the files are larger than the maximum of 100 MiB"),
                Arguments.of(
                        "values.yaml is a list",
                        chart().add("a/values.yaml", "[a]"),
                        "values.yaml must be a map, not a list"),
                Arguments.of("values.yaml is no YAML", chart().add("a/values.yaml", "{{ a }}"), "values.yaml: "),
                Arguments.of(
                        "Chart.lock without a time",
                        chart().add("a/Chart.lock", "generated: today"),
                        "generated must be a time"),
                Arguments.of(
                        "Chart.lock is a list",
                        chart().add("a/Chart.lock", "[]"),
                        "Chart.lock must be a map, not a list"),
                Arguments.of(
                        "requirements.yaml is a list",
                        chart().add("a/requirements.yaml", "[]"),
                        "requirements.yaml must be a map, not a list"),
                Arguments.of(
                        "requirements.yaml breaks the version",
                        chart().add("a/requirements.yaml", "version: x"),
                        "version \"x\" is not a semantic version"),
                Arguments.of(
                        "file in charts",
                        chart().add("a/charts/README.md", ""),
                        "charts/README.md/Chart.yaml is missing; all that is in charts/ must be charts, or begin with _ or ."),
                Arguments.of(
                        "invalid subchart",
                        chart().add("a/charts/s/Chart.yaml", "name: s"),
                        "charts/s/Chart.yaml: version is missing"),
                Arguments.of(
                        "invalid subchart of a subchart",
                        chart().add(
                                        "a/charts/s.tgz",
                                        archive(Map.of("s/Chart.yaml", CHART, "s/charts/t/Chart.yaml", "a"))),
                        "charts/s.tgz: charts/t/Chart.yaml: Chart.yaml must be a map, not a string"),
                Arguments.of(
                        "subchart archive is no archive",
                        chart().add("a/charts/s.tgz", "x"),
                        "charts/s.tgz: the archive is truncated"),
                Arguments.of(
                        "subchart archive is a folder",
                        chart().add("a/charts/s.tgz/Chart.yaml", CHART),
                        "charts/s.tgz must be a chart archive, not a directory"),
                Arguments.of("truncated", truncated(), "the archive is truncated"),
                Arguments.of("damaged header", damaged(), "invalid tar header"));
    }

    private static Chart chart() {
        return new Chart();
    }

    /** Files for an archive that has a valid Chart.yaml otherwise. */
    private static final class Chart {
        byte[] add(String name, Object content) {
            return new ChartArchiveBuilder()
                    .file("a/Chart.yaml", CHART)
                    .file(name, content)
                    .gzip();
        }

        byte[] directoriesOnly() {
            return new ChartArchiveBuilder().directory("a").gzip();
        }
    }

    private static byte[] hundredMebibytes() {
        ChartArchiveBuilder builder = new ChartArchiveBuilder().file("a/Chart.yaml", CHART);
        for (int i = 0; i < 19; i++) {
            builder.file("a/" + i, new byte[5 * MEBIBYTE]);
        }
        return builder.file("a/last", new byte[5 * MEBIBYTE - CHART.length()]).gzip();
    }

    private static byte[] truncated() {
        byte[] whole = archive(Map.of("a/Chart.yaml", CHART));
        return Arrays.copyOf(whole, whole.length / 2);
    }

    private static byte[] damaged() {
        byte[] tar = new ChartArchiveBuilder().file("a/Chart.yaml", CHART).tar();
        tar[1]++;
        return gzip(tar);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("archives")
    void anArchiveThatHelmRefusesIsRefused(String name, byte[] content, String reason) throws Exception {
        refuses(content, reason);
    }

    private void refuses(byte[] content, String reason) throws Exception {
        Path file = Files.write(directory.resolve("a.tgz"), content);

        assertThatThrownBy(() -> EmbeddedHelm.push(file, "oci://localhost:1/charts"))
                .isInstanceOf(HelmFailure.class)
                .message()
                .doesNotContain("connect", "localhost:1");
        assertThatThrownBy(() -> ChartArchive.read(file))
                .isInstanceOf(ChartException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(reason)
                .message()
                .satisfies(message -> assertThat(message.lines()).hasSize(1));
    }
}
