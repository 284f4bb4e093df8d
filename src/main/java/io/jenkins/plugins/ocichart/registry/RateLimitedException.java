package io.jenkins.plugins.ocichart.registry;

import java.time.Duration;
import java.util.Optional;

/** The registry wants to be asked less often (429), and waiting as long as a build should did not help. */
public class RateLimitedException extends RegistryException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * A failure with one line for the user.
     *
     * @param retryAfter when to come back, as the registry says, or null
     */
    public RateLimitedException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** When to come back, where the registry says so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
