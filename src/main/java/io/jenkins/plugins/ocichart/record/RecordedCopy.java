package io.jenkins.plugins.ocichart.record;

import io.jenkins.plugins.ocichart.operation.copy.CopiedChart;
import java.time.Instant;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;

/** A chart that a build has copied, as it is kept with the build: the chart is the one in the target. */
public final class RecordedCopy extends RecordedChart {
    /** Where it was copied from: {@code registry/repository:tag}, or {@code registry/repository@digest}. */
    @Exported
    public final String from;

    /** False if the target had the tag already and no chart was uploaded. */
    @Exported
    public final boolean pushed;

    /** When it was copied, or found in the target: ISO 8601 in UTC. */
    @Exported
    public final String copiedAt;

    RecordedCopy(CopiedChart chart, Instant copiedAt) {
        super(
                chart.chart(),
                chart.md5() == null
                        ? null
                        : chart.chart().name() + "-" + chart.chart().version() + ".tgz",
                chart.md5(),
                chart.verification());
        this.from = chart.from();
        this.pushed = chart.pushed();
        this.copiedAt = stored(copiedAt);
    }

    @Override
    public String getTime() {
        return copiedAt;
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = super.toMap();
        map.put("pushed", pushed);
        map.put("from", from);
        return map;
    }
}
