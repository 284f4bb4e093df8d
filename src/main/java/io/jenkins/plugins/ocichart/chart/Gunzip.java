package io.jenkins.plugins.ocichart.chart;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Decompresses gzip within a budget that all archives inside one another share, against decompression bombs. */
final class Gunzip extends FilterInputStream {
    private static final int BUFFER = 64 << 10;

    private final Budget budget;

    /** How many bytes may still come out of a chart archive and the archives in it, headers and all. */
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

    Gunzip(InputStream in, Budget budget) throws IOException {
        super(open(in));
        this.budget = budget;
    }

    private static GZIPInputStream open(InputStream in) throws IOException {
        try {
            return new GZIPInputStream(in, BUFFER);
        } catch (EOFException | ZipException e) {
            throw new ChartException("not a gzipped archive", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        try {
            read = super.read(buffer, offset, length);
        } catch (EOFException e) {
            throw new ChartException("the archive is truncated", e);
        } catch (ZipException e) {
            throw new ChartException("the archive is damaged: " + e.getMessage(), e);
        }
        if (read > 0) {
            budget.take(read);
        }
        return read;
    }
}
