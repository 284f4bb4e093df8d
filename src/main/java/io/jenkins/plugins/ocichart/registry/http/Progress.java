package io.jenkins.plugins.ocichart.registry.http;

import java.time.Duration;

/** When an exchange last made headway, kept by the transport's threads and watched by the caller's. */
final class Progress {
    private static final int COUNTS = 1024;

    private final long start = System.nanoTime();
    private long last = start;
    private int pending;
    private boolean awaitingAnswer;

    /** Bytes went over the wire; fewer than a kilobyte in all are not yet headway. */
    synchronized void moved(int bytes) {
        pending += bytes;
        if (pending >= COUNTS) {
            pending = 0;
            last = System.nanoTime();
        }
    }

    /** The whole request is out. */
    synchronized void requestSent() {
        awaitingAnswer = true;
        last = System.nanoTime();
    }

    /** The head of the answer is in. */
    synchronized void answered() {
        awaitingAnswer = false;
        last = System.nanoTime();
    }

    /** The limit that has been exceeded, or null. */
    synchronized Duration exceeded(TimeLimits limits, boolean small) {
        long now = System.nanoTime();
        Duration idle = awaitingAnswer ? limits.answer() : limits.idle();
        if (now - last > idle.toNanos()) {
            return idle;
        }
        return small && now - start > limits.small().toNanos() ? limits.small() : null;
    }
}
