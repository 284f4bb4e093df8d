package io.jenkins.plugins.ocichart.chart.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes a chart archive as Helm does ({@code pkg/chartutil/save.go}): a tar of regular files that anybody may read and root
 * owns, compressed with gzip under Helm's header. The same files and time give the same bytes with every Java whose zlib is
 * the same; another one may compress otherwise, which changes nothing of the content.
 */
public final class ChartArchiveWriter implements AutoCloseable {
    private static final byte[] EXTRA = "+aHR0cHM6Ly95b3V0dS5iZS96OVV6MWljandyTQo=".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMENT = "Helm\0".getBytes(StandardCharsets.US_ASCII);

    /** Deflate, with extra field and comment, no time, default level, unknown system (RFC 1952). */
    private static final byte[] HEADER = {
        0x1f, (byte) 0x8b, 8, 4 | 16, 0, 0, 0, 0, 0, (byte) 0xff, (byte) EXTRA.length, 0
    };

    private static final int MODE = 0644;
    private static final int RECORD = 512;

    private final TarArchiveOutputStream tar;
    private final FileTime time;

    /**
     * Begins an archive.
     *
     * @param out gets closed with this
     * @param time the time of all entries, to the second
     */
    public ChartArchiveWriter(OutputStream out, Instant time) throws IOException {
        this.tar = new TarArchiveOutputStream(new Gzip(out), RECORD, StandardCharsets.UTF_8.name());
        this.time = FileTime.from(time);
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /**
     * Adds a file.
     *
     * @throws ClosedByInterruptException if the thread was interrupted
     */
    public void add(String name, byte[] content) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(MODE);
        entry.setUserName("");
        entry.setLastModifiedTime(time);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private static final class Gzip extends FilterOutputStream {
        private static final int BUFFER = 64 << 10;

        private final Deflater deflater;
        private final DeflaterOutputStream compressed;
        private final CRC32 checksum = new CRC32();

        Gzip(OutputStream out) throws IOException {
            super(out);
            out.write(HEADER);
            out.write(EXTRA);
            out.write(COMMENT);
            deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            compressed = new DeflaterOutputStream(out, deflater, BUFFER);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            compressed.write(bytes, offset, length);
            checksum.update(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            try (OutputStream closed = out) {
                compressed.finish();
                littleEndian(closed, (int) checksum.getValue());
                littleEndian(closed, (int) deflater.getBytesRead());
            } finally {
                deflater.end();
            }
        }

        private static void littleEndian(OutputStream out, int value) throws IOException {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                out.write(value >>> shift);
            }
        }
    }
}
