package io.jenkins.plugins.ocichart.registry.auth;

import java.time.Duration;
import java.util.List;

/**
 * A token for a registry, kept for as long as it may live.
 *
 * @param value the token
 * @param scopes what it was asked for
 * @param obtained when the request for it was sent, on {@link System#nanoTime}'s clock: the server's own clock may be
 *     wrong
 * @param lifetime how long it lives from then on
 */
public record BearerToken(String value, List<Scope> scopes, long obtained, Duration lifetime) {
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final Duration MARGIN_OF_LONG_UPLOAD = Duration.ofSeconds(90);

    /** Whether the token lives long enough for a request; a long upload needs more time. */
    boolean isFresh(boolean longUpload) {
        return isFresh(MARGIN) && (!longUpload || isFresh(MARGIN_OF_LONG_UPLOAD));
    }

    private boolean isFresh(Duration margin) {
        Duration tenth = lifetime.dividedBy(10);
        Duration safe = lifetime.minus(lifetime.compareTo(margin.multipliedBy(2)) < 0 ? tenth : margin);
        return System.nanoTime() - obtained < safe.toNanos();
    }

    boolean covers(List<Scope> wanted) {
        return wanted.stream().allMatch(w -> scopes.stream().anyMatch(s -> s.covers(w)));
    }

    @Override
    public String toString() {
        return "BearerToken[" + scopes + ", <redacted>]";
    }
}
