package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.chart.ArchiveReader;
import io.jenkins.plugins.ocichart.chart.ChartMetadata;
import io.jenkins.plugins.ocichart.registry.client.BlobTarget;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A chart archive on its way into a file: what has arrived is read as a chart while the rest is still under way. */
final class ArchiveDownload implements BlobTarget, AutoCloseable {
    private final Path file;
    private MessageDigest md5;
    private ArchiveReader reader;
    private volatile IOException failure;

    /** {@code file} holds what has arrived, be it right or not: it has to be where it goes away by itself. */
    ArchiveDownload(Path file) {
        this.file = file;
        this.reader = newReader();
    }

    private ArchiveReader newReader() {
        return new ArchiveReader(file.getFileName().toString(), this::open);
    }

    /** {@inheritDoc} What turns out to be no chart is taken in all the same, since it may be damaged and come again. */
    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (!reader.write(bytes) && failure != null) {
            throw failure;
        }
    }

    @Override
    public boolean restart() {
        reader.close();
        reader = newReader();
        return true;
    }

    /**
     * The chart's metadata, once the archive's digest is known to be right.
     *
     * @throws io.jenkins.plugins.ocichart.chart.ChartException for what Helm refuses
     * @throws IOException {@code cannot write FILE: CAUSE}
     */
    ChartMetadata finish() throws IOException, InterruptedException {
        return reader.finish();
    }

    /** The MD5 of the archive's bytes, 32 hexadecimal digits, once after {@link #finish}. */
    String md5() {
        return HexFormat.of().formatHex(md5.digest());
    }

    @Override
    public void close() {
        reader.close();
    }

    private OutputStream open() throws IOException {
        OutputStream out;
        try {
            md5 = MessageDigest.getInstance("MD5");
            out = Files.newOutputStream(file);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        } catch (IOException e) {
            throw failed(e);
        }
        OutputStream explaining = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b});
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    throw failed(e);
                }
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
        return new DigestOutputStream(explaining, md5);
    }

    private IOException failed(IOException e) {
        failure = new IOException("cannot write " + file.getFileName() + ": " + ErrorLine.reason(e), e);
        return failure;
    }
}
