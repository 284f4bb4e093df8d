package io.jenkins.plugins.ocichart.chart;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a tar archive from a stream exactly as Go's {@code archive/tar} does, so that no archive can show Helm other
 * files than it shows us, and without ever holding more than one extended header of 1 MiB. Sparse files, which Go knows,
 * are refused.
 */
final class TarReader {
    /** Go's limit for an extended header or a long name. */
    private static final int MAX_SPECIAL = 1 << 20;

    private final InputStream in;
    private final byte[] block = new byte[TarHeader.BLOCK];
    private Content content = new Content(0);
    private int padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** Goes to the next entry; null at the end of the archive. */
    TarHeader next() throws IOException {
        Map<String, String> records = new HashMap<>();
        String longName = "";
        while (true) {
            content.transferTo(OutputStream.nullOutputStream());
            if (in.readNBytes(block, 0, padding) < padding) {
                return null;
            }
            padding = 0;
            TarHeader header = readHeader();
            if (header == null) {
                return null;
            }
            open(header.contentSize());
            switch (header.type()) {
                case TarHeader.GLOBAL_EXTENDED:
                    PaxRecords.parse(special());
                    return header;
                case TarHeader.EXTENDED:
                    records = PaxRecords.parse(special());
                    break;
                case TarHeader.GNU_LONG_NAME:
                    byte[] name = special();
                    longName = TarHeader.text(name, 0, name.length);
                    break;
                case TarHeader.GNU_LONG_LINK:
                    special();
                    break;
                case TarHeader.GNU_SPARSE:
                    throw new ChartException("sparse files are not supported in a chart archive");
                default:
                    TarHeader file = header.with(PaxRecords.checked(records), longName);
                    open(file.contentSize());
                    return file;
            }
        }
    }

    /** The content of the entry that {@link #next} gave; ends with it. */
    InputStream content() {
        return content;
    }

    private void open(long size) {
        content = new Content(size);
        padding = (int) (-size & TarHeader.BLOCK - 1);
    }

    /** Null at the end: nothing follows, or one block of zeros and nothing, or two. */
    private TarHeader readHeader() throws IOException {
        if (!readBlock()) {
            return null;
        }
        if (!isZero()) {
            return TarHeader.parse(block);
        }
        if (readBlock() && !isZero()) {
            throw new ChartException("invalid tar header");
        }
        return null;
    }

    private boolean readBlock() throws IOException {
        int read = in.readNBytes(block, 0, block.length);
        if (read != 0 && read != block.length) {
            throw truncated();
        }
        return read != 0;
    }

    private boolean isZero() {
        return Arrays.mismatch(block, new byte[TarHeader.BLOCK]) < 0;
    }

    private byte[] special() throws IOException {
        byte[] special = content.readNBytes(MAX_SPECIAL + 1);
        if (special.length > MAX_SPECIAL) {
            throw new ChartException("tar header is too long");
        }
        return special;
    }

    private static ChartException truncated() {
        return new ChartException("the archive is truncated");
    }

    private final class Content extends BlockInputStream {
        private long remaining;

        Content(long size) {
            remaining = size;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0 || remaining == 0) {
                return length == 0 ? 0 : -1;
            }
            int read = in.read(buffer, offset, (int) Math.min(length, remaining));
            if (read < 0) {
                throw truncated();
            }
            remaining -= read;
            return read;
        }

        @Override
        public int available() {
            return (int) Math.min(remaining, Integer.MAX_VALUE);
        }
    }
}
