package io.jenkins.plugins.ocichart.registry.client;

import java.util.List;

/**
 * How much of a blob is sent in one request: all of it, until a proxy or the registry says that this is too much (413);
 * then less and less. The smallest size is below nginx' default limit of one megabyte.
 */
final class ChunkSize {
    private static final List<Long> SMALLER = List.of(16L << 20, 4L << 20, 1L << 20, 512L << 10);

    private final long total;
    private long size;

    /** {@code total} is the blob's size in bytes. */
    ChunkSize(long total) {
        this.total = total;
        this.size = total;
    }

    /** Whether the blob is sent in one piece. */
    boolean isWhole() {
        return size >= total;
    }

    /** The size in bytes; the last chunk may be smaller. */
    long bytes() {
        return size;
    }

    /**
     * Takes the next smaller size.
     *
     * @param minimum what the registry wants at least, except for the last chunk ({@code OCI-Chunk-Min-Length}), or 0
     * @return whether there is one
     */
    boolean shrink(long minimum) {
        for (long candidate : SMALLER) {
            if (candidate < size && candidate >= minimum) {
                size = candidate;
                return true;
            }
        }
        if (isWhole() && minimum > 0 && minimum < total) {
            size = minimum;
            return true;
        }
        return false;
    }
}
