package io.jenkins.plugins.ocichart.operation;

import java.io.Serializable;

/**
 * One chart that is in the registry after a push.
 *
 * @param ref {@code registry/repository:tag}, as Helm prints it
 * @param registry the registry's {@code host[:port]}
 * @param repository the repository, whose last segment is the chart's name
 * @param tag the chart's version with {@code _} for {@code +}
 * @param digest digest of the manifest that the tag points to
 * @param name the chart's name
 * @param version the chart's version, with {@code +} where it has build metadata
 * @param appVersion the chart's {@code appVersion}, empty where it has none
 * @param chartDigest digest of the archive's bytes
 * @param chartSize size of the archive in bytes
 * @param provenanceDigest digest of the provenance file, null where there is none
 * @param pushed false where the registry had the tag already and nothing was uploaded
 * @param file the archive's path, relative to the directory that the push ran in where it is below it
 * @param md5 MD5 of the archive's bytes, 32 hexadecimal digits: the key of a Jenkins fingerprint
 */
public record PushedChart(
        String ref,
        String registry,
        String repository,
        String tag,
        String digest,
        String name,
        String version,
        String appVersion,
        String chartDigest,
        long chartSize,
        String provenanceDigest,
        boolean pushed,
        String file,
        String md5)
        implements TransferredChart, Serializable {}
