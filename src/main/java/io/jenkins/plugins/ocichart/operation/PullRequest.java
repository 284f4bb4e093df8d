package io.jenkins.plugins.ocichart.operation;

import java.io.Serializable;
import java.util.Objects;

/**
 * What {@link ChartPull} is asked to do.
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
public record PullRequest(
        String chart,
        String version,
        boolean devel,
        String destination,
        boolean untar,
        String untarDir,
        boolean prov,
        RegistryAccess access)
        implements Serializable {
    public PullRequest {
        Objects.requireNonNull(chart, "chart");
        Objects.requireNonNull(access, "access");
    }
}
