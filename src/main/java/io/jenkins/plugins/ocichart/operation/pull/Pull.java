package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.registry.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Pulls a chart, as {@code helm pull} does.
 *
 * @param chart {@code oci://host[:port]/namespace/name}, optionally with {@code :tag}, {@code @digest} or both
 * @param version exact version or a range, null or empty for the newest one
 * @param devel whether pre-releases are considered
 * @param destination folder for the archive, relative to the directory that the pull runs in, created if missing; null
 *     or empty for that directory
 * @param untar whether to unpack the chart instead of keeping its archive
 * @param untarDir folder to unpack into, relative to {@code destination}; null or empty for {@code destination} itself
 * @param prov whether to fetch the provenance file too
 * @param trust what must hold before anything is written
 * @param access how to reach the registry
 */
public record Pull(
        String chart,
        String version,
        boolean devel,
        String destination,
        boolean untar,
        String untarDir,
        boolean prov,
        Trust trust,
        RegistryAccess access)
        implements Operation<PulledChart> {
    public Pull {
        Objects.requireNonNull(chart, "chart");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(access, "access");
    }

    /** Pulls any chart, verified by nobody. */
    public Pull(
            String chart,
            String version,
            boolean devel,
            String destination,
            boolean untar,
            String untarDir,
            boolean prov,
            RegistryAccess access) {
        this(chart, version, devel, destination, untar, untarDir, prov, Trust.NONE, access);
    }

    /**
     * Checks the address of a chart as far as that can be done without a registry.
     *
     * @throws IOException the line that a pull would fail with
     */
    public static void checkChart(String chart) throws IOException {
        PullTarget.of(chart, null, false);
    }

    /**
     * Checks a version or a range of versions.
     *
     * @throws IOException the line that a pull would fail with
     */
    public static void checkVersion(String version) throws IOException {
        PullTarget.of("oci://registry/chart", version, false);
    }

    /** Whether a pull would be refused because the address has another tag than the version; false if it has none. */
    public static boolean contradicts(String chart, String version) {
        try {
            String tag = Reference.parse(chart).tag();
            return tag != null && !tag.equals(Reference.toTag(version));
        } catch (IllegalArgumentException e) {
            return false; // the address has to be corrected first
        }
    }

    @Override
    public PulledChart run(Path directory, Progress progress) throws IOException, InterruptedException {
        return ChartPull.run(directory, this, progress);
    }
}
