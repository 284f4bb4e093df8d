package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.operation.OciUrl;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Reference;
import java.io.IOException;
import java.util.Optional;

/**
 * Which manifest a pull asks for. At most one of {@code tag} and {@code range} is set; if none is, and no digest, the
 * newest version is meant.
 *
 * @param name registry and repository
 * @param digest the digest of the reference, which decides, or null
 * @param tag the tag to ask for literally, or null
 * @param range the versions that will do, or null
 */
record PullTarget(Reference name, Digest digest, String tag, VersionConstraint range) {
    /** Combines reference and version by Helm's rules (pkg/registry/client.go, ValidateReference). */
    static PullTarget of(String chart, String wantedVersion, boolean devel) throws IOException {
        return of(new OciUrl("chart", chart, OciUrl.CHART).reference(), wantedVersion, devel);
    }

    /** As above. */
    static PullTarget of(Reference reference, String wantedVersion, boolean devel) throws IOException {
        String version = wantedVersion == null ? "" : wantedVersion.strip();
        if (!version.isEmpty()
                && reference.tag() != null
                && !Reference.toTag(version).equals(reference.tag())) {
            throw new IOException("chart reference and version mismatch: version is " + version
                    + ", but the tag of the reference is " + reference.tag());
        }
        Reference name = new Reference(reference.registry(), reference.repository(), null, null);
        String wanted = version.isEmpty() ? reference.tag() : version;
        if (wanted == null) {
            VersionConstraint range = reference.digest() == null && devel ? VersionConstraint.parse(">0.0.0-0") : null;
            return new PullTarget(name, reference.digest(), null, range);
        }
        // Helm asks for anything that is a version as a tag: 1.2 is the tag 1.2, not a range.
        if (ChartVersion.ofTag(wanted).isEmpty()) {
            try {
                return new PullTarget(name, reference.digest(), null, VersionConstraint.parse(wanted));
            } catch (ChartException e) {
                if (!Reference.isTag(wanted)) {
                    throw new IOException("version '" + wanted + "' is neither a version nor a range such as ^1.2", e);
                }
            }
        }
        String tag = Reference.toTag(wanted);
        if (!Reference.isTag(tag)) {
            throw new IOException("version '" + wanted + "' is too long to be a tag");
        }
        return new PullTarget(name, reference.digest(), tag, null);
    }

    /**
     * The range that a user has typed; an exact version is a range of one.
     *
     * @param version empty if null or blank
     */
    static Optional<VersionConstraint> range(String version) throws IOException {
        if (version == null || version.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(VersionConstraint.parse(version.strip()));
        } catch (ChartException e) {
            throw new IOException("version '" + version + "' is neither a version nor a range such as ^1.2", e);
        }
    }

    /** The chart's name as the reference has it: the last segment of the repository. */
    String chartName() {
        return chartName(name);
    }

    /** The same of any reference. */
    static String chartName(Reference reference) {
        return reference.repository().substring(reference.repository().lastIndexOf('/') + 1);
    }
}
