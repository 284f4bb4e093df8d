package io.jenkins.plugins.ocichart.operation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Pulls a chart, as {@code helm pull} does.
 *
 * @param chart {@code oci://host[:port]/namespace/name}, optionally with {@code :tag}, {@code @digest} or both
 * @param version exact version or a range, null or empty for the newest one
 * @param devel whether pre-releases are considered
 * @param destination folder for the archive, relative to the directory that the pull runs in, created where missing; null
 *     or empty for that directory
 * @param untar whether to unpack the chart instead of keeping its archive
 * @param untarDir folder to unpack into, relative to {@code destination}; null or empty for {@code destination} itself
 * @param prov whether to fetch the provenance file too
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
        RegistryAccess access)
        implements Operation<PulledChart> {
    public Pull {
        Objects.requireNonNull(chart, "chart");
        Objects.requireNonNull(access, "access");
    }

    @Override
    public PulledChart run(Path directory, Progress progress) throws IOException, InterruptedException {
        return ChartPull.run(directory, this, progress);
    }
}
