package io.jenkins.plugins.ocichart.operation;

import java.io.Serializable;
import java.util.Objects;

/**
 * What {@link ChartPush} is asked to do.
 *
 * @param chart path, Ant pattern or comma-separated list of them, of chart archives, relative to the directory that the
 *     push runs in
 * @param remote {@code oci://host[:port]/namespace}, with neither the chart's name nor a tag
 * @param ifExists what to do where the tag exists with another digest
 * @param parallelism how many charts are in flight at once, at least 1
 * @param access how to reach the registry
 */
public record PushRequest(String chart, String remote, IfExists ifExists, int parallelism, RegistryAccess access)
        implements Serializable {
    public PushRequest {
        Objects.requireNonNull(chart, "chart");
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(ifExists, "ifExists");
        Objects.requireNonNull(access, "access");
    }
}
