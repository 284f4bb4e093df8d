package io.jenkins.plugins.ocichart.record;

import io.jenkins.plugins.ocichart.operation.pull.VerifiedChart;
import java.time.Instant;
import org.kohsuke.stapler.export.Exported;

/** A chart whose signatures a build has verified, as it is kept with the build; of an archive the reference is its path. */
public final class RecordedVerification extends RecordedChart {
    /** When it was verified: ISO 8601 in UTC. */
    @Exported
    public final String verifiedAt;

    RecordedVerification(VerifiedChart chart, Instant verifiedAt) {
        super(chart.chart(), null, null, chart.verification());
        this.verifiedAt = stored(verifiedAt);
    }

    @Override
    public String getTime() {
        return verifiedAt;
    }
}
