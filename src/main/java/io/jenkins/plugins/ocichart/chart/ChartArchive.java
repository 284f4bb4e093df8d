package io.jenkins.plugins.ocichart.chart;

import io.jenkins.plugins.ocichart.chart.archive.ArchiveEntries;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A chart archive (.tgz) as {@code helm package} makes it, loaded and validated as Helm does before a push.
 *
 * @param file the archive
 * @param size its size in bytes
 * @param sha256 the SHA-256 of its bytes, 64 lower-case hexadecimal digits
 * @param lastModified when the file was last modified
 * @param metadata the chart's metadata
 * @param warnings what Helm warns of, in its words
 */
public record ChartArchive(
        Path file, long size, String sha256, Instant lastModified, ChartMetadata metadata, Set<String> warnings) {
    private static final int BUFFER = 64 << 10;

    /** How a gzip file with the only method there is begins (RFC 1952). */
    private static final byte[] MAGIC = {0x1f, (byte) 0x8b, 8};

    /**
     * Reads an archive, once from its beginning to its end, with memory that doesn't grow with its size.
     *
     * @throws ChartException for what Helm refuses, a damaged archive, a file that is missing, can't be read or changes
     *     meanwhile; one line that names the file
     * @throws IOException if reading fails
     */
    public static ChartArchive read(Path file) throws IOException {
        return read(file, false);
    }

    /**
     * The same, with or without Helm's limit for single files, which Helm 4.3 has dropped.
     *
     * @param largeFiles whether files of more than 5 MiB are only warned of
     */
    public static ChartArchive read(Path file, boolean largeFiles) throws IOException {
        BasicFileAttributes before = attributes(file);
        if (before.isDirectory()) {
            throw new ChartException(file + ": is a directory, but a chart archive made by helm package is needed");
        }
        if (!before.isRegularFile()) {
            throw new ChartException(file + ": is not a regular file");
        }
        MessageDigest sha256 = digest("SHA-256");
        ChartMetadata metadata;
        Set<String> warnings = new LinkedHashSet<>();
        try (InputStream in = new BufferedInputStream(new DigestInputStream(open(file), sha256), BUFFER)) {
            metadata = loadNamed(file, in, new ArchiveEntries.Budget(largeFiles ? warnings : null), warnings)
                    .metadata();
            in.transferTo(OutputStream.nullOutputStream());
        }
        checkUnchanged(file, before, attributes(file));
        return new ChartArchive(
                file,
                before.size(),
                HexFormat.of().formatHex(sha256.digest()),
                before.lastModifiedTime().toInstant(),
                metadata,
                warnings);
    }

    /**
     * The metadata of the chart in an archive, which is checked as {@link #read} checks it.
     *
     * @throws ChartException for what Helm refuses and for a damaged archive; doesn't name the file
     * @throws IOException if reading fails
     */
    public static ChartMetadata metadata(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(open(file), BUFFER)) {
            return load(file, in, new ArchiveEntries.Budget(), new LinkedHashSet<>())
                    .metadata();
        }
    }

    /**
     * What the files in an archive say.
     *
     * @param warnings gets what Helm warns of
     * @throws ChartException for what Helm refuses and for a damaged archive; names the file
     * @throws IOException if reading fails
     */
    public static LoadedChart load(Path file, Set<String> warnings) throws IOException {
        try (InputStream in = new BufferedInputStream(open(file), BUFFER)) {
            return loadNamed(file, in, new ArchiveEntries.Budget(), warnings);
        }
    }

    /** The files in an archive that {@link #load} has found valid. */
    public static ChartFiles files(Path file) {
        return visitor -> {
            try (InputStream in = new BufferedInputStream(open(file), BUFFER)) {
                ChartFiles.ofArchive(in, new ArchiveEntries.Budget()).forEach(visitor);
            }
        };
    }

    private static LoadedChart loadNamed(Path file, InputStream in, ArchiveEntries.Budget budget, Set<String> warnings)
            throws IOException {
        try {
            return load(file, in, budget, warnings);
        } catch (ChartException e) {
            throw new ChartException(file + ": " + e.getMessage(), e);
        }
    }

    private static LoadedChart load(Path file, InputStream in, ArchiveEntries.Budget budget, Set<String> warnings)
            throws IOException {
        in.mark(MAGIC.length);
        byte[] start = in.readNBytes(MAGIC.length);
        in.reset();
        if (!Arrays.equals(start, MAGIC)) {
            String lowerCase = file.toString().toLowerCase(Locale.ROOT);
            boolean yaml = lowerCase.endsWith(".yml") || lowerCase.endsWith(".yaml");
            throw new ChartException("is not a gzipped archive" + (yaml ? " but seems to be a YAML file" : "")
                    + "; a chart archive made by helm package is needed");
        }
        return ChartLoader.load(in, budget, warnings);
    }

    /**
     * The MD5 of its bytes, 32 lower-case hexadecimal digits, which is what names a Jenkins fingerprint. It takes longer than
     * all that {@link #read} does, so it reads the file once more: that can happen while the archive is being sent.
     *
     * @throws ChartException if the file is not the one any more that was read
     * @throws IOException if reading fails
     */
    public String md5() throws IOException, InterruptedException {
        String md5 = md5(file);
        BasicFileAttributes now = attributes(file);
        if (now.size() != size || !now.lastModifiedTime().toInstant().equals(lastModified)) {
            throw changed(file);
        }
        return md5;
    }

    /** The MD5 of a file that nobody else changes, 32 lower-case hexadecimal digits. */
    public static String md5(Path file) throws IOException, InterruptedException {
        return hash(file, "MD5");
    }

    /** The SHA-256 of a file that nobody else changes, 64 lower-case hexadecimal digits. */
    public static String sha256(Path file) throws IOException, InterruptedException {
        return hash(file, "SHA-256");
    }

    private static String hash(Path file, String algorithm) throws IOException, InterruptedException {
        MessageDigest digest = digest(algorithm);
        try (InputStream in = open(file)) {
            byte[] buffer = new byte[(int) Math.min(BUFFER, Files.size(file) + 1)];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw unreadable(file, e);
        }
    }

    /** Opens a file; what is wrong with it is said in one line that names it. */
    static InputStream open(Path file) throws IOException {
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw unreadable(file, e);
        }
    }

    private static ChartException unreadable(Path file, FileSystemException e) {
        String reason = e instanceof NoSuchFileException ? "no such file" : "permission denied";
        return new ChartException(file + ": " + reason, e);
    }

    private static void checkUnchanged(Path file, BasicFileAttributes before, BasicFileAttributes after)
            throws ChartException {
        if (before.size() != after.size()
                || !before.lastModifiedTime().equals(after.lastModifiedTime())
                || before.fileKey() != null && !before.fileKey().equals(after.fileKey())) {
            throw changed(file);
        }
    }

    private static ChartException changed(Path file) {
        return new ChartException(file + ": changed while it was being read");
    }

    /** A digest that every Java has: {@code SHA-256} or {@code MD5}. */
    public static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
