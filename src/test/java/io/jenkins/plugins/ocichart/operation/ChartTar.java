package io.jenkins.plugins.ocichart.operation;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes small, large and broken chart archives with a fixed modification time. */
final class ChartTar {
    static final Instant MODIFIED = Instant.parse("2024-05-06T07:08:09.987654321Z");
    private static final int LARGE_FILE = 5_000_000;

    private ChartTar() {}

    /** A chart {@code NAME-VERSION.tgz} with a template. */
    static Path write(Path folder, String name, String version) throws IOException {
        return write(folder.resolve(name + "-" + version + ".tgz"), name, version, "");
    }

    /** A chart under any file name, with more lines in its Chart.yaml. */
    static Path write(Path file, String name, String version, String more) throws IOException {
        return entries(
                file,
                name + "/Chart.yaml",
                "apiVersion: v2\nname: " + name + "\nversion: " + version + "\n" + more,
                name + "/templates/map.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-" + name + "\n");
    }

    /** An archive of these entries, each a path and its content. */
    static Path entries(Path file, String... pathsAndContents) throws IOException {
        try (TarArchiveOutputStream tar = open(file)) {
            for (int i = 0; i < pathsAndContents.length; i += 2) {
                put(tar, pathsAndContents[i], pathsAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return modified(file);
    }

    /** A chart of about this many bytes that don't compress; Helm takes less than 100 MiB in files of up to 5 MiB. */
    static Path large(Path folder, String name, String version, int megabytes) throws IOException {
        Path file = folder.resolve(name + "-" + version + ".tgz");
        Random random = new Random(42);
        byte[] content = new byte[LARGE_FILE];
        try (TarArchiveOutputStream tar = open(file)) {
            String yaml = "apiVersion: v2\nname: " + name + "\nversion: " + version + "\n";
            put(tar, name + "/Chart.yaml", yaml.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < megabytes * 1_000_000 / LARGE_FILE; i++) {
                random.nextBytes(content);
                put(tar, name + "/files/" + i, content);
            }
        }
        return modified(file);
    }

    /** The MD5 of a file's bytes as Java computes it, in hexadecimal digits. */
    static String md5(Path file) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TarArchiveOutputStream open(Path file) throws IOException {
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        return new TarArchiveOutputStream(new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.NO_COMPRESSION);
            }
        });
    }

    private static void put(TarArchiveOutputStream tar, String path, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static Path modified(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
        return file;
    }
}
