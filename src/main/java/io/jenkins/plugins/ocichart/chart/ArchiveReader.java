package io.jenkins.plugins.ocichart.chart;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Reads a chart archive whose bytes are handed to it as they come, from a file or from a registry. As soon as there are
 * many a second thread reads what has come, so that whoever fetches them, and hashes them maybe, doesn't wait for that.
 */
public final class ArchiveReader implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    /** What is smaller is read at the end, by the thread that waits for it: a thread would cost more than it saves. */
    private static final int WORTH_A_THREAD = 512 << 10;

    private static final long SECONDS_TO_END = 10;

    private final String name;
    private final Copy copy;
    private final BytePipe pipe = new BytePipe();
    private final FutureTask<ChartMetadata> reading = new FutureTask<>(this::read);
    private Thread thread;
    private long written;

    /** Where the bytes are to be written when they are read. */
    @FunctionalInterface
    public interface Copy {
        /** Begins; the stream is closed at the end, whatever happens. */
        OutputStream open() throws IOException;
    }

    /** A reader of an archive that messages call by this name. */
    ArchiveReader(String name) {
        this(name, OutputStream::nullOutputStream);
    }

    /**
     * A reader that copies what it reads.
     *
     * @param name what messages call the archive
     */
    public ArchiveReader(String name, Copy copy) {
        this.name = name;
        this.copy = copy;
    }

    /**
     * Takes the next bytes, all of them; waits where reading cannot keep up.
     *
     * @return false where reading has ended, since this is no chart or the copy failed; {@link #finish} tells
     */
    public boolean write(ByteBuffer bytes) throws IOException {
        written += bytes.remaining();
        if (thread == null && written >= WORTH_A_THREAD) {
            thread = new Thread(reading, "Reading " + name);
            thread.setDaemon(true);
            thread.start();
        }
        return pipe.write(bytes);
    }

    /**
     * The chart's metadata, when all of the archive's bytes have been taken.
     *
     * @throws ChartException for what Helm refuses; begins with the archive's name
     * @throws IOException where the copy failed
     */
    public ChartMetadata finish() throws IOException, InterruptedException {
        pipe.end();
        if (thread == null) {
            reading.run();
        }
        try {
            return reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    private ChartMetadata read() throws IOException {
        try (InputStream in = pipe.reader();
                OutputStream out = copy.open()) {
            InputStream bytes = new BufferedInputStream(new Copying(in, out), BUFFER);
            ChartMetadata metadata = load(bytes);
            bytes.transferTo(OutputStream.nullOutputStream());
            return metadata;
        }
    }

    private ChartMetadata load(InputStream in) throws IOException {
        in.mark(3);
        byte[] start = in.readNBytes(3);
        in.reset();
        if (!HexFormat.of().formatHex(start).equals("1f8b08")) {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            boolean yaml = lowerCase.endsWith(".yml") || lowerCase.endsWith(".yaml");
            throw new ChartException(name + ": is not a gzipped archive"
                    + (yaml ? " but seems to be a YAML file" : "")
                    + "; a chart archive made by helm package is needed");
        }
        try {
            return ChartLoader.load(in);
        } catch (ChartException e) {
            throw new ChartException(name + ": " + e.getMessage(), e);
        }
    }

    /** Stops reading; when this returns nothing writes to the copy any more. */
    @Override
    public void close() {
        pipe.breakOff();
        if (thread == null) {
            return;
        }
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_END);
        while (thread.isAlive() && System.nanoTime() < deadline) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Copies what is read. */
    private static final class Copying extends BlockInputStream {
        private final InputStream in;
        private final OutputStream out;

        Copying(InputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            if (count > 0) {
                out.write(buffer, offset, count);
            }
            return count;
        }
    }
}
