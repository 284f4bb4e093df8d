package io.jenkins.plugins.ocichart.record;

import static io.jenkins.plugins.ocichart.record.RecordedCharts.pushed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartHistoryTest {
    @TempDir
    Path job;

    @Test
    void namesTheLastPushOfEachChartEvenIfItsVersionIsLower() throws Exception {
        add(1, pushed("web", "2.0.0", "aaaa"), pushed("api", "0.1.0", "bbbb"));
        add(2, pushed("web", "1.9.9", "cccc"));

        assertThat(ChartHistory.of(job).newest())
                .extracting(JobPush::name, JobPush::version, JobPush::build)
                .containsExactly(tuple("api", "0.1.0", 1), tuple("web", "1.9.9", 2));
    }

    @Test
    void takesTheLastPushOfABuildThatPushedAChartTwice() throws Exception {
        add(1, pushed("web", "1.0.0", "aaaa"), pushed("web", "1.0.1", "bbbb"));

        assertThat(ChartHistory.of(job).newest()).extracting(JobPush::version).containsExactly("1.0.1");
    }

    @Test
    void ordersBuildsThatOverlapByTheirNumbers() throws Exception {
        add(2, pushed("web", "1.2.0", "bbbb"));
        add(1, pushed("web", "1.1.0", "aaaa"));

        assertThat(ChartHistory.of(job).byRepository().get("registry.example.com/charts/web"))
                .extracting(JobPush::build)
                .containsExactly(2, 1);
    }

    @Test
    void keepsWhatABuildRepeatedOnce() throws Exception {
        add(1, pushed("web", "1.0.0", "aaaa"));
        add(1, pushed("web", "1.0.0", "aaaa"));
        add(2, pushed("web", "1.0.0", "aaaa"));

        assertThat(ChartHistory.of(job).byRepository().get("registry.example.com/charts/web"))
                .extracting(JobPush::build)
                .containsExactly(2, 1);
    }

    @Test
    void keepsThePushesOfBuildsWhoseNumbersStartAgain() throws Exception {
        for (int build = 1; build <= ChartHistory.LIMIT; build++) {
            add(build, pushed("web", "1.0." + build, "aaaa"));
        }

        add(job, 1, 999_000, pushed("web", "2.0.0", "bbbb"));
        add(job, 2, 999_001, pushed("web", "2.0.1", "cccc"));

        assertThat(ofWeb())
                .hasSize(ChartHistory.LIMIT)
                .extracting(JobPush::version)
                .startsWith("2.0.1", "2.0.0", "1.0.100", "1.0.99");
    }

    @Test
    void knowsThatANumberLeadsToALaterBuildNow() throws Exception {
        add(7, pushed("web", "1.0.0", "aaaa"));
        assertThat(ChartHistory.of(job).isRenumbered(ofWeb().get(0))).isFalse();

        add(job, 1, 999_000, pushed("web", "2.0.0", "bbbb"));

        assertThat(ofWeb()).extracting(ChartHistory.of(job)::isRenumbered).containsExactly(false, true);
    }

    @Test
    void endsWithTheChartThatABuildPushedFirstAndOnceMoreAfterAnother() throws Exception {
        add(1, pushed("web", "1.0.0", "aaaa"));
        add(1, pushed("web", "1.0.0", "bbbb"));
        add(1, pushed("web", "1.0.0", "aaaa"));

        assertThat(ofWeb())
                .extracting(JobPush::digest)
                .containsExactly("sha256:" + "aaaa".repeat(16), "sha256:" + "bbbb".repeat(16));
    }

    @Test
    void keepsABoundedNumberOfCharts() throws Exception {
        for (int build = 1; build <= ChartHistory.CHARTS + 20; build++) {
            add(build, pushed("chart" + build, "1.0.0", "aaaa"));
        }

        assertThat(ChartHistory.of(job).newest())
                .hasSize(ChartHistory.CHARTS)
                .extracting(JobPush::name)
                .contains("chart21", "chart520")
                .doesNotContain("chart20");
    }

    @Test
    void keepsABoundedNumberOfPushesAndTheNewestOfEachChart() throws Exception {
        add(1, pushed("seldom", "1.0.0", "aaaa"));
        for (int build = 2; build <= 100; build++) {
            int number = build;
            add(
                    build,
                    IntStream.range(0, 25)
                            .mapToObj(chart -> pushed("chart" + chart, "1.0." + number, "bbbb"))
                            .toArray(RecordedPush[]::new));
        }

        Map<String, List<JobPush>> charts = ChartHistory.of(job).byRepository();

        assertThat(charts.values().stream().mapToInt(List::size).sum()).isEqualTo(ChartHistory.PUSHES);
        assertThat(charts).containsKey("registry.example.com/charts/seldom");
    }

    /** The file of the first job is a pipe that nobody writes to: reading it blocks. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void doesNotWaitForTheDiskOfAnotherJob(@TempDir Path other) throws Exception {
        Path pipe = other.resolve(ChartHistory.NAME);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> blocked = threads.submit(() -> {
                add(other, 1, 1000, pushed("web", "1.0.0", "aaaa"));
                return null;
            });
            Thread.sleep(200);

            threads.submit(() -> {
                        add(1, pushed("web", "1.0.0", "aaaa"));
                        return null;
                    })
                    .get(60, TimeUnit.SECONDS);

            assertThat(blocked).isNotDone();
            assertThat(ofWeb()).hasSize(1);
        } finally {
            Files.writeString(pipe, ""); // lets the reader go
            threads.shutdown();
        }
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
                .extracting(JobPush::build)
                .isEqualTo(150);
        assertThat(ChartHistory.of(job).newest()).extracting(JobPush::name).containsExactly("seldom", "web");
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
                .extracting(JobPush::build)
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
    void startsAgainIfItsFileIsDamaged(String damaged) throws Exception {
        Files.writeString(job.resolve(ChartHistory.NAME), damaged);

        assertThat(ChartHistory.of(job).newest()).isEmpty();
        add(7, pushed("web", "1.0.0", "aaaa"));
        assertThat(ChartHistory.of(job).newest()).extracting(JobPush::build).containsExactly(7);
    }

    @Test
    void readsWhatANewerVersionWrote() throws Exception {
        Files.writeString(job.resolve(ChartHistory.NAME), """
                {"schemaVersion": 2, "more": true, "pushes": [
                  {"build": 3, "ref": "r/web:1", "repository": "r/web", "digest": "sha256:0", "name": "web",
                   "version": "1", "pushed": true, "pushedAt": "2026-03-01T12:00:00Z", "more": 1}]}
                """);

        assertThat(ChartHistory.of(job).newest()).extracting(JobPush::ref).containsExactly("r/web:1");
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
        add(job, build, build * 1000L, charts);
    }

    private static void add(Path job, int build, long started, RecordedPush... charts) throws IOException {
        ChartHistory.add(
                job,
                List.of(charts).stream()
                        .map(chart -> JobPush.of(build, started, chart))
                        .toList());
    }

    private List<JobPush> ofWeb() {
        return ChartHistory.of(job).byRepository().get("registry.example.com/charts/web");
    }

    @Test
    void readmeSaysHowMuchIsKept() throws Exception {
        assertThat(Files.readString(Path.of("README.md")).replaceAll("\\s+", " "))
                .contains("the last version of each chart that the job has pushed (the last %d charts)"
                        .formatted(JobCharts.ROWS))
                .contains("%d pushes of a chart, %d charts and %s pushes in all"
                        .formatted(
                                ChartHistory.LIMIT,
                                ChartHistory.CHARTS,
                                String.format(Locale.ROOT, "%,d", ChartHistory.PUSHES)));
    }
}
