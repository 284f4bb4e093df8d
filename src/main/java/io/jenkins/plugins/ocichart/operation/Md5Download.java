package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Downloads a blob whose MD5 names a Jenkins fingerprint. MD5 takes longer than all else that is done with the bytes, so a
 * second thread reads those of a large blob from the file while more arrive.
 */
public final class Md5Download {
    /** What is smaller has its MD5 sooner than a thread would have begun with it. */
    public static final int WORTH_A_THREAD = 512 << 10;

    private static final int BUFFER = 64 << 10;

    private final Descriptor blob;
    private final Path file;
    private long written;
    private boolean restarted;

    private Md5Download(Descriptor blob, Path file) {
        this.blob = blob;
        this.file = file;
    }

    /**
     * Downloads a blob into a file, in place of one that has this name.
     *
     * @return its MD5, 32 lower-case hexadecimal digits
     * @throws IOException if it couldn't be fetched or written; there is no file then
     */
    public static String run(Repository repository, Descriptor blob, Path file, TransferListener listener)
            throws IOException, InterruptedException {
        if (blob.size() < WORTH_A_THREAD) {
            repository.download(blob, file, listener);
            return ChartArchive.md5(file);
        }
        Md5Download download = new Md5Download(blob, file);
        List<Callable<String>> sides = List.of(
                () -> {
                    repository.download(blob, file, bytes -> {
                        download.written(bytes);
                        listener.transferred(bytes);
                    });
                    return null;
                },
                download::md5);
        String md5 =
                Workers.run("Download of " + blob.digest(), sides.size(), sides).get(1);
        return download.hasRestarted() ? ChartArchive.md5(file) : md5;
    }

    private synchronized void written(long bytes) {
        restarted |= bytes < written;
        written = bytes;
        notifyAll();
    }

    private synchronized boolean hasRestarted() {
        return restarted;
    }

    /** Waits for bytes behind these; says how many there are then, as many as before if no more will come. */
    private synchronized long more(long read) throws InterruptedException {
        while (written <= read && read < blob.size() && !restarted) {
            wait();
        }
        return restarted ? read : written;
    }

    /** The MD5 of what arrives; worth nothing if the download has begun again. */
    private String md5() throws IOException, InterruptedException {
        MessageDigest md5 = ChartArchive.digest("MD5");
        byte[] buffer = new byte[BUFFER];
        long read = 0;
        long there = more(read);
        try (InputStream in = Files.newInputStream(file)) {
            while (there > read) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, there - read));
                if (count < 0) {
                    break;
                }
                md5.update(buffer, 0, count);
                read += count;
                there = more(read);
            }
        }
        return HexFormat.of().formatHex(md5.digest());
    }
}
