package io.jenkins.plugins.ocichart.repository;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.registry.http.ResponseSink;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Writes an answer to a file, up to a limit, and computes its SHA-256. */
final class FileSink implements ResponseSink, Closeable {
    private final Path file;
    private final long limit;
    private final String what;
    private final FileChannel channel;
    private final MessageDigest sha256 = ChartArchive.digest("SHA-256");

    /**
     * Begins a file.
     *
     * @param limit in bytes
     * @param what the answer, for messages
     */
    FileSink(Path file, long limit, String what) throws IOException {
        this.file = file;
        this.limit = limit;
        this.what = what;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Starts over: an answer may come again after it broke off. */
    @Override
    public synchronized void begin(int status, HttpHeaders headers) throws IOException {
        sha256.reset();
        channel.truncate(0);
    }

    @Override
    public synchronized void write(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() > limit - channel.position()) {
            throw new IOException(what + " is larger than the " + (limit >> 20) + " MiB that are downloaded");
        }
        sha256.update(bytes.duplicate());
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The SHA-256 of all that was written, 64 hexadecimal digits. To be asked once. */
    synchronized String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    private IOException failed(IOException e) {
        return new IOException("cannot write " + file.getFileName() + ": " + ErrorLine.reason(e), e);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
