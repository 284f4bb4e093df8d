package io.jenkins.plugins.ocichart.registry.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes a blob's bytes as they arrive. Don't trust them before the whole download has succeeded. */
interface BlobTarget {
    /** Receives all of the next bytes; afterwards the caller may reuse the buffer. */
    void write(ByteBuffer bytes) throws IOException;

    /** Discards what it has received, since all of it will come again; false if that is impossible. */
    boolean restart() throws IOException;
}
