package io.jenkins.plugins.ocichart.operation.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole push, byte for byte: what Helm 3.21 wrote for this archive and this time. */
class ChartManifestTest {
    private static final String ARCHIVE =
            "H4sIAAAAAAACA+3NMQrCQBSE4VfvKfYE69u4pEjrHexfEUjAxGUTA97eVRDBXhH8v2aGaSbvDoOVNVxtO"
                    + "smHaNWm9MjqPVVT++r3PWrcR/EqX3BZViv1Xv6T5fHYl2U8z53fGjfb1Hc+u+25xaBBnQAAAAAAAAAAAAAAAAAAfswNWjF1/wAoAAA=";
    private static final String MANIFEST = "{\"schemaVersion\":2,\"config\":{\"mediaType\":"
            + "\"application/vnd.cncf.helm.config.v1+json\",\"digest\":"
            + "\"sha256:2eeeec1f846fc259997d00da9363b3e169efc6f2096b21e7f0cf4f9e46b83999\",\"size\":48},"
            + "\"layers\":[{\"mediaType\":\"application/vnd.cncf.helm.chart.provenance.v1.prov\",\"digest\":"
            + "\"sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\",\"size\":5},"
            + "{\"mediaType\":\"application/vnd.cncf.helm.chart.content.v1.tar+gzip\",\"digest\":"
            + "\"sha256:ee67873beee9cb773bbb75afc75e14bad11c66e015ca30f43e29809b4ea6b0c7\",\"size\":137}],"
            + "\"annotations\":{\"org.opencontainers.image.created\":\"2023-11-14T22:13:20Z\","
            + "\"org.opencontainers.image.title\":\"p\",\"org.opencontainers.image.version\":\"1.0.0\"}}";

    @TempDir
    Path dir;

    private LocalChart chart;

    @BeforeEach
    void readChart() throws Exception {
        Path archive = Files.write(dir.resolve("p.tgz"), Base64.getDecoder().decode(ARCHIVE));
        Files.setLastModifiedTime(archive, FileTime.from(Instant.ofEpochSecond(1_700_000_000, 999_999_999)));
        Files.writeString(dir.resolve("p.tgz.prov"), "hello");
        chart = LocalChart.read(archive, "p.tgz", PushRemote.parse("oci://h/a"), false);
    }

    @Test
    void configAndManifestAreHelmsBytes() {
        ChartManifest manifest = ChartManifest.of(chart, ZoneOffset.UTC);
        assertThat(new String(manifest.configBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"name\":\"p\",\"version\":\"1.0.0\",\"apiVersion\":\"v2\"}");
        assertThat(new String(manifest.bytes(), StandardCharsets.UTF_8)).isEqualTo(MANIFEST);
        assertThat(manifest.digest())
                .hasToString("sha256:1660b553e8c71ad09e2967d0db6c50bf2f93789a26c0283a8eda5f4b2bd815e1");
    }

    @Test
    void theTimeZoneChangesTheTimeOfCreationOnly() {
        ChartManifest manifest = ChartManifest.of(chart, ZoneId.of("Asia/Kolkata"));
        assertThat(new String(manifest.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(MANIFEST.replace("2023-11-14T22:13:20Z", "2023-11-15T03:43:20+05:30"));
    }
}
