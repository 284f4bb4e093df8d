package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.pull.ChartPull;
import io.jenkins.plugins.ocichart.operation.pull.Show;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import io.jenkins.plugins.ocichart.simulator.TokenServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts requests through a proxy in front of a registry. */
class RequestCountTest {
    /** Longer than a busy machine takes to get going, so that what is sent at once overlaps. */
    private static final Duration LATENCY = Duration.ofMillis(200);

    @TempDir
    Path dir;

    @Started
    private AnyRegistry registry;

    @AutoClose
    private RecordingRegistry proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = RecordingRegistry.inFrontOf(registry.host());
        ChartTar.write(dir, "web", "1.0.0");
    }

    private PushedChart push() throws Exception {
        PushResult result = ChartPush.run(dir, Requests.push("*.tgz", proxy.host()), line -> {});
        assertThat(result.problem()).isEmpty();
        return result.charts().get(0);
    }

    @Test
    void aShowOfAnExactVersionTakesTheTwoRequestsOfAPull() throws Exception {
        push();
        int before = proxy.lines().size();
        for (String part : List.of("all", "chart", "values", "readme", "crds")) {
            new Show("oci://" + proxy.host() + "/charts/web", part, "1.0.0", false, Trust.NONE, Requests.ALICE, null)
                    .run(dir, line -> {});
        }
        assertThat(proxy.lines()).hasSize(before + 2 * 5);
    }

    @Test
    void aFirstPushTakesSixRequestsFourInSequence() throws Exception {
        try (RecordingRegistry distant = RecordingRegistry.farFrom(registry.host(), LATENCY)) {
            ChartPush.run(dir, Requests.push("*.tgz", distant.host()), line -> {});
            assertThat(distant.lines()).hasSize(6).last().isEqualTo("PUT /v2/charts/web/manifests/1.0.0 201");
            assertThat(distant.sequenceDepth()).isEqualTo(4);
        }
    }

    @Test
    void theSameAgainTakesOne() throws Exception {
        push();
        proxy.clear();
        assertThat(push().pushed()).isFalse();
        assertThat(proxy.lines()).containsExactly("HEAD /v2/charts/web/manifests/1.0.0 200");
    }

    @Test
    void theSameChartWithAnotherTimeUploadsItsManifestOnly() throws Exception {
        push();
        Files.setLastModifiedTime(dir.resolve("web-1.0.0.tgz"), FileTime.from(Instant.EPOCH));
        proxy.clear();
        assertThat(push().pushed()).isTrue();
        assertThat(proxy.lines())
                .hasSize(4)
                .noneMatch(line -> line.startsWith("POST"))
                .last()
                .isEqualTo("PUT /v2/charts/web/manifests/1.0.0 201");
    }

    @Test
    void anExactVersionIsPulledWithTwo() throws Exception {
        PushedChart pushed = push();
        proxy.clear();
        ChartPull.run(dir, Requests.pull("oci://" + proxy.host() + "/charts/web", "1.0.0", "out"), line -> {});
        assertThat(proxy.lines())
                .containsExactly(
                        "GET /v2/charts/web/manifests/1.0.0 200",
                        "GET /v2/charts/web/blobs/" + pushed.chart().chartDigest() + " 200");
    }

    @Test
    void aDigestIsPulledWithTwo() throws Exception {
        PushedChart pushed = push();
        proxy.clear();
        String reference =
                "oci://" + proxy.host() + "/charts/web:1.0.0@" + pushed.chart().digest();
        ChartPull.run(dir, Requests.pull(reference, null, "out"), line -> {});
        assertThat(proxy.lines()).hasSize(2);
    }

    @Test
    void aRangeTakesOneMore() throws Exception {
        push();
        proxy.clear();
        ChartPull.run(dir, Requests.pull("oci://" + proxy.host() + "/charts/web", "^1", "out"), line -> {});
        assertThat(proxy.lines()).hasSize(3).first().isEqualTo("GET /v2/charts/web/tags/list 200");
    }

    @Test
    void manyChartsAreInFlightAtOnceButNoMoreThanAllowed() throws Exception {
        for (int i = 1; i < 8; i++) {
            ChartTar.write(dir, "chart" + i, "1.0.0");
        }
        push();
        assertThat(proxy.lines()).hasSize(8 * 6);
        assertThat(proxy.requests())
                .allSatisfy(
                        request -> assertThat(chartsInFlightAt(request.start())).isLessThanOrEqualTo(4));
        assertThat(proxy.requests())
                .anySatisfy(
                        request -> assertThat(chartsInFlightAt(request.start())).isGreaterThan(1));
    }

    private long chartsInFlightAt(long time) {
        return proxy.requests().stream()
                .filter(request -> request.start() <= time && time < request.end())
                .map(request -> request.path().split("/")[3])
                .distinct()
                .count();
    }

    @Tag("slow")
    @Test
    void oneTokenPerChartCoversTheWholePush(@Started TokenServer tokens) throws Exception {
        try (DockerRegistry docker = tokens.registry()) {
            PushResult result = ChartPush.run(dir, Requests.push("*.tgz", docker.host()), line -> {});
            assertThat(result.problem()).isEmpty();
            assertThat(tokens.requests()).hasSize(1);
        }
    }
}
