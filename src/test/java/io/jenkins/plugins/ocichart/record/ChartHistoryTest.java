package io.jenkins.plugins.ocichart.record;

import static io.jenkins.plugins.ocichart.record.RecordedCharts.pushed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartHistoryTest {
    @TempDir
    Path job;

    @Test
    void namesTheLastPushOfEachChartWhicheverVersionIsHigher() throws Exception {
        add(1, pushed("web", "2.0.0", "aaaa"), pushed("api", "0.1.0", "bbbb"));
        add(2, pushed("web", "1.9.9", "cccc"));

        assertThat(ChartHistory.of(job).newest())
                .extracting(JobPush::getName, JobPush::getVersion, JobPush::getBuild)
                .containsExactly(tuple("api", "0.1.0", 1), tuple("web", "1.9.9", 2));
    }

    @Test
    void takesTheLastPushOfABuildThatPushedAChartTwice() throws Exception {
        add(1, pushed("web", "1.0.0", "aaaa"), pushed("web", "1.0.1", "bbbb"));

        assertThat(ChartHistory.of(job).newest())
                .extracting(JobPush::getVersion)
                .containsExactly("1.0.1");
    }

    @Test
    void ordersBuildsThatOverlapByTheirNumbers() throws Exception {
        add(2, pushed("web", "1.2.0", "bbbb"));
        add(1, pushed("web", "1.1.0", "aaaa"));

        assertThat(ChartHistory.of(job).byRepository().get("registry.example.com/charts/web"))
                .extracting(JobPush::getBuild)
                .containsExactly(2, 1);
    }

    @Test
    void keepsWhatABuildRepeatedOnce() throws Exception {
        add(1, pushed("web", "1.0.0", "aaaa"));
        add(1, pushed("web", "1.0.0", "aaaa"));
        add(2, pushed("web", "1.0.0", "aaaa"));

        assertThat(ChartHistory.of(job).byRepository().get("registry.example.com/charts/web"))
                .extracting(JobPush::getBuild)
                .containsExactly(2, 1);
    }

    @Test
    void keepsTheLastHundredOfEachChart() throws Exception {
        add(1, pushed("seldom", "1.0.0", "aaaa"));
        for (int build = 2; build <= 150; build++) {
            add(build, pushed("web", "1.0." + build, "bbbb"));
        }

        assertThat(ChartHistory.of(job).byRepository().get("registry.example.com/charts/web"))
                .hasSize(ChartHistory.LIMIT)
                .first()
                .extracting(JobPush::getBuild)
                .isEqualTo(150);
        assertThat(ChartHistory.of(job).newest()).extracting(JobPush::getName).containsExactly("seldom", "web");
    }

    @Test
    void losesNoneOfManyPushesAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> pushes = IntStream.rangeClosed(1, 80)
                    .<Callable<Void>>mapToObj(build -> () -> {
                        add(build, pushed("web", "1.0." + build, "aaaa"));
                        return null;
                    })
                    .toList();
            for (var push : threads.invokeAll(pushes)) {
                push.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(ChartHistory.of(job).byRepository().get("registry.example.com/charts/web"))
                .extracting(JobPush::getBuild)
                .containsExactlyElementsOf(IntStream.iterate(80, build -> build - 1)
                        .limit(80)
                        .boxed()
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"schemaVersion\":1,\"pushes\":[null]}",
                "{\"schemaVersion\":1,\"pushes\":[{\"build\":1}]}",
                "{\"schemaVersion\":1,\"pushes\":[{\"build\":"
            })
    void beginsAnewWhereItsFileIsDamaged(String damaged) throws Exception {
        Files.writeString(job.resolve(ChartHistory.NAME), damaged);

        assertThat(ChartHistory.of(job).newest()).isEmpty();
        add(7, pushed("web", "1.0.0", "aaaa"));
        assertThat(ChartHistory.of(job).newest()).extracting(JobPush::getBuild).containsExactly(7);
    }

    @Test
    void readsWhatANewerVersionWrote() throws Exception {
        Files.writeString(job.resolve(ChartHistory.NAME), """
                {"schemaVersion": 2, "more": true, "pushes": [
                  {"build": 3, "ref": "r/web:1", "repository": "r/web", "digest": "sha256:0", "name": "web",
                   "version": "1", "pushed": true, "pushedAt": "2026-03-01T12:00:00Z", "more": 1}]}
                """);

        assertThat(ChartHistory.of(job).newest()).extracting(JobPush::getRef).containsExactly("r/web:1");
    }

    @Test
    void leavesNoTemporaryFile() throws Exception {
        add(1, pushed("web", "1.0.0", "aaaa"));

        assertThat(job).isDirectoryContaining(file -> file.endsWith(ChartHistory.NAME));
        try (var files = Files.list(job)) {
            assertThat(files).hasSize(1);
        }
    }

    private void add(int build, RecordedPush... charts) throws IOException {
        ChartHistory.add(
                job,
                List.of(charts).stream().map(chart -> JobPush.of(build, chart)).toList());
    }
}
