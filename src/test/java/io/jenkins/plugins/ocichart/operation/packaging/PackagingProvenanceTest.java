package io.jenkins.plugins.ocichart.operation.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.operation.ProvenanceMaker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is beside an archive, and what whoever signs gets to know. */
class PackagingProvenanceTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    Path directory;

    private final List<String> asked = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private Path provenance;

    @BeforeEach
    void writeChart() throws IOException {
        Files.createDirectories(directory.resolve("web"));
        Files.writeString(
                directory.resolve("web/Chart.yaml"), "apiVersion: v2\nname: web\nversion: 1.0.0\nappVersion: '7'\n");
        provenance = directory.resolve("out/web-1.0.0.tgz.prov");
    }

    private PackagedChart pack(String signature) throws Exception {
        ProvenanceMaker maker = signature == null
                ? null
                : (metadata, file, digest, before) -> {
                    asked.add(metadata.contains("appVersion: \"7\"") + " " + file + " " + digest + " "
                            + (before == null ? null : new String(before, StandardCharsets.UTF_8)));
                    return signature.getBytes(StandardCharsets.UTF_8);
                };
        return new Packaging("web", "out", null, null, "0", null, maker)
                .run(directory, lines::add)
                .charts()
                .get(0);
    }

    private static String digest(byte[] content) throws Exception {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    void isWrittenBesideTheArchive() throws Exception {
        PackagedChart chart = pack("signed");

        String archive = digest(Files.readAllBytes(directory.resolve("out/web-1.0.0.tgz")));
        assertThat(provenance).hasContent("signed");
        assertThat(chart.digest()).isEqualTo(archive);
        assertThat(chart.provenanceDigest()).isEqualTo(digest("signed".getBytes(StandardCharsets.UTF_8)));
        assertThat(asked).containsExactly("true web-1.0.0.tgz " + archive + " null");
    }

    @Test
    void staysAsItIsIfItStillHolds() throws Exception {
        pack("signed");
        Files.setLastModifiedTime(provenance, LONG_AGO);

        pack("signed");

        assertThat(asked.get(1)).endsWith(" signed");
        assertThat(Files.getLastModifiedTime(provenance)).isEqualTo(LONG_AGO);

        pack("signed again");
        assertThat(provenance).hasContent("signed again");
    }

    @Test
    void ofAbsurdSizeIsReplacedUnread() throws Exception {
        Files.createDirectories(provenance.getParent());
        Files.write(provenance, new byte[(16 << 20) + 1]);
        pack("signed");
        assertThat(asked.get(0)).endsWith(" null");
        assertThat(provenance).hasContent("signed");

        Files.write(provenance, "x".repeat(16 << 20).getBytes(StandardCharsets.UTF_8));
        pack("signed");
        assertThat(asked.get(1)).endsWith("xxx");
    }

    @Test
    void ofAnotherArchiveIsPointedOut() throws Exception {
        PackagedChart chart = pack(null);
        assertThat(lines).hasSize(1);
        assertThat(chart.provenanceDigest()).isNull();

        Files.writeString(provenance, "files:\n  web-1.0.0.tgz: " + chart.digest() + "\n");
        pack(null);
        assertThat(lines).hasSize(2);

        Files.writeString(provenance, "files:\n  web-1.0.0.tgz: sha256:" + "0".repeat(64) + "\n");
        pack(null);
        assertThat(lines)
                .last()
                .isEqualTo("WARNING: out/web-1.0.0.tgz.prov is of another archive and will not verify; sign again or"
                        + " delete it");
    }

    @Test
    void aVersionIsOneForHelm() {
        assertThat(Packaging.isVersion("v1.2.3-rc.1+b")).isTrue();
        assertThat(Packaging.isVersion("1.2")).isTrue();
        assertThat(Packaging.isVersion("latest")).isFalse();
    }
}
