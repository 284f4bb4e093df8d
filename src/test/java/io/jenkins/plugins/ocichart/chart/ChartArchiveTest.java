package io.jenkins.plugins.ocichart.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartArchiveTest {
    private static final String SMALL =
            "H4sIAAAAAAACA+3NMQrCQBSE4VfvKfYE69u4pEjrHexfEUjAxGUTA97eVRDBXhH8v2aGaSbvDoOVNVxtOsmHaNWm9MjqPVVT++r3PWrcR/Eq"
                    + "X3BZViv1Xv6T5fHYl2U8z53fGjfb1Hc+u+25xaBBnQAAAAAAAAAAAAAAAAAAfswNWjF1/wAoAAA=";

    @TempDir
    Path directory;

    /** The expected values were measured with Helm 3.21. */
    @Test
    void hasTheDigestsTheConfigAndTheAnnotationsThatHelmGivesTheChart() throws Exception {
        Path file = directory.resolve("p.tgz");
        Files.write(file, Base64.getDecoder().decode(SMALL));
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000L)));

        ChartArchive archive = ChartArchive.read(file);

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
}
