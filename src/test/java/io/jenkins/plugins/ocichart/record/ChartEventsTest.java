package io.jenkins.plugins.ocichart.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.TestRun;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartEventsTest {
    private TestRun run;

    @BeforeEach
    void newBuild(@TempDir Path directory) throws Exception {
        run = TestRun.in(directory);
    }

    @Test
    void keepsTheOrderOfThePushes() throws Exception {
        ChartEvents.add(run, List.of(chart("web", "aaaa")));
        ChartEvents action = ChartEvents.add(run, List.of(chart("api", "bbbb")));

        assertThat(ChartEvents.of(run))
                .extracting(chart -> chart.ref)
                .containsExactly("registry.example.com/charts/web:1.0.0", "registry.example.com/charts/api:1.0.0");
        assertThat(run.getAllActions()).hasSize(1).first().isSameAs(action);
    }

    @Test
    void keepsAChartOnceThatAStepRepeated() throws Exception {
        ChartEvents.add(run, List.of(chart("web", "aaaa")));
        ChartEvents.add(run, List.of(chart("web", "aaaa")));

        assertThat(ChartEvents.of(run)).hasSize(1);
    }

    @Test
    void keepsBothIfAPushHasMovedATag() throws Exception {
        ChartEvents.add(run, List.of(chart("web", "aaaa")));
        ChartEvents.add(run, List.of(chart("web", "bbbb")));

        assertThat(ChartEvents.of(run)).hasSize(2);
    }

    @Test
    void endsWithTheChartThatTheTagLeadsToAfterPushesOfTwoInTurn() throws Exception {
        ChartEvents.add(run, List.of(chart("web", "aaaa")));
        ChartEvents.add(run, List.of(chart("web", "bbbb")));
        ChartEvents.add(run, List.of(chart("web", "aaaa")));

        assertThat(ChartEvents.of(run))
                .extracting(chart -> chart.digest)
                .containsExactly("sha256:" + "bbbb".repeat(16), "sha256:" + "aaaa".repeat(16));
    }

    @Test
    void tellsWhenAChartWasPushedInWholeSecondsOfUtc() {
        assertThat(chart("web", "aaaa").toArtifactEntry()).containsEntry("pushedAt", "2026-03-01T12:00:00Z");
    }

    /** XStream reads neither records nor the JDK's immutable collections back. */
    @Test
    void isMadeOfWhatJenkinsCanReadBack() throws Exception {
        ChartEvents action = ChartEvents.add(run, List.of(chart("web", "aaaa")));

        Field charts = ChartEvents.class.getDeclaredField("charts");
        charts.setAccessible(true);
        assertThat(charts.get(action)).isExactlyInstanceOf(ArrayList.class);
        assertThat(Stream.of(
                        RecordedPush.class,
                        RecordedPull.class,
                        RecordedVerification.class,
                        RecordedSignature.class,
                        RecordedChart.class))
                .noneMatch(Class::isRecord)
                .flatExtracting(type -> List.of(type.getDeclaredFields()))
                .extracting(Field::getType)
                .allMatch(type ->
                        type == String.class || type == ArrayList.class || type == TreeMap.class || type.isPrimitive());
    }

    private static RecordedPush chart(String name, String digest) {
        return RecordedCharts.pushed(name, "1.0.0", digest);
    }
}
