package io.jenkins.plugins.ocichart.record;

import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import java.time.Instant;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;

/** A chart that a build has pulled, as it is kept with the build. */
public final class RecordedPull extends RecordedChart {
    /** The archive, or the chart's folder if it was unpacked, in the workspace. */
    public final String path;

    /** When it was pulled: ISO 8601 in UTC. */
    @Exported
    public final String pulledAt;

    RecordedPull(PulledChart chart, Instant pulledAt) {
        super(chart.chart(), chart.file(), chart.md5(), chart.verification());
        this.path = chart.path();
        this.pulledAt = stored(pulledAt);
    }

    @Override
    public String getTime() {
        return pulledAt;
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = super.toMap();
        map.put("path", path);
        return map;
    }
}
