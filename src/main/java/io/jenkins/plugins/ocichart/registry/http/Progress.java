package io.jenkins.plugins.ocichart.registry.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When an exchange last made headway, kept by the transport's threads and watched by the caller's. */
final class Progress {
    private static final int COUNTS = 1024;

    private final LongSupplier nanoTime;
    private final long start;
    private long last;
    private int pending;
    private boolean awaitingAnswer;

    Progress() {
        this(System::nanoTime);
    }

    /** With a clock that counts nanoseconds from anywhere. */
    Progress(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        last = start;
    }

    /** Bytes went over the wire; fewer than a kilobyte in all are not yet headway. */
    synchronized void moved(int bytes) {
        pending += bytes;
        if (pending >= COUNTS) {
            pending = 0;
            last = nanoTime.getAsLong();
        }
    }

    /** The whole request is out. */
    synchronized void requestSent() {
        awaitingAnswer = true;
        last = nanoTime.getAsLong();
    }

    /** The head of the answer is in. */
    synchronized void answered() {
        awaitingAnswer = false;
        last = nanoTime.getAsLong();
    }

    /** The limit that has been exceeded, or null. */
    synchronized Duration exceeded(TimeLimits limits, boolean small) {
        long now = nanoTime.getAsLong();
        Duration idle = awaitingAnswer ? limits.answer() : limits.idle();
        if (now - last > idle.toNanos()) {
            return idle;
        }
        return small && now - start > limits.small().toNanos() ? limits.small() : null;
    }
}
