package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    private static HttpHeaders retryAfter(String value) {
        return HttpHeaders.of(Map.of("Retry-After", List.of(value)), (a, b) -> true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0                             | 0
                    120                           | 120000
                    1.5                           | 1500
                    Fri, 02 Jan 2026 03:04:35 GMT | 30000
                    Fri, 02 Jan 2026 03:00:00 GMT | 0
                    """)
    void retryAfterHasTwoForms(String value, long millis) {
        assertThat(RetryPolicy.retryAfter(retryAfter(value), NOW)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "261µs", "99999999999999999999", "Fri, 99 Jan 2026 03:04:35 GMT"})
    void whatCannotBeReadIsIgnored(String value) {
        assertThat(RetryPolicy.retryAfter(retryAfter(value), NOW)).isEmpty();
    }

    @Test
    void waitsDoubleUpToALimitAndEnd() {
        RetryPolicy policy = new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(60));
        assertThat(policy.waitAfter(1).orElseThrow().toMillis()).isBetween(900L, 1100L);
        assertThat(policy.waitAfter(2).orElseThrow().toMillis()).isBetween(1800L, 2200L);
        assertThat(policy.waitAfter(3).orElseThrow().toMillis()).isBetween(2700L, 3300L);
        assertThat(policy.waitAfter(4)).isEmpty();
    }

    @Test
    void readmeSaysHowLongItIsTried() throws Exception {
        Duration waits = Duration.ZERO;
        for (int failures = 1; RetryPolicy.DEFAULT.waitAfter(failures).isPresent(); failures++) {
            waits = waits.plus(RetryPolicy.DEFAULT.waitAfter(failures).get());
        }

        assertThat(waits).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(9));
        assertThat(RetryPolicy.DEFAULT.waitAfter(1, retryAfter("120"))).contains(Duration.ofMinutes(2));
        assertThat(RetryPolicy.DEFAULT.waitAfter(1, retryAfter("121"))).isEmpty();
        assertThat(TimeLimits.DEFAULT.idle()).isEqualTo(Duration.ofMinutes(1));
        assertThat(Files.readString(Path.of("README.md")).replaceAll("\\s+", " "))
                .contains("retried for about eight seconds, or as long as the registry asks for, up to two minutes")
                .contains("after a minute without data it fails");
    }

    @Test
    void aServersWishCountsUpToALimit() {
        RetryPolicy policy = new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(60));
        assertThat(policy.waitAfter(1, retryAfter("60"))).contains(Duration.ofSeconds(60));
        assertThat(policy.waitAfter(1, retryAfter("61"))).isEqualTo(Optional.empty());
    }

    @Test
    void aServersWishMakesAWaitLongerAndNeverShorter() {
        RetryPolicy policy = new RetryPolicy(3, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(60));
        assertThat(policy.waitAfter(1, retryAfter("1")).orElseThrow()).isGreaterThan(Duration.ofSeconds(8));
        assertThat(policy.waitAfter(1, retryAfter("soon")).orElseThrow()).isGreaterThan(Duration.ofSeconds(8));
        assertThat(policy.waitAfter(3, retryAfter("1"))).isEmpty();
    }

    @Test
    void systemPropertiesReplaceWhatIsUsual() {
        assertThat(RetryPolicy.configured()).isEqualTo(RetryPolicy.DEFAULT);
        assertThat(TimeLimits.configured()).isEqualTo(TimeLimits.DEFAULT);
        Map<String, String> properties = Map.of(
                RetryPolicy.class.getName() + ".attempts", "7",
                RetryPolicy.class.getName() + ".longestWait", "8",
                TimeLimits.class.getName() + ".idle", "9");
        properties.forEach(System::setProperty);
        try {
            RetryPolicy usual = RetryPolicy.DEFAULT;
            assertThat(RetryPolicy.configured())
                    .isEqualTo(new RetryPolicy(7, usual.firstWait(), Duration.ofMillis(8), usual.longestRetryAfter()));
            TimeLimits limits = TimeLimits.DEFAULT;
            assertThat(TimeLimits.configured())
                    .isEqualTo(new TimeLimits(limits.connect(), Duration.ofMillis(9), limits.answer(), limits.small()));
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void onlyWhatMayPassIsTriedAgain() {
        assertThat(RetryPolicy.DEFAULT.isTransient(503)).isTrue();
        assertThat(RetryPolicy.DEFAULT.isTransient(501)).isFalse();
    }
}
