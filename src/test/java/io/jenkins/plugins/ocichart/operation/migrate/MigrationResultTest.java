package io.jenkins.plugins.ocichart.operation.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.operation.migrate.MigratedChart.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationResultTest {
    private final List<MigratedChart> rows = new ArrayList<>();

    private void add(int count, Outcome outcome, String reason) {
        for (int i = 0; i < count; i++) {
            rows.add(new MigratedChart("web", "1." + rows.size(), null, null, null, outcome, reason));
        }
    }

    private MigrationResult result() {
        return new MigrationResult(rows, List.of());
    }

    @Test
    void eachOutcomeIsCountedAndPendingOnlyIfThereAreSuch() {
        add(2, Outcome.PUSHED, null);
        add(1, Outcome.SKIPPED, "stays");
        assertThat(result().counts()).hasToString("{total=3, pushed=2, unchanged=0, skipped=1, planned=0, failed=0}");
        add(1, Outcome.PENDING, "down");
        assertThat(result().counts())
                .hasToString("{total=4, pushed=2, unchanged=0, skipped=1, planned=0, failed=0, pending=1}");
    }

    @Test
    void nothingFailedIsNoProblem() {
        add(2, Outcome.PUSHED, null);
        add(1, Outcome.PENDING, "down");
        assertThat(result().problem()).isEmpty();
    }

    @Test
    void fiveFailuresAreNamed() {
        add(1, Outcome.PUSHED, null);
        add(5, Outcome.FAILED, "gone");
        assertThat(result().problem())
                .hasValue("5 of 6 charts could not be migrated: web 1.1: gone; web 1.2: gone; web 1.3: gone;"
                        + " web 1.4: gone; web 1.5: gone");
    }

    @Test
    void moreThanFiveAreCounted() {
        add(7, Outcome.FAILED, "gone");
        assertThat(result().problem())
                .hasValue("7 of 7 charts could not be migrated: web 1.0: gone; web 1.1: gone; web 1.2: gone;"
                        + " web 1.3: gone; web 1.4: gone; and 2 more");
    }

    @Test
    void ifSomeWereNotTriedOneFailureAndTheLastReasonAreTold() {
        add(2, Outcome.FAILED, "HTTP 503");
        add(2, Outcome.PENDING, "another host");
        add(1, Outcome.PENDING, "a.example.com failed 5 times in a row");
        assertThat(result().problem())
                .hasValue("2 of 5 charts could not be migrated: web 1.0: HTTP 503; and 1 more; 3 more were not tried"
                        + " (a.example.com failed 5 times in a row); run the migration again when that works");
    }

    @Test
    void reasonsCanBeReplaced() {
        add(1, Outcome.FAILED, "secret");
        add(1, Outcome.PUSHED, null);
        MigrationResult masked = result().withReasons(reason -> reason == null ? null : "****");
        assertThat(masked.charts())
                .containsExactly(
                        new MigratedChart("web", "1.0", null, null, null, Outcome.FAILED, "****"), rows.get(1));
    }
}
