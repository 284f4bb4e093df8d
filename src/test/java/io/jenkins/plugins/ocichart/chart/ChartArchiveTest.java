package io.jenkins.plugins.ocichart.chart;

import static io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder.archive;
import static io.jenkins.plugins.ocichart.fixture.ChartFixtures.chartYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartArchiveTest {
    private static final byte[] SMALL = Base64.getDecoder()
            .decode(
                    "H4sIAAAAAAACA+3NMQrCQBSE4VfvKfYE69u4pEjrHexfEUjAxGUTA97eVRDBXhH8v2aGaSbvDoOVNVxtOsmHaNWm9MjqPVVT++r3PWrcR/Eq"
                            + "X3BZViv1Xv6T5fHYl2U8z53fGjfb1Hc+u+25xaBBnQAAAAAAAAAAAAAAAAAAfswNWjF1/wAoAAA=");

    @TempDir
    Path directory;

    /** The expected values were measured with Helm 3.21. */
    @Test
    void hasTheDigestsTheConfigAndTheAnnotationsThatHelmGivesTheChart() throws Exception {
        Path file = write(SMALL);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000L)));

        ChartArchive archive = ChartArchive.read(file);

        assertThat(archive.file()).isEqualTo(file);
        assertThat(archive.size()).isEqualTo(137);
        assertThat(archive.sha256()).isEqualTo("ee67873beee9cb773bbb75afc75e14bad11c66e015ca30f43e29809b4ea6b0c7");
        assertThat(archive.metadata().toJson())
                .asString()
                .isEqualTo("{\"name\":\"p\",\"version\":\"1.0.0\",\"apiVersion\":\"v2\"}");
        assertThat(archive.metadata().ociAnnotations(archive.lastModified().atOffset(ZoneOffset.UTC)))
                .hasToString("{org.opencontainers.image.created=2023-11-14T22:13:20Z,"
                        + " org.opencontainers.image.title=p, org.opencontainers.image.version=1.0.0}");
        assertThat(archive.metadata()
                        .ociAnnotations(archive.lastModified()
                                .atZone(ZoneId.of("Asia/Kolkata"))
                                .toOffsetDateTime()))
                .containsEntry("org.opencontainers.image.created", "2023-11-15T03:43:20+05:30");
    }

    @Test
    void digestsTheWholeFileAlsoBehindTheArchivesEnd() throws Exception {
        byte[] padded = Arrays.copyOf(SMALL, 300_000);

        ChartArchive archive = ChartArchive.read(write(padded));

        assertThat(archive.size()).isEqualTo(300_000);
        assertThat(archive.sha256()).isEqualTo(hex("SHA-256", padded));
        assertThat(archive.md5()).isEqualTo(hex("MD5", padded));
    }

    @Test
    void hasNoMd5OfAFileThatHasChangedSinceItWasRead() throws Exception {
        Path file = write(SMALL);
        ChartArchive archive = ChartArchive.read(file);
        Files.write(file, Arrays.copyOf(SMALL, 300_000));

        assertThatThrownBy(archive::md5)
                .isInstanceOf(ChartException.class)
                .hasMessage(file + ": changed while it was being read");
    }

    @Test
    void anInterruptEndsTheReadingForMd5() throws Exception {
        ChartArchive archive = ChartArchive.read(write(SMALL));
        Thread.currentThread().interrupt();

        assertThatThrownBy(archive::md5).isInstanceOf(InterruptedException.class);
    }

    @Test
    void refusesAnArchiveThatIsTruncatedAnywhere() throws Exception {
        for (int length = 0; length < SMALL.length; length++) {
            Path file = write(Arrays.copyOf(SMALL, length));
            assertThatThrownBy(() -> ChartArchive.read(file))
                    .isInstanceOf(ChartException.class)
                    .hasMessageMatching(".*(is not a gzipped archive|the archive is truncated).*");
        }
    }

    /** Helm doesn't notice, and would publish it. */
    @Test
    void refusesAnArchiveWhoseChecksumIsWrong() throws Exception {
        byte[] damaged = SMALL.clone();
        damaged[damaged.length - 8]++;
        Path file = write(damaged);

        assertThatThrownBy(() -> ChartArchive.read(file))
                .isInstanceOf(ChartException.class)
                .hasMessage(file + ": the archive is damaged: its checksum is wrong");
    }

    @Test
    void refusesAFileThatIsMissing() {
        Path file = directory.resolve("none.tgz");

        assertThatThrownBy(() -> ChartArchive.read(file))
                .isInstanceOf(ChartException.class)
                .hasMessage(file + ": no such file");
    }

    @Test
    void refusesADirectory() {
        assertThatThrownBy(() -> ChartArchive.read(directory))
                .isInstanceOf(ChartException.class)
                .hasMessage(directory + ": is a directory, but a chart archive made by helm package is needed");
    }

    @Test
    void refusesADevice() {
        Path device = Path.of("/dev/zero");
        assumeTrue(Files.exists(device), "this system has no /dev/zero");

        assertThatThrownBy(() -> ChartArchive.read(device))
                .isInstanceOf(ChartException.class)
                .hasMessage(device + ": is not a regular file");
    }

    @Test
    void refusesAFileThatCannotBeRead() throws Exception {
        Path file = write(SMALL);
        assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"), "no POSIX permissions here");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(file), "this user reads everything");

        assertThatThrownBy(() -> ChartArchive.read(file))
                .isInstanceOf(ChartException.class)
                .hasMessage(file + ": permission denied");
    }

    @Test
    void saysThatAYamlFileIsNoArchive() throws Exception {
        Path file = Files.writeString(directory.resolve("values.YAML"), "a: b\n");

        assertThatThrownBy(() -> ChartArchive.read(file))
                .hasMessage(file + ": is not a gzipped archive but seems to be a YAML file;"
                        + " a chart archive made by helm package is needed");
    }

    @Test
    void refusesAFileThatChangesMeanwhile() throws Exception {
        byte[] noise = new byte[4 << 20];
        new Random(1).nextBytes(noise);
        ChartArchiveBuilder builder = new ChartArchiveBuilder().file("a/Chart.yaml", chartYaml("a"));
        for (int i = 0; i < 5; i++) {
            builder.file("a/" + i, noise);
        }
        Path file = builder.write(directory.resolve("a.tgz"));
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (long second = 1; !done.get(); second++) {
                file.toFile().setLastModified(second * 1000);
            }
        });
        writer.start();
        try {
            assertThatThrownBy(() -> ChartArchive.read(file))
                    .isInstanceOf(ChartException.class)
                    .hasMessage(file + ": changed while it was being read");
        } finally {
            done.set(true);
            writer.join();
        }
    }

    @Test
    void refusesChartsThatAreNestedWithoutEnd() throws Exception {
        byte[] nested = archive(Map.of("a/Chart.yaml", chartYaml("a")));
        for (int i = 0; i < 70; i++) {
            nested = archive(Map.of("a/Chart.yaml", chartYaml("a"), "a/charts/a.tgz", nested));
        }
        Path archives = write(nested);
        assertThatThrownBy(() -> ChartArchive.read(archives)).hasMessageContaining("nested deeper than 64 levels");

        Path folders = write(archive(Map.of("a/" + "charts/a/".repeat(70) + "Chart.yaml", chartYaml("a"))));
        assertThatThrownBy(() -> ChartArchive.read(folders)).hasMessageContaining("nested deeper than 64 levels");
    }

    @Test
    void refusesYamlThatIsNestedWithoutEnd() throws Exception {
        for (String deep : new String[] {"[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000)}) {
            Path file = write(archive(Map.of("a/Chart.yaml", chartYaml("a"), "a/values.yaml", "a:\n " + deep)));
            assertThatThrownBy(() -> ChartArchive.read(file)).hasMessageContaining("nested deeper than 250 levels");
        }
    }

    @Test
    void refusesExtendedHeadersWithoutEnd() throws Exception {
        Path file = new ChartArchiveBuilder()
                .fileWithRecords("a/Chart.yaml", chartYaml("a"), Map.of("comment", "x".repeat(2 << 20)))
                .write(directory.resolve("a.tgz"));

        assertThatThrownBy(() -> ChartArchive.read(file)).hasMessage(file + ": tar header is too long");
    }

    private Path write(byte[] content) throws Exception {
        return Files.write(directory.resolve("chart.tgz"), content);
    }

    private static String hex(String algorithm, byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    }
}
