package io.jenkins.plugins.ocichart.record;

import hudson.model.Run;
import io.jenkins.plugins.ocichart.operation.PulledChart;
import java.io.IOException;
import java.time.Instant;

/** Records what a step of a build has pulled. */
public final class PullRecorder {
    private PullRecorder() {}

    /**
     * Keeps the chart with the build and shows it to the later steps of a freestyle build.
     *
     * @param fingerprint whether to link the build to the one that pushed the chart, too
     */
    public static UsedChart record(Run<?, ?> run, PulledChart chart, boolean fingerprint) throws IOException {
        UsedChart used = new UsedChart(chart, Instant.now());
        PulledChartsAction.add(run, used);
        ChartEnvironment.show(run, used, used.getPath());
        if (fingerprint) {
            ChartFingerprints.pulled(run, used);
        }
        run.save();
        return used;
    }
}
