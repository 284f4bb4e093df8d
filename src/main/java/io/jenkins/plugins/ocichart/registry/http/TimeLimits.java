package io.jenkins.plugins.ocichart.registry.http;

import java.time.Duration;

/**
 * How long a request may make no headway. A transfer that moves has no limit, however long it takes.
 *
 * @param connect until a connection is established
 * @param idle without progress in either direction; less than a kilobyte does not count as progress
 * @param answer from the end of the request's body to the answer: registries check and move what they were sent
 * @param small for a whole request without a streamed body
 */
public record TimeLimits(Duration connect, Duration idle, Duration answer, Duration small) {
    /** 30 s, 60 s, 5 min, 2 min. */
    public static final TimeLimits DEFAULT = new TimeLimits(
            Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMinutes(5), Duration.ofMinutes(2));

    /**
     * {@link #DEFAULT}, except for what system properties named after this class and the limit set in milliseconds:
     * {@code io.jenkins.plugins.ocichart.registry.http.TimeLimits.idle=120000}.
     */
    public static TimeLimits configured() {
        return new TimeLimits(
                configured("connect", DEFAULT.connect),
                configured("idle", DEFAULT.idle),
                configured("answer", DEFAULT.answer),
                configured("small", DEFAULT.small));
    }

    private static Duration configured(String limit, Duration usual) {
        return Duration.ofMillis(Long.getLong(TimeLimits.class.getName() + "." + limit, usual.toMillis()));
    }
}
