package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.registry.TransferListener;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Says every five seconds how far the transfer of one file has come; a transfer that is faster is silent. */
public final class TransferProgress implements TransferListener {
    private static final long INTERVAL = Duration.ofSeconds(5).toNanos();

    private final Console console;
    private final String what;
    private final long total;
    private final LongSupplier nanoTime;
    private long shownAt;
    private long shownBytes;

    /**
     * @param what the file that is on its way, and which way
     * @param total its length in bytes
     */
    public TransferProgress(Console console, String what, long total) {
        this(console, what, total, System::nanoTime);
    }

    TransferProgress(Console console, String what, long total, LongSupplier nanoTime) {
        this.console = console;
        this.what = what;
        this.total = total;
        this.nanoTime = nanoTime;
        this.shownAt = nanoTime.getAsLong();
    }

    @Override
    public synchronized void transferred(long bytes) {
        long now = nanoTime.getAsLong();
        if (bytes < shownBytes) {
            shownBytes = bytes; // the transfer began again
        }
        if (now - shownAt < INTERVAL || bytes >= total) {
            return;
        }
        double seconds = (now - shownAt) / 1e9;
        console.lines("%s: %d %% of %s, %s/s"
                .formatted(what, bytes * 100 / total, size(total), size((bytes - shownBytes) / seconds)));
        shownAt = now;
        shownBytes = bytes;
    }

    private static String size(double bytes) {
        if (bytes < 1000) {
            return "%.0f B".formatted(bytes);
        }
        double value = bytes < 1e6 ? bytes / 1e3 : bytes / 1e6;
        return String.format(Locale.ROOT, bytes < 1e6 ? "%.1f kB" : "%.1f MB", value);
    }
}
