package io.jenkins.plugins.ocichart.chart.archive;

import static io.jenkins.plugins.ocichart.fixture.ChartFixtures.chartYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
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

class ChartUnpackerTest {
    @TempDir
    Path directory;

    private Path destination;

    @BeforeEach
    void chooseADestination() {
        destination = directory.resolve("some").resolve("where");
    }

    @Test
    void unpacksWithoutTheArchivesOwnFolders() throws Exception {
        Path archive = chart().file("x/values.yaml", "\ufeffa: 1\n")
                .directory("x/empty")
                .file("y/templates/deep/a.yaml", "kind: A\n")
                .write(directory.resolve("a.tgz"));

        assertThat(ChartUnpacker.unpack(archive, destination)).isEqualTo(destination);

        assertThat(files(destination)).containsExactlyInAnyOrder("Chart.yaml", "values.yaml", "templates/deep/a.yaml");
        assertThat(destination.resolve("values.yaml")).hasContent("a: 1\n");
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
    void refusesLinksAndNamesThatLeadElsewhere(ChartArchiveBuilder builder) throws Exception {
        Path archive = builder.write(directory.resolve("a.tgz"));

        assertThatThrownBy(() -> ChartUnpacker.unpack(archive, destination))
                .isInstanceOf(ChartException.class)
                .hasMessageStartingWith("\"")
                .hasMessageContaining("evil");
        assertThat(files(directory))
                .allSatisfy(file -> assertThat(file)
                        .isIn("a.tgz", "some/where/Chart.yaml", "some/where/evil", "some/where/evil/a"));
    }

    @Test
    void refusesADamagedArchive() throws Exception {
        byte[] whole = chart().file("x/a", "content").gzip();
        Path archive = Files.write(directory.resolve("a.tgz"), Arrays.copyOf(whole, whole.length - 9));

        assertThatThrownBy(() -> ChartUnpacker.unpack(archive, destination)).hasMessage("the archive is truncated");
    }

    @Test
    void refusesADecompressionBomb() throws Exception {
        ChartArchiveBuilder bomb = chart();
        for (int i = 0; i < 21; i++) {
            bomb.file("x/" + i, new byte[5 << 20]);
        }
        Path archive = bomb.write(directory.resolve("a.tgz"));

        assertThatThrownBy(() -> ChartUnpacker.unpack(archive, destination))
                .hasMessage("the files are larger than the maximum of 100 MiB when decompressed");
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
