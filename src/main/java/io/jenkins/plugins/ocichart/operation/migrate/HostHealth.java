package io.jenkins.plugins.ocichart.operation.migrate;

import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.UnavailableException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Which of a migration's hosts work: one that fails again and again needn't be asked for thousands of other versions. */
final class HostHealth {
    /** So many versions in a row, with nothing but failures of the host itself, make it count as down. */
    static final int MOST_FAILURES = 5;

    private final Map<String, Integer> failures = new HashMap<>();

    /** What is asked of a host. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws IOException, InterruptedException;
    }

    /** Asks a host, and notes whether it works: a file that isn't there is an answer. */
    <T> T ask(String host, Question<T> question) throws IOException, InterruptedException {
        try {
            T answer = question.ask();
            note(host, false);
            return answer;
        } catch (IOException e) {
            note(host, isOutage(e));
            throw e;
        }
    }

    private synchronized void note(String host, boolean failed) {
        if (!isDown(host)) { // an answer that was on its way doesn't bring it back
            failures.put(host, failed ? failures.getOrDefault(host, 0) + 1 : 0);
        }
    }

    /** Whether nothing more is to be asked of this host. */
    synchronized boolean isDown(String host) {
        return failures.getOrDefault(host, 0) >= MOST_FAILURES;
    }

    /** Out of reach, refuses every login, or fails itself (5xx). */
    private static boolean isOutage(Throwable failure) {
        return failure != null
                && (failure instanceof ConnectionException
                        || failure instanceof UnauthorizedException
                        || failure instanceof UnavailableException
                        || isOutage(failure.getCause()));
    }
}
