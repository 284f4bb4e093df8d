package io.jenkins.plugins.ocichart.chart.folder;

import static io.jenkins.plugins.ocichart.fixture.ChartFixtures.chartYaml;
import static io.jenkins.plugins.ocichart.fixture.ChartFolders.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.fixture.ChartFolders;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of the same folder, real Helm and we make archives with the same entries in the same order. */
class ChartPackagesTest {
    @TempDir
    Path directory;

    static Stream<ChartFolders.Shape> shapes() {
        return ChartFolders.shapes();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void hasTheEntriesOfHelmInHelmsOrder(ChartFolders.Shape shape) throws Exception {
        Path folder = shape.write(directory);

        assertThat(entries(packed(folder))).isEqualTo(entries(packedByHelm(folder)));
    }

    @Test
    void chartsBesideEachOtherAreSortedByName() throws Exception {
        Path folder = shape(
                        "many",
                        c -> c.file("charts/z/Chart.yaml", chartYaml("beta"))
                                .file("charts/z/charts/b/Chart.yaml", chartYaml("b"))
                                .file("charts/z/charts/a/Chart.yaml", chartYaml("a"))
                                .file("charts/y/Chart.yaml", chartYaml("gamma"))
                                .file("charts/x/Chart.yaml", chartYaml("alpha")))
                .write(directory);

        List<Entry> entries = entries(packed(folder));
        assertThat(entries)
                .extracting(Entry::name)
                .containsExactly(
                        "many/Chart.yaml",
                        "many/charts/alpha/Chart.yaml",
                        "many/charts/beta/Chart.yaml",
                        "many/charts/beta/charts/a/Chart.yaml",
                        "many/charts/beta/charts/b/Chart.yaml",
                        "many/charts/gamma/Chart.yaml");
        assertThat(entries).containsExactlyInAnyOrderElementsOf(entries(packedByHelm(folder)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void helmReadsItAsItReadsItsOwn(ChartFolders.Shape shape) throws Exception {
        Path folder = shape.write(directory);
        Path packed = packed(folder);

        String shown = EmbeddedHelm.show("all", packed.toString(), null);
        assertThat(shown)
                .isEqualTo(EmbeddedHelm.show("all", packedByHelm(folder).toString(), null));
        assertThat(ChartArchive.read(packed).metadata().toYaml()).isSubstringOf(shown);
    }

    @Test
    void theHeaderIsHelmsAndTheTimeTheOneThatWasAsked() throws Exception {
        Path folder = shape("a", c -> {}).write(directory);
        Path packed = packed(folder);

        int header = 10 + 2 + 41 + "Helm\0".length();
        assertThat(start(packed, header)).isEqualTo(start(packedByHelm(folder), header));
        try (TarArchiveInputStream tar = open(packed)) {
            TarArchiveEntry entry = tar.getNextEntry();
            assertThat(entry.getLastModifiedDate()).isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
            assertThat(entry.getMode()).isEqualTo(0644);
            assertThat(entry.getUserName() + entry.getGroupName()).isEmpty();
            assertThat(entry.getLongUserId() + entry.getLongGroupId()).isZero();
        }
    }

    private Path packed(Path folder) throws IOException {
        ChartFolder chart = ChartFolder.load(folder, directory, new HashSet<>());
        Path file = Files.createDirectories(directory.resolve("ours")).resolve(chart.archiveName());
        chart.pack(file, Instant.parse("2024-01-01T00:00:00Z"));
        return file;
    }

    private Path packedByHelm(Path folder) throws IOException {
        Path destination = Files.createDirectories(directory.resolve("helm"));
        EmbeddedHelm.pack(folder, destination);
        try (Stream<Path> archives = Files.list(destination)) {
            return archives.max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    private record Entry(String name, String content) {}

    private static List<Entry> entries(Path archive) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (TarArchiveInputStream tar = open(archive)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                byte[] content = tar.readAllBytes();
                entries.add(new Entry(
                        entry.getName(),
                        content.length > 10_000
                                ? content.length + " bytes"
                                : new String(content, StandardCharsets.ISO_8859_1)));
            }
        }
        return entries;
    }

    private static TarArchiveInputStream open(Path archive) throws IOException {
        InputStream in = new GZIPInputStream(Files.newInputStream(archive));
        return new TarArchiveInputStream(in, "UTF-8");
    }

    private static String start(Path file, int length) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return HexFormat.of().formatHex(in.readNBytes(length));
        }
    }
}
