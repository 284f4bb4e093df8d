package io.jenkins.plugins.ocichart.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.ocichart.chart.archive.ArchiveEntries;
import io.jenkins.plugins.ocichart.chart.archive.ChartUnpacker;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder;
import io.jenkins.plugins.ocichart.fixture.Cost;
import io.jenkins.plugins.ocichart.peer.HelmReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Archives come from registries and workspaces. The input is the tar inside, as few changes of a gzip file say anything.
 * What we read, real Helm reads, and as the same chart. */
class ChartArchiveFuzzTest {
    private static final HelmReader HELM = new HelmReader();

    private static Path directory;

    @BeforeAll
    static void create() throws IOException {
        directory = Files.createTempDirectory("archives");
        Files.writeString(directory.resolve("outside"), "mine");
    }

    @AfterAll
    static void delete() throws IOException {
        Files.delete(directory.resolve("outside"));
        Files.delete(directory.resolve("web.tgz"));
        Files.delete(directory);
        HELM.close();
    }

    @FuzzTest
    void isUnpackedInItsPlaceOrNotAtAll(byte[] input) throws Exception {
        byte[] archive = ChartArchiveBuilder.gzip(ChartArchiveBuilder.withChecksums(input.clone()));
        try {
            ChartMetadata metadata = Cost.limited(
                    512,
                    () -> ChartLoader.load(
                                    new ByteArrayInputStream(archive), new ArchiveEntries.Budget(), new HashSet<>())
                            .metadata());
            String helms = HELM.archive(archive);
            assertThat(helms).doesNotStartWith("refused");
            assertThat(HELM.chartYaml(metadata.toJson())).isEqualTo(helms);
        } catch (ChartException e) {
            Cost.requireOneLine(e.getMessage());
        }
        Path file = Files.write(directory.resolve("web.tgz"), archive);
        Path destination = directory.resolve("charts");
        try {
            Path chart = Cost.limited(512, () -> ChartUnpacker.unpack(file, destination));

            assertThat(chart).isEqualTo(destination).isDirectory();
        } catch (ChartException e) {
            Cost.requireOneLine(e.getMessage());
        } finally {
            delete(destination);
        }
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("outside", "web.tgz");
        assertThat(directory.resolve("outside")).hasContent("mine");
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
