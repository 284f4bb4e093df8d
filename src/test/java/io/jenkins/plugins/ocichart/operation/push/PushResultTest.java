package io.jenkins.plugins.ocichart.operation.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.operation.RegistryChart;
import java.util.List;
import org.junit.jupiter.api.Test;

class PushResultTest {
    private static final PushedChart PUSHED = new PushedChart(
            new RegistryChart("h/web:1", "h", "web", "1", "sha256:0", "web", "1", "", "sha256:1", 1, null),
            true,
            "web-1.tgz",
            "0");

    @Test
    void nothingFailed() {
        assertThat(new PushResult(List.of(PUSHED), List.of()).problem()).isEmpty();
    }

    @Test
    void theOnlyChartFailed() {
        assertThat(new PushResult(List.of(), List.of(new ChartFailure("a.tgz", "is broken"))).problem())
                .hasValue("a.tgz: is broken");
    }

    @Test
    void someOfManyFailedForTheirOwnReasons() {
        assertThat(new PushResult(
                                List.of(PUSHED),
                                List.of(
                                        new ChartFailure("a.tgz", "/ws/a.tgz: is broken"),
                                        new ChartFailure("b.tgz", "no such host"),
                                        new ChartFailure("c.tgz", "no such host")))
                        .problem())
                .hasValue("3 of 4 charts could not be pushed: /ws/a.tgz: is broken; b.tgz, c.tgz: no such host");
    }
}
