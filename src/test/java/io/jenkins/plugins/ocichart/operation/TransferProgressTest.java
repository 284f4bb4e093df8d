package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "999     | 99  | file: 9 % of 999 B, 20 B/s",
                "1000    | 500 | file: 50 % of 1.0 kB, 100 B/s",
                "999900  | 499950 | file: 50 % of 999.9 kB, 100.0 kB/s",
                "1000000 | 500000 | file: 50 % of 1.0 MB, 100.0 kB/s",
            })
    void sizesAreInTheUnitThatTheyFillOnce(long total, long bytes, String line) {
        TransferProgress small = new TransferProgress(new Console(lines::add), "file", total, () -> now);
        now = TimeUnit.SECONDS.toNanos(5);
        small.transferred(bytes);
        assertThat(lines).containsExactly(line);
    }
}
