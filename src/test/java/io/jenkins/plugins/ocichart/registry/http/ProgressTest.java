package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration SMALL = Duration.ofSeconds(20);
    private static final TimeLimits LIMITS = new TimeLimits(Duration.ofSeconds(1), IDLE, ANSWER, SMALL);
    private static final Duration INSTANT = Duration.ofNanos(1);

    private long now = Long.MAX_VALUE - 5;
    private final Progress progress = new Progress(() -> now);

    private Duration exceededAfter(Duration time) {
        now += time.toNanos();
        return progress.exceeded(LIMITS, false);
    }

    @Test
    void aLimitIsExceededOnceItHasPassed() {
        assertThat(exceededAfter(IDLE)).isNull();
        assertThat(exceededAfter(INSTANT)).isEqualTo(IDLE);
    }

    @Test
    void aKilobyteIsHeadwayHoweverManyPiecesItComesIn() {
        assertThat(exceededAfter(IDLE)).isNull();
        progress.moved(1023);
        assertThat(exceededAfter(INSTANT)).isEqualTo(IDLE);
        progress.moved(1);
        assertThat(exceededAfter(IDLE)).isNull();
        progress.moved(1023);
        assertThat(exceededAfter(INSTANT)).isEqualTo(IDLE);
    }

    @Test
    void theAnswerHasATimeOfItsOwn() {
        assertThat(exceededAfter(IDLE)).isNull();
        progress.requestSent();
        assertThat(exceededAfter(ANSWER)).isNull();
        assertThat(exceededAfter(INSTANT)).isEqualTo(ANSWER);
        progress.answered();
        assertThat(exceededAfter(IDLE)).isNull();
        assertThat(exceededAfter(INSTANT)).isEqualTo(IDLE);
    }

    @Test
    void aSmallRequestHasALimitInAll() {
        for (int i = 0; i < 20; i++) {
            assertThat(exceededAfter(Duration.ofSeconds(1))).isNull();
            progress.moved(1024);
        }
        assertThat(progress.exceeded(LIMITS, true)).isNull();
        assertThat(exceededAfter(INSTANT)).isNull();
        assertThat(progress.exceeded(LIMITS, true)).isEqualTo(SMALL);
    }
}
