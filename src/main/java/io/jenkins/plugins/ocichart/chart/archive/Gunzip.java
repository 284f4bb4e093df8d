package io.jenkins.plugins.ocichart.chart.archive;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Decompresses a chart archive within limits, and says in the words of a chart what is wrong with it. Java's own stream
 * does it as Go's: members that follow each other are one stream, and what comes behind them doesn't matter to a reader that
 * has read enough. commons-compress refuses such archives, which Helm reads.
 */
final class Gunzip extends GZIPInputStream {
    private static final int BUFFER = 64 << 10;
    private static final int TRAILER = 8;

    /** More than any header needs: Go refuses extended headers and long names of more than 1 MiB. */
    private static final int MAX_HEADER = (1 << 20) + (32 << 10);

    private final ArchiveEntries.Budget budget;
    private long headerLeft = Long.MAX_VALUE;
    private boolean begun;
    private IOException failure;

    private Gunzip(InputStream in, ArchiveEntries.Budget budget) throws IOException {
        super(in, BUFFER);
        this.budget = budget;
    }

    /** Reads the first member's header; {@code in} stays open. */
    static Gunzip open(InputStream in, ArchiveEntries.Budget budget) throws IOException {
        try {
            return new Gunzip(in, budget);
        } catch (EOFException e) {
            throw new ChartException("the archive is truncated", e);
        } catch (ZipException e) {
            throw new ChartException("not a gzipped archive", e);
        }
    }

    /** Says that a tar header is read from now on, which must not be endless. */
    void beginHeader() {
        headerLeft = MAX_HEADER;
    }

    /** Says that content is read from now on. */
    void endHeader() {
        headerLeft = Long.MAX_VALUE;
    }

    /** Whether something follows the last member that is no other one. To be asked at the end. */
    boolean isFollowedByOtherData() throws IOException {
        return inf.getRemaining() > TRAILER || in.available() > 0;
    }

    /** Whether this exception came from the stream below, and is no fault of the archive's. */
    boolean isFailureOfSource(IOException e) {
        return e == failure;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = decompress(buffer, offset, length);
        if (!begun && count > 1) {
            begun = true;
            if (buffer[offset] == 0x1f && buffer[offset + 1] == (byte) 0x8b) {
                throw new ChartException("the archive is compressed twice with gzip; compress it only once");
            }
        }
        if (count > 0) {
            budget.take(count);
            headerLeft -= count;
        }
        if (headerLeft < 0) {
            throw new ChartException("tar header is too long");
        }
        return count;
    }

    private int decompress(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (EOFException e) {
            throw new ChartException("the archive is truncated", e);
        } catch (ZipException e) {
            boolean trailer = String.valueOf(e.getMessage()).contains("trailer");
            throw new ChartException(
                    "the archive is damaged: " + (trailer ? "its checksum is wrong" : e.getMessage()), e);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void close() {
        inf.end();
    }
}
