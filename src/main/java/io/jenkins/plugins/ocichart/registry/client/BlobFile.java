package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file that gets its name only when it is complete; until then it is a hidden one beside it, which close deletes. */
final class BlobFile implements BlobTarget, Closeable {
    private final Path target;
    private final Path part;
    private final FileChannel channel;

    BlobFile(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        this.part = this.target.resolveSibling("." + UUID.randomUUID() + ".part");
        try {
            this.channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public boolean restart() throws IOException {
        channel.truncate(0);
        return true;
    }

    /** The content is right: gives the file its name, in place of whatever had it. */
    void complete() throws IOException {
        try {
            channel.close();
            move();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void move() throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private IOException failed(IOException e) {
        return new IOException("cannot write " + target + ": " + ErrorLine.reason(e), e);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }
}
