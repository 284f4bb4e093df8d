package io.jenkins.plugins.ocichart.chart;

import static io.jenkins.plugins.ocichart.fixture.ChartFixtures.chartYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartUnpackerTest {
    @TempDir
    Path directory;

    private Path destination;

    @BeforeEach
    void chooseADestination() {
        destination = directory.resolve("some").resolve("where");
    }

    @Test
    void unpacksIntoADirectoryWithTheChartsName() throws Exception {
        Path archive = chart().file("x/values.yaml", "\ufeffa: 1\n")
                .directory("x/empty")
                .file("y/templates/deep/a.yaml", "kind: A\n")
                .write(directory.resolve("a.tgz"));

        Path chart = ChartUnpacker.unpack(archive, destination);

        assertThat(chart).isEqualTo(destination.resolve("web"));
        assertThat(files(destination))
                .containsExactlyInAnyOrder("web/Chart.yaml", "web/values.yaml", "web/templates/deep/a.yaml");
        assertThat(chart.resolve("values.yaml")).hasContent("a: 1\n");
    }

    @Test
    void unpacksBesideOtherChartsAndIntoARelativePath() throws Exception {
        Files.createDirectories(destination.resolve("other"));
        Path relative = Path.of("")
                .toAbsolutePath()
                .relativize(destination.resolve("..").resolve("where"));

        Path chart = ChartUnpacker.unpack(chart().write(directory.resolve("a.tgz")), relative);

        assertThat(chart.resolve("Chart.yaml")).exists();
        assertThat(destination.resolve("web")).isDirectory();
    }

    @Test
    void keepsTheLastOfTwoFilesWithTheSameName() throws Exception {
        Path archive = chart().file("x/a", "first").file("y/a", "second").write(directory.resolve("a.tgz"));

        assertThat(ChartUnpacker.unpack(archive, destination).resolve("a")).hasContent("second");
    }

    static Stream<ChartArchiveBuilder> dangerousArchives() {
        return Stream.of(
                chart().file("x/../../../evil", ""),
                chart().file("x//evil", ""),
                chart().file("x\\..\\evil", ""),
                chart().file("x/c:/evil", ""),
                chart().symbolicLink("x/evil", "/"),
                chart().symbolicLink("x/evil", "..").file("x/evil/a", ""),
                chart().hardLink("x/evil", "/etc/passwd"),
                chart().pipe("x/evil"),
                chart().file("x/evil", "").file("x/evil/a", ""),
                chart().file("x/evil/a", "").file("x/evil", ""));
    }

    @ParameterizedTest
    @MethodSource("dangerousArchives")
    void refusesLinksAndNamesThatLeadElsewhereAndLeavesNothing(ChartArchiveBuilder builder) throws Exception {
        Path archive = builder.write(directory.resolve("a.tgz"));

        assertThatThrownBy(() -> ChartUnpacker.unpack(archive, destination))
                .isInstanceOf(ChartException.class)
                .hasMessageStartingWith(archive + ": \"")
                .hasMessageContaining("evil");
        assertThat(files(directory)).containsExactly("a.tgz");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/b", "/", "/a", "a/"})
    void refusesNamesThatAreNoDirectoryNames(String name) throws Exception {
        Path archive = new ChartArchiveBuilder()
                .file("x/Chart.yaml", "name: " + name + "\n")
                .write(directory.resolve("a.tgz"));

        assertThatThrownBy(() -> ChartUnpacker.unpack(archive, destination))
                .isInstanceOf(ChartException.class)
                .hasMessage(archive + ": chart name \"" + name + "\" can't be the name of a directory");
        assertThat(files(directory)).containsExactly("a.tgz");
    }

    @Test
    void refusesAChartWithoutAName() throws Exception {
        Path archive = new ChartArchiveBuilder().file("x/values.yaml", "").write(directory.resolve("a.tgz"));

        assertThatThrownBy(() -> ChartUnpacker.unpack(archive, destination))
                .hasMessage(archive + ": Chart.yaml with the chart's name is missing");
    }

    @Test
    void neverTouchesWhatIsThere() throws Exception {
        Path archive = chart().write(directory.resolve("a.tgz"));
        Path mine = Files.createDirectories(destination.resolve("web")).resolve("mine");
        Files.writeString(mine, "precious");

        assertThatThrownBy(() -> ChartUnpacker.unpack(archive, destination))
                .isInstanceOf(ChartException.class)
                .hasMessage("can't unpack: a file or directory with the name " + destination.resolve("web")
                        + " already exists");
        assertThat(files(destination)).containsExactly("web/mine");
    }

    @Test
    void leavesNothingOfADamagedArchive() throws Exception {
        byte[] whole = chart().file("x/a", "content").gzip();
        Path archive = Files.write(directory.resolve("a.tgz"), Arrays.copyOf(whole, whole.length - 9));

        assertThatThrownBy(() -> ChartUnpacker.unpack(archive, destination))
                .hasMessage(archive + ": the archive is truncated");
        assertThat(files(directory)).containsExactly("a.tgz");
    }

    @Test
    void leavesNothingOfADecompressionBomb() throws Exception {
        ChartArchiveBuilder bomb = chart();
        for (int i = 0; i < 21; i++) {
            bomb.file("x/" + i, new byte[5 << 20]);
        }
        Path archive = bomb.write(directory.resolve("a.tgz"));

        assertThatThrownBy(() -> ChartUnpacker.unpack(archive, destination))
                .hasMessage(archive + ": the files are larger than the maximum of 100 MiB when decompressed");
        assertThat(files(directory)).containsExactly("a.tgz");
    }

    @Test
    void saysWhyItCannotWrite() throws Exception {
        Path archive = chart().write(directory.resolve("a.tgz"));
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> ChartUnpacker.unpack(archive, file.resolve("below")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("can't unpack " + archive + " into " + file.resolve("below") + ": ");
    }

    @Test
    void saysThatItMayNotWrite() throws Exception {
        Path archive = chart().write(directory.resolve("a.tgz"));
        Path readOnly = Files.createDirectory(directory.resolve("read-only"));
        assumeTrue(readOnly.toFile().setWritable(false) && !Files.isWritable(readOnly), "this user writes everywhere");

        assertThatThrownBy(() -> ChartUnpacker.unpack(archive, readOnly))
                .hasMessage("can't unpack " + archive + " into " + readOnly + ": permission denied");
    }

    private static ChartArchiveBuilder chart() {
        return new ChartArchiveBuilder().file("x/Chart.yaml", chartYaml("web"));
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }
}
