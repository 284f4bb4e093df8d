package io.jenkins.plugins.ocichart.registry.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A stream that a blob is written to, which can't take back what it has got. */
final class BlobStream implements BlobTarget {
    private final OutputStream out;

    BlobStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        out.write(copy);
    }

    @Override
    public boolean restart() {
        return false;
    }
}
