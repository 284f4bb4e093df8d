package io.jenkins.plugins.ocichart.registry.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

final class BlobBytes extends ByteArrayOutputStream implements BlobTarget {
    @Override
    public void write(ByteBuffer bytes) {
        byte[] piece = new byte[bytes.remaining()];
        bytes.get(piece);
        writeBytes(piece);
    }

    @Override
    public boolean restart() {
        reset();
        return true;
    }
}
