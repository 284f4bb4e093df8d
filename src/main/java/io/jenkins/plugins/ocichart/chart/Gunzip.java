package io.jenkins.plugins.ocichart.chart;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip (RFC 1952) as Go does: what follows a member must be another one. Java's own stream takes anything
 * else for the end, and so would see an archive's end where Helm sees an error.
 */
final class Gunzip extends BlockInputStream {
    private static final int FLAG_HEADER_CRC = 1 << 1;
    private static final int FLAG_EXTRA = 1 << 2;
    private static final int FLAG_NAME = 1 << 3;
    private static final int FLAG_COMMENT = 1 << 4;
    private static final int FIXED_HEADER = 10;

    /** Go's limit for the file name and the comment. */
    private static final int MAX_TEXT = 512;

    private final InputStream in;
    private final Budget budget;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] input = new byte[16 << 10];
    private int position;
    private int limit;
    private boolean inMember;

    /** How many bytes may still come out of a chart archive and of the archives in it, headers and all. */
    static final class Budget {
        private static final long MAX = 1L << 30;

        private long remaining = MAX;

        private void take(int bytes) throws ChartException {
            remaining -= bytes;
            if (remaining < 0) {
                throw new ChartException("more than " + (MAX >> 20) + " MiB when decompressed");
            }
        }
    }

    /** Reads the first member's header; closing this doesn't close {@code in}. */
    Gunzip(InputStream in, Budget budget) throws IOException {
        this.in = in;
        this.budget = budget;
        if (!nextMember()) {
            throw new ChartException("not a gzipped archive");
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (inMember || nextMember()) {
            int read = readMember(buffer, offset, length);
            if (read >= 0) {
                return read;
            }
        }
        return -1;
    }

    /**
     * Reads the current member to its end, where its checksum is, and throws its content away.
     *
     * @param max after how many bytes to give up, which is no error
     */
    void finishMember(int max) throws IOException {
        byte[] rest = new byte[16 << 10];
        for (int left = max; inMember && left > 0; left -= rest.length) {
            readMember(rest, 0, rest.length);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }

    /** Reads from the current member; at its end, checks it and gives -1. */
    private int readMember(byte[] buffer, int offset, int length) throws IOException {
        try {
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    fill();
                    inflater.setInput(input, position, limit - position);
                }
                int read = inflater.inflate(buffer, offset, length);
                position = limit - inflater.getRemaining();
                if (inflater.needsDictionary()) {
                    throw damaged("it needs a dictionary");
                }
                if (read > 0 || length == 0) {
                    checksum.update(buffer, offset, read);
                    budget.take(read);
                    return read;
                }
            }
        } catch (DataFormatException e) {
            throw new ChartException("the archive is damaged: " + e.getMessage(), e);
        }
        if (littleEndian(4) != checksum.getValue() || littleEndian(4) != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw damaged("its checksum is wrong");
        }
        inMember = false;
        return -1;
    }

    /** Reads a member's header; false where the file ends instead. */
    private boolean nextMember() throws IOException {
        if (position == limit && !tryFill()) {
            return false;
        }
        checksum.reset();
        int[] header = new int[FIXED_HEADER];
        for (int i = 0; i < FIXED_HEADER; i++) {
            header[i] = headerByte();
        }
        if (header[0] != 0x1f || header[1] != 0x8b || header[2] != 8) {
            throw damaged("it has no valid gzip header");
        }
        skipOptionalFields(header[3]);
        checksum.reset();
        inflater.reset();
        inflater.setInput(input, position, limit - position);
        inMember = true;
        return true;
    }

    private void skipOptionalFields(int flags) throws IOException {
        if ((flags & FLAG_EXTRA) != 0) {
            int length = headerByte() | headerByte() << 8;
            for (int i = 0; i < length; i++) {
                headerByte();
            }
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        long expected = checksum.getValue() & 0xffff;
        if ((flags & FLAG_HEADER_CRC) != 0 && littleEndian(2) != expected) {
            throw damaged("the checksum of its gzip header is wrong");
        }
    }

    private void skipText() throws IOException {
        int length = 0;
        while (headerByte() != 0) {
            if (++length == MAX_TEXT) {
                throw damaged("it has no valid gzip header");
            }
        }
    }

    private int headerByte() throws IOException {
        int b = nextByte();
        checksum.update(b);
        return b;
    }

    private long littleEndian(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) nextByte() << 8 * i;
        }
        return value;
    }

    private int nextByte() throws IOException {
        fill();
        return input[position++] & 0xff;
    }

    private void fill() throws IOException {
        if (position == limit && !tryFill()) {
            throw new ChartException("the archive is truncated");
        }
    }

    private boolean tryFill() throws IOException {
        int read = in.read(input);
        position = 0;
        limit = Math.max(read, 0);
        return read > 0;
    }

    private static ChartException damaged(String how) {
        return new ChartException("the archive is damaged: " + how);
    }
}
