package io.jenkins.plugins.ocichart.registry.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes a blob's bytes as they arrive. They are only to be trusted when the whole download has succeeded. */
interface BlobTarget {
    /** Takes the next bytes, all of them; the buffer belongs to the caller again afterwards. */
    void write(ByteBuffer bytes) throws IOException;

    /** Forgets what it has taken, since all of it will come again; false where that is impossible. */
    boolean restart() throws IOException;
}
