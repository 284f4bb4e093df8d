package io.jenkins.plugins.ocichart.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Builds gzipped tar archives by hand, well-formed charts and others that {@code helm package} would never make. */
public final class ChartArchiveBuilder {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar =
            new TarArchiveOutputStream(bytes, TarConstants.DEFAULT_BLKSIZE, StandardCharsets.UTF_8.name());

    public ChartArchiveBuilder() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /** The gzipped archive of these files: names in the archive, and String or byte[] contents. */
    public static byte[] archive(Map<String, ?> files) {
        ChartArchiveBuilder builder = new ChartArchiveBuilder();
        files.forEach(builder::file);
        return builder.gzip();
    }

    /** Adds a file with a String or byte[] content. */
    public ChartArchiveBuilder file(String name, Object content) {
        return entry(new TarArchiveEntry(name, true), content);
    }

    public ChartArchiveBuilder directory(String name) {
        return entry(new TarArchiveEntry(name + "/"), "");
    }

    public ChartArchiveBuilder symbolicLink(String name, String target) {
        return link(name, target, TarConstants.LF_SYMLINK);
    }

    public ChartArchiveBuilder hardLink(String name, String target) {
        return link(name, target, TarConstants.LF_LINK);
    }

    public ChartArchiveBuilder pipe(String name) {
        return entry(new TarArchiveEntry(name, TarConstants.LF_FIFO), "");
    }

    /** Adds a file with extended header records of its own. */
    public ChartArchiveBuilder fileWithRecords(String name, Object content, Map<String, String> records) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        records.forEach(entry::addPaxHeader);
        return entry(entry, content);
    }

    /** Adds a global extended header with one record, as {@code git archive} does. */
    public ChartArchiveBuilder globalHeader(String key, String value) {
        TarArchiveEntry entry = new TarArchiveEntry("pax_global_header", TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER);
        entry.addPaxHeader(key, value);
        try {
            tar.putArchiveEntry(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Uses GNU's long names instead of POSIX's extended headers from here on. */
    public ChartArchiveBuilder gnu() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        tar.setAddPaxHeadersForNonAsciiNames(false);
        return this;
    }

    private ChartArchiveBuilder link(String name, String target, byte type) {
        TarArchiveEntry link = new TarArchiveEntry(name, type);
        link.setLinkName(target);
        return entry(link, "");
    }

    private ChartArchiveBuilder entry(TarArchiveEntry entry, Object content) {
        byte[] data = content instanceof byte[] raw ? raw : content.toString().getBytes(StandardCharsets.UTF_8);
        try {
            entry.setModTime(0);
            entry.setSize(data.length);
            tar.putArchiveEntry(entry);
            tar.write(data);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The archive before its compression. */
    public byte[] tar() {
        try {
            tar.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The compressed archive. */
    public byte[] gzip() {
        return gzip(tar());
    }

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new FastGzip(compressed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    /** Writes the compressed archive to a file and returns it. */
    public Path write(Path file) throws IOException {
        return Files.write(file, gzip());
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
