package io.jenkins.plugins.ocichart.chart;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A chart archive (.tgz) as {@code helm package} makes it, loaded and validated as Helm does before a push.
 *
 * @param file the archive
 * @param size its size in bytes
 * @param sha256 the SHA-256 of its bytes, 64 lower-case hexadecimal digits
 * @param md5 the MD5 of its bytes, 32 lower-case hexadecimal digits, which is what names a Jenkins fingerprint
 * @param lastModified when the file was last modified
 * @param metadata the chart's metadata
 */
public record ChartArchive(
        Path file, long size, String sha256, String md5, Instant lastModified, ChartMetadata metadata) {
    private static final int BUFFER = 64 << 10;

    /**
     * Reads an archive, once from its beginning to its end, with memory that doesn't grow with its size.
     *
     * @throws ChartException for what Helm refuses, a damaged archive, a file that is missing, can't be read or changes
     *     meanwhile; one line that names the file
     * @throws IOException where reading fails
     */
    public static ChartArchive read(Path file) throws IOException {
        BasicFileAttributes before = attributes(file);
        if (before.isDirectory()) {
            throw new ChartException(file + ": is a directory, but a chart archive made by helm package is needed");
        }
        if (!before.isRegularFile()) {
            throw new ChartException(file + ": is not a regular file");
        }
        MessageDigest sha256 = digest("SHA-256");
        MessageDigest md5 = digest("MD5");
        ChartMetadata metadata;
        try (InputStream in = open(file)) {
            InputStream bytes = new DigestInputStream(new DigestInputStream(in, sha256), md5);
            metadata = load(file, new BufferedInputStream(bytes, BUFFER));
            bytes.transferTo(OutputStream.nullOutputStream());
        }
        checkUnchanged(file, before, attributes(file));
        return new ChartArchive(
                file,
                before.size(),
                HexFormat.of().formatHex(sha256.digest()),
                HexFormat.of().formatHex(md5.digest()),
                before.lastModifiedTime().toInstant(),
                metadata);
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new ChartException(file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new ChartException(file + ": permission denied", e);
        }
    }

    /** Opens a file; what is wrong with it is said in one line that names it. */
    static InputStream open(Path file) throws IOException {
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new ChartException(file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new ChartException(file + ": permission denied", e);
        }
    }

    private static ChartMetadata load(Path file, InputStream in) throws IOException {
        in.mark(3);
        byte[] start = in.readNBytes(3);
        in.reset();
        if (!HexFormat.of().formatHex(start).equals("1f8b08")) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            boolean yaml = name.endsWith(".yml") || name.endsWith(".yaml");
            throw new ChartException(file + ": is not a gzipped archive"
                    + (yaml ? " but seems to be a YAML file" : "")
                    + "; a chart archive made by helm package is needed");
        }
        try {
            return ChartLoader.load(in);
        } catch (ChartException e) {
            throw new ChartException(file + ": " + e.getMessage(), e);
        }
    }

    private static void checkUnchanged(Path file, BasicFileAttributes before, BasicFileAttributes after)
            throws ChartException {
        if (before.size() != after.size()
                || !before.lastModifiedTime().equals(after.lastModifiedTime())
                || before.fileKey() != null && !before.fileKey().equals(after.fileKey())) {
            throw new ChartException(file + ": changed while it was being read");
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
