package io.jenkins.plugins.ocichart.record;

import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import java.time.Instant;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;

/** A chart that a build has pushed, as it is kept with the build. */
public final class RecordedPush extends RecordedChart {
    /** False if the registry had the tag already and nothing was uploaded. */
    @Exported
    public final boolean pushed;

    /** When it was pushed, or found in the registry: ISO 8601 in UTC. */
    @Exported
    public final String pushedAt;

    RecordedPush(PushedChart chart, Instant pushedAt) {
        super(chart.chart(), chart.file(), chart.md5());
        this.pushed = chart.pushed();
        this.pushedAt = stored(pushedAt);
    }

    @Override
    public String getTime() {
        return pushedAt;
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = super.toMap();
        map.put("pushed", pushed);
        return map;
    }

    /** The fields of an entry in the artifact: the same and when the chart was pushed, ISO 8601 in UTC. */
    Map<String, Object> toArtifactEntry() {
        Map<String, Object> map = toMap();
        map.put("pushedAt", pushedAt);
        return map;
    }
}
