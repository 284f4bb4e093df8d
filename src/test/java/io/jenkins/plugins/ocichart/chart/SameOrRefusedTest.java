package io.jenkins.plugins.ocichart.chart;

import static io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder.archive;
import static io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder.gzip;
import static io.jenkins.plugins.ocichart.fixture.ChartFixtures.chartYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.ocichart.chart.archive.ChartUnpacker;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of what real Helm reads we read the same, or we say in one line what we don't read and how to write it. */
class SameOrRefusedTest {
    private static final String CHART = chartYaml("a");

    @TempDir
    Path directory;

    static Stream<Arguments> refusedChartYamls() {
        String tab = ": there is a tab where only spaces are read; replace it by a space";
        String quote = ": \\' is not read in double quotes; write ' without the backslash";
        return Stream.of(
                Arguments.of(CHART + "description:\ttabbed\n", "line 4" + tab),
                Arguments.of(CHART + "home: 'q'\t# comment\n", "line 4" + tab),
                Arguments.of(CHART + "keywords: [\ta,\n\tb ]\n", "line 4" + tab),
                Arguments.of(CHART + "keywords: [a,\n\tb ]\n", "line 5" + tab),
                Arguments.of(CHART + "home: &a\tb\n", "line 4" + tab),
                Arguments.of(CHART + "home: !!str\tb\n", "line 4" + tab),
                Arguments.of(CHART + "home: |\t# comment\n  a\n", "line 4" + tab),
                Arguments.of(CHART + "home: >+\t\n  a\n", "line 4" + tab),
                Arguments.of(CHART + "home: \"a\\\tb\"\n", "line 4" + tab),
                Arguments.of(CHART + "home: \"it\\'s\"\n", "line 4" + quote),
                Arguments.of(CHART + "x: {home:,y}\n", "line 4: there must be a blank behind the colon of a key"));
    }

    @ParameterizedTest
    @MethodSource("refusedChartYamls")
    void aChartYamlThatHelmReadsIsRefusedWithItsLineAndWhatToWrite(String yaml, String reason) throws Exception {
        Path file = write(archive(Map.of("a/Chart.yaml", yaml)));

        assertHelmReads(file);
        assertThatThrownBy(() -> ChartArchive.read(file))
                .isInstanceOf(ChartException.class)
                .hasMessage(file + ": Chart.yaml: " + reason);
    }

    /** It would take minutes at 5 MiB. */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"# ", "description: ", "description: \"", "description: |\n  "})
    void aPieceOfMoreThanAMebibyteIsRefusedThoughHelmReadsIt(String beginning) throws Exception {
        String end = beginning.endsWith("\"") ? "\"" : "";
        int line = beginning.contains("\n") ? 5 : 4;

        aChartYamlThatHelmReadsIsRefusedWithItsLineAndWhatToWrite(
                CHART + beginning + "x".repeat((1 << 20) + 1) + end + "\n",
                "line " + line + ": there is more than 1 MiB in one piece; break it into several lines");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "home: !a%+1 b\n",
                "home: !<a%+7> b\n",
                "home: &x !a%\u0661\u0662 b\n",
                "home: &x\n  !a%+1 b\n",
                "\u00e9\ud83d\ude00: !a%+1 {b: c}\n",
                "keywords: [!a%+1 b]\n",
                "home: !!%+1 b\n"
            })
    void anEscapeInATagIsTwoHexadecimalDigits(String line) throws Exception {
        assertNobodyReads(CHART + line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%TAG !a! %+1\n---\n", "%TAG !a! x%+7 # comment\n---\n"})
    void anEscapeInADirectiveIsTwoHexadecimalDigits(String directive) throws Exception {
        assertNobodyReads(directive + CHART);
    }

    private void assertNobodyReads(String yaml) throws Exception {
        Path file = write(archive(Map.of("a/Chart.yaml", yaml)));

        assertThat(helmsAnswer(file)).contains("did not find URI escaped octet");
        assertThatThrownBy(() -> ChartArchive.read(file))
                .isInstanceOf(ChartException.class)
                .hasMessageMatching(
                        ".*Chart\\.yaml: line [14]: a tag has a % without two hexadecimal digits behind it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"home: !a%41 50%\n", "home: !!str \"!a%+1\"\n", "home: '!a%+1'\n", "keywords: [a, '!a%+1']\n"})
    void whatIsNoTagMayHaveAnyPercentSign(String line) throws Exception {
        Path file = write(archive(Map.of("a/Chart.yaml", CHART + line)));

        assertHelmReads(file);
        assertThat(ChartArchive.read(file).metadata().name()).isEqualTo("a");
    }

    static Stream<Arguments> sameArchives() {
        byte[] chart = archive(Map.of("a/Chart.yaml", CHART));
        byte[] half = new ChartArchiveBuilder().file("a/Chart.yaml", CHART).tar();
        return Stream.of(
                Arguments.of("zeros behind the gzip", Arrays.copyOf(chart, chart.length + 10_240)),
                Arguments.of(
                        "something else behind the gzip",
                        concat(chart, "something else".repeat(99).getBytes())),
                Arguments.of(
                        "several gzip members",
                        concat(gzip(Arrays.copyOf(half, 600)), gzip(Arrays.copyOfRange(half, 600, half.length)))),
                Arguments.of("no padding at the end", gzip(Arrays.copyOf(half, 1024))),
                Arguments.of(
                        "a global header with a path",
                        new ChartArchiveBuilder()
                                .globalHeader("path", "b/README.md")
                                .file("a/Chart.yaml", CHART)
                                .gzip()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sameArchives")
    void anArchiveThatHelmReadsIsRead(String name, byte[] content) throws Exception {
        Path file = write(content);

        assertHelmReads(file);
        assertThat(ChartArchive.read(file).metadata().name()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLongPathWithASlashAtItsBeginningIsRefused(boolean gnu) throws Exception {
        ChartArchiveBuilder archive = gnu ? new ChartArchiveBuilder().gnu() : new ChartArchiveBuilder();
        Path file = write(archive.file("/Chart.yaml", CHART)
                .file("/charts/_" + "x".repeat(200), "")
                .gzip());

        assertHelmReads(file);
        assertThatThrownBy(() -> ChartArchive.read(file))
                .isInstanceOf(ChartException.class)
                .hasMessage(
                        file + ": a long path in the archive begins with a slash; pack the chart with helm package");
    }

    static Stream<Arguments> refusedArchives() {
        byte[] tar = new ChartArchiveBuilder().file("a/Chart.yaml", CHART).tar();
        byte[] afterZeros = new byte[tar.length + 512];
        System.arraycopy(tar, 0, afterZeros, 512, tar.length);
        byte[] noEnd = gzip(Arrays.copyOf(tar, 1024));
        return Stream.of(
                Arguments.of(
                        "gzipped twice",
                        gzip(gzip(tar)),
                        "the archive is compressed twice with gzip; compress it only once"),
                Arguments.of("a record of zeros before the end", gzip(afterZeros), "invalid tar header"),
                Arguments.of("half a header", gzip(Arrays.copyOf(tar, 1200)), "the archive is truncated"),
                Arguments.of(
                        "no end but something else",
                        concat(noEnd, "x".repeat(600).getBytes()),
                        "the archive is damaged: what follows its first part is not gzip"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedArchives")
    void anArchiveThatHelmRefusesIsRefused(String name, byte[] content, String reason) throws Exception {
        Path file = write(content);

        assertThat(helmsAnswer(file)).doesNotContain("localhost:1");
        assertThatThrownBy(() -> ChartArchive.read(file))
                .isInstanceOf(ChartException.class)
                .hasMessage(file + ": " + reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format=gnu",
                "--format=posix --sparse-version=0.0",
                "--format=posix --sparse-version=0.1",
                "--format=posix --sparse-version=1.0"
            })
    void aSparseFileIsReadWithItsHoles(String format) throws Exception {
        Path chart = Files.createDirectories(directory.resolve("a"));
        Files.writeString(chart.resolve("Chart.yaml"), CHART);
        byte[] holes = new byte[3 << 20];
        for (int i = 0; i < 60; i++) {
            byte[] data = new byte[4096];
            new Random(i).nextBytes(data);
            System.arraycopy(data, 0, holes, i * 40_960 + 8192, data.length);
        }
        Files.write(chart.resolve("holes"), holes);
        Path file = directory.resolve("a.tgz");
        List<String> command = new ArrayList<>(List.of("tar", "--sparse", "--hole-detection=raw", "-czf", "a.tgz"));
        command.addAll(List.of(format.split(" ")));
        command.add("a");
        assumeTrue(runs(command), "skipped: this machine has no GNU tar");
        assertThat(Files.size(file)).isLessThan(500_000);

        assertHelmReads(file);
        assertThat(ChartArchive.read(file).metadata().name()).isEqualTo("a");
        Path unpacked = ChartUnpacker.unpack(file, directory.resolve("unpacked"));
        assertThat(unpacked.resolve("holes")).hasBinaryContent(holes);
    }

    private boolean runs(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(directory.resolve("a.tgz"), content);
    }

    /** Helm asks the registry, which isn't there, only when it has read the chart. */
    private static void assertHelmReads(Path file) {
        assertThat(helmsAnswer(file)).contains("localhost:1");
    }

    private static String helmsAnswer(Path file) {
        try {
            return EmbeddedHelm.push(file, "oci://localhost:1/charts");
        } catch (EmbeddedHelm.HelmFailure e) {
            return e.getMessage();
        }
    }

    private static byte[] concat(byte[] one, byte[] other) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(other);
        return both.toByteArray();
    }
}
