package io.jenkins.plugins.ocichart.operation.dependency;

import java.io.Serializable;

/**
 * A dependency that is in place.
 *
 * @param name its name as declared
 * @param version the version that was chosen; for one without a repository what is declared
 * @param repository where it comes from, as the lock has it
 * @param path its archive, or its folder if it has no repository: like the chart's folder relative to the directory that the
 *     operation runs in, or absolute
 * @param digest of the archive, {@code sha256:…}; null for a folder
 */
public record FetchedDependency(String name, String version, String repository, String path, String digest)
        implements Serializable {}
