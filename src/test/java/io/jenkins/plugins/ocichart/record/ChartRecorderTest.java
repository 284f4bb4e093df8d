package io.jenkins.plugins.ocichart.record;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.tasks.Fingerprinter;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartRecorderTest {
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private TestRun run;
    private ChartRecorder recorder;

    @BeforeEach
    void newBuild(@TempDir Path directory) throws Exception {
        run = TestRun.in(directory);
        PrintStream log = new PrintStream(console, true, StandardCharsets.UTF_8);
        recorder = new ChartRecorder(run, null, () -> log);
    }

    /** The stand-in of a fingerprint can't be stored when its file is a folder. */
    @Test
    void recordsAPushThatHasNoFingerprint() throws Exception {
        Path file = Files.createDirectories(Path.of("target", "fingerprints", "e".repeat(32) + ".xml"));
        try {
            recorder.pushed(List.of(RecordedCharts.withMd5("e".repeat(32))), true, true);
        } finally {
            Files.delete(file);
        }

        assertThat(ChartEvents.of(run)).hasSize(1);
        assertThat(ChartHistory.of(run.getParent().getRootDir().toPath()).newest())
                .hasSize(1);
        assertThat(run.artifacts()).containsExactly("oci-charts.json");
        assertThat(run.getAction(Fingerprinter.FingerprintAction.class)).isNull();
        assertThat(console.toString(StandardCharsets.UTF_8))
                .isEqualTo("WARNING: The fingerprints of these charts could not be recorded: " + "e".repeat(32)
                        + ".xml: Is a directory" + System.lineSeparator());
    }

    /** In each round the branches go at once: whoever archives last must have the charts of all. */
    @Test
    void losesNoChartOfBranchesThatPushAtTheSameTime() throws Exception {
        int branches = 4;
        CyclicBarrier start = new CyclicBarrier(branches);
        ExecutorService threads = Executors.newFixedThreadPool(branches);
        try {
            for (int round = 1; round <= 50; round++) {
                List<Callable<Object>> pushes = new ArrayList<>();
                for (int branch = 0; branch < branches; branch++) {
                    PushedChart chart = RecordedCharts.named("chart" + round + "-" + branch);
                    pushes.add(() -> {
                        start.await();
                        return recorder.pushed(List.of(chart), true, false);
                    });
                }
                for (Future<Object> push : threads.invokeAll(pushes)) {
                    push.get();
                }
                assertThat(run.artifact("oci-charts.json").split("\"name\"", -1))
                        .hasSize(1 + round * branches);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void recordsAPushThatHasNoPlaceInTheHistory() throws Exception {
        Files.createDirectory(run.getParent().getRootDir().toPath().resolve(ChartHistory.NAME));

        recorder.pushed(List.of(RecordedCharts.withMd5("f".repeat(32))), true, true);

        assertThat(ChartEvents.of(run)).hasSize(1);
        assertThat(run.artifacts()).containsExactly("oci-charts.json");
        assertThat(run.getAction(Fingerprinter.FingerprintAction.class)).isNotNull();
        assertThat(console.toString(StandardCharsets.UTF_8))
                .startsWith("WARNING: The page of the job will not show these charts: ")
                .contains("directory");
    }

    /** The same chart has the same fingerprint wherever it is; its page shows all places. */
    @Test
    void aFingerprintHasTheChartOfEachRegistryOnce() throws Exception {
        String digest = "sha256:" + "1a2b".repeat(16);
        for (String registry : List.of("a.example.com", "b.example.com", "a.example.com")) {
            for (String repository : List.of("charts/web", "prod/web")) {
                recorder.pushed(List.of(RecordedCharts.in(registry, repository, digest)), false, true);
            }
        }

        assertThat(Jenkins.get()
                        .getFingerprintMap()
                        .getOrCreate(null, "web", "1a2b".repeat(8))
                        .getFacets())
                .extracting(facet -> ((ChartFacet) facet).ref)
                .containsExactly(
                        "a.example.com/charts/web:1.0.0",
                        "a.example.com/prod/web:1.0.0",
                        "b.example.com/charts/web:1.0.0",
                        "b.example.com/prod/web:1.0.0");
    }

    /** The second branch wants to archive when the first one has made its artifact but not archived it. */
    @Test
    void branchesThatPushAtTheSameTimeLeaveAnArtifactWithTheChartsOfBoth() throws Exception {
        FutureTask<Object> branch = new FutureTask<>(() -> recorder.pushed(
                List.of(RecordedCharts.in("b.example.com", "charts/web", "sha256:" + "b".repeat(64))), true, false));
        Thread second = new Thread(branch);
        run.beforeArchiving(() -> {
            second.start();
            while (second.getState() != Thread.State.BLOCKED && second.isAlive()) {
                Thread.onSpinWait();
            }
        });

        recorder.pushed(
                List.of(RecordedCharts.in("a.example.com", "charts/web", "sha256:" + "a".repeat(64))), true, false);
        branch.get();

        assertThat(run.artifact("oci-charts.json"))
                .contains("a.example.com/charts/web:1.0.0", "b.example.com/charts/web:1.0.0");
    }
}
