package io.jenkins.plugins.ocichart.record;

import static io.jenkins.plugins.ocichart.record.RecordedCharts.NOON;
import static io.jenkins.plugins.ocichart.record.RecordedCharts.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.TestRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobChartsTest {
    /** A namespace for each build would give the page of its job thousands of rows. */
    @Test
    void showsTheChartsThatWerePushedLastIfThereAreMany(@TempDir Path directory) throws Exception {
        TestRun run = TestRun.in(directory);
        for (int number = 1; number <= JobCharts.ROWS + 10; number++) {
            JobCharts.add(run, List.of(pushed("chart" + number, "1.0.0", "aaaa", NOON.plusSeconds(number))));
        }

        JobCharts charts = new JobCharts(run.getParent());

        assertThat(charts.getNewestCharts()).hasSize(JobCharts.ROWS + 10);
        assertThat(charts.getSummary())
                .hasSize(JobCharts.ROWS)
                .extracting(JobPush::name)
                .contains("chart11", "chart60")
                .doesNotContain("chart10");
    }
}
