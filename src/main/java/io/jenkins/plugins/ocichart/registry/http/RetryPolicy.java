package io.jenkins.plugins.ocichart.registry.http;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and after which waits a request is repeated.
 *
 * @param attempts how often a request is sent at most, the first time included
 * @param firstWait wait before the first repetition; each further wait is twice as long, up to a tenth more or less
 * @param longestWait upper bound of these waits
 * @param longestRetryAfter the longest wait that a server may ask for; a longer one ends the attempts
 */
public record RetryPolicy(int attempts, Duration firstWait, Duration longestWait, Duration longestRetryAfter) {
    /** Six attempts within about eight seconds; up to two minutes if the server asks for it. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(6, Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofMinutes(2));

    private static final Set<Integer> TRANSIENT = Set.of(408, 429, 499, 500, 502, 503, 504, 522);

    /**
     * {@link #DEFAULT}, except for what system properties named after this class and the component set, waits in
     * milliseconds: {@code io.jenkins.plugins.ocichart.registry.http.RetryPolicy.attempts=10}.
     */
    public static RetryPolicy configured() {
        return new RetryPolicy(
                Math.toIntExact(configured("attempts", DEFAULT.attempts)),
                Duration.ofMillis(configured("firstWait", DEFAULT.firstWait.toMillis())),
                Duration.ofMillis(configured("longestWait", DEFAULT.longestWait.toMillis())),
                Duration.ofMillis(configured("longestRetryAfter", DEFAULT.longestRetryAfter.toMillis())));
    }

    private static long configured(String component, long usual) {
        return Long.getLong(RetryPolicy.class.getName() + "." + component, usual);
    }

    /** Whether a later attempt may well succeed after an answer with this status. */
    public boolean isTransient(int status) {
        return TRANSIENT.contains(status);
    }

    /** How long to wait after the given number of failed attempts; empty when it is time to give up. */
    public Optional<Duration> waitAfter(int failedAttempts) {
        if (failedAttempts >= attempts) {
            return Optional.empty();
        }
        double exact = firstWait.toMillis() * Math.pow(2, failedAttempts - 1d);
        double jitter = ThreadLocalRandom.current().nextDouble(0.9, 1.1);
        return Optional.of(Duration.ofMillis((long) (Math.min(exact, longestWait.toMillis()) * jitter)));
    }

    /**
     * How long to wait after the given number of failed attempts, of which the last one brought this answer. Its
     * {@code Retry-After} is followed up to {@link #longestRetryAfter}.
     */
    public Optional<Duration> waitAfter(int failedAttempts, HttpHeaders answer) {
        Optional<Duration> usual = waitAfter(failedAttempts);
        Optional<Duration> asked = retryAfter(answer, Clock.systemUTC());
        if (usual.isEmpty() || asked.isEmpty()) {
            return usual;
        }
        return asked.filter(wait -> wait.compareTo(longestRetryAfter) <= 0)
                .map(wait -> wait.compareTo(usual.get()) < 0 ? usual.get() : wait);
    }

    /**
     * The wait that an answer asks for: {@code Retry-After} in seconds, whole or with a fraction, or as an HTTP date
     * (RFC 9110 §10.2.3). Never negative; empty if the header is missing or unreadable.
     */
    public static Optional<Duration> retryAfter(HttpHeaders answer, Clock clock) {
        return answer.firstValue("Retry-After").map(String::strip).flatMap(value -> {
            try {
                if (value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
                    return Optional.of(Duration.ofMillis((long) (Double.parseDouble(value) * 1000)));
                }
                ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
                Duration wait = Duration.between(clock.instant(), date.toInstant());
                return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }
}
