package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that a blob is written to. Unless it is complete, close deletes it. */
final class BlobFile implements BlobTarget, Closeable {
    private final Path file;
    private final FileChannel channel;
    private boolean complete;

    /** Begins a file, in place of one that has this name. */
    BlobFile(Path file) throws IOException {
        this.file = file;
        try {
            this.channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
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

    /** The content is right. */
    void complete() throws IOException {
        try {
            channel.close();
            complete = true;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private IOException failed(IOException e) {
        return new IOException("cannot write " + file.getFileName() + ": " + ErrorLine.reason(e), e);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!complete) {
            Files.deleteIfExists(file);
        }
    }
}
