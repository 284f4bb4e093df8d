package io.jenkins.plugins.ocichart.operation.migrate;

import java.io.Serializable;
import java.util.Locale;

/**
 * What became of one version of a chart.
 *
 * @param name the chart's name, as the index has it
 * @param version its version, as the index has it
 * @param ref where it is in the registry, or would be; null if it can't be there
 * @param digest digest of the manifest there; null if there is none, or it wasn't looked at
 * @param chartDigest digest of the archive; null if neither the index nor a download has told it
 * @param outcome what became of it
 * @param reason why, or what to know about it; null for nothing
 */
public record MigratedChart(
        String name, String version, String ref, String digest, String chartDigest, Outcome outcome, String reason)
        implements Serializable {
    /** The same with another reason, or null. */
    MigratedChart withReason(String other) {
        return new MigratedChart(name, version, ref, digest, chartDigest, outcome, other);
    }

    /** What can become of a version. */
    public enum Outcome {
        /** It was sent. */
        PUSHED,
        /** The registry had this chart under its tag already; nothing was sent. */
        UNCHANGED,
        /** The registry has another chart under its tag, which stays. */
        SKIPPED,
        /** It would be sent, but this was a dry run. */
        PLANNED,
        /** It could not be migrated. */
        FAILED,
        /** It was not tried, or not done, when the migration stopped. */
        PENDING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
