package io.jenkins.plugins.ocichart.operation.push;

import java.io.Serializable;

/**
 * An archive that a repository has held at some time: its blobs can be mounted from there, unless they were deleted since.
 * Whoever has reported it may have reported anything.
 *
 * @param chartDigest digest of the archive
 * @param repository the repository
 */
public record KnownArchive(String chartDigest, String repository) implements Serializable {}
