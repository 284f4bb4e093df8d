package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TransferProgressTest {
    private final List<String> lines = new ArrayList<>();
    private long now;
    private final TransferProgress progress =
            new TransferProgress(new Console(lines::add), "Uploading web-1.0.0.tgz", 90_000_000, () -> now);

    private void at(long seconds, long bytes) {
        now = TimeUnit.SECONDS.toNanos(seconds);
        progress.transferred(bytes);
    }

    @Test
    void aTransferOfLessThanFiveSecondsIsSilent() {
        at(1, 10_000_000);
        at(4, 80_000_000);
        at(4, 90_000_000);
        assertThat(lines).isEmpty();
    }

    @Test
    void aLongerOneTellsPercentAndRateEveryFiveSeconds() {
        at(1, 1_000_000);
        at(5, 9_000_000);
        at(6, 10_000_000);
        at(9, 20_000_000);
        at(10, 59_000_000);
        assertThat(lines)
                .containsExactly(
                        "Uploading web-1.0.0.tgz: 10 % of 90.0 MB, 1.8 MB/s",
                        "Uploading web-1.0.0.tgz: 65 % of 90.0 MB, 10.0 MB/s");
    }

    @Test
    void theEndIsNotToldTwice() {
        at(6, 90_000_000);
        assertThat(lines).isEmpty();
    }

    @Test
    void aTransferThatBeginsAgainHasNoNegativeRate() {
        at(5, 45_000_000);
        at(6, 0);
        at(10, 9_000_000);
        assertThat(lines).last().isEqualTo("Uploading web-1.0.0.tgz: 10 % of 90.0 MB, 1.8 MB/s");
    }
}
