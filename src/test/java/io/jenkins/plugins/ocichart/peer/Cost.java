package io.jenkins.plugins.ocichart.peer;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

/** What an input may cost: a parser that a server or a file feeds must not be made to work or allocate without bounds. */
public final class Cost {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long SECONDS = 5;

    private Cost() {}

    /**
     * Runs a parser, once more where it takes too much: the first time it may load classes, which a fuzzer then changes.
     *
     * @param megabytes what it may allocate, all objects counted, also those that are garbage at once
     * @throws AssertionError where it takes more, or five seconds of the processor's time
     */
    public static <T> T limited(int megabytes, Callable<T> parser) throws Exception {
        long[] start = used();
        try {
            return parser.call();
        } finally {
            if (excess(start, megabytes) != null) {
                start = used();
                try {
                    parser.call();
                } catch (IOException | IllegalArgumentException e) {
                    // the same as before
                }
                String excess = excess(start, megabytes);
                if (excess != null) {
                    throw new AssertionError(excess);
                }
            }
        }
    }

    private static long[] used() {
        long id = Thread.currentThread().getId();
        return new long[] {THREADS.getThreadAllocatedBytes(id), THREADS.getThreadCpuTime(id)};
    }

    private static String excess(long[] start, int megabytes) {
        long[] end = used();
        long allocated = (end[0] - start[0]) >> 20;
        long seconds = (end[1] - start[1]) / 1_000_000_000;
        return allocated > megabytes || seconds >= SECONDS ? "took " + allocated + " MiB and " + seconds + " s" : null;
    }

    /** Fails unless this is what a user can read: one line, of some length, without control characters. */
    public static void requireOneLine(String message) {
        if (message == null || message.isBlank() || message.length() > 1000) {
            throw new AssertionError("no usable message: " + message);
        }
        if (message.chars().anyMatch(Character::isISOControl)) {
            throw new AssertionError("control characters in: " + message);
        }
    }
}
