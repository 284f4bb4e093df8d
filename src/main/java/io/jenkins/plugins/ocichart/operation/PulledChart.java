package io.jenkins.plugins.ocichart.operation;

import java.io.Serializable;

/**
 * One chart that a pull brought here.
 *
 * @param ref {@code registry/repository:tag}, or {@code registry/repository@digest} where a digest alone was asked for
 * @param registry the registry's {@code host[:port]}
 * @param repository the chart's repository
 * @param tag the tag that was fetched, null where a digest alone was asked for
 * @param digest digest of what the reference points to: the chart's manifest or an index that lists it
 * @param name the chart's name, as its archive has it
 * @param version the chart's version, as its archive has it
 * @param appVersion the chart's {@code appVersion}, empty where it has none
 * @param chartDigest digest of the archive's bytes
 * @param chartSize size of the archive in bytes
 * @param provenanceDigest digest of the provenance layer, null where the chart has none
 * @param path the archive, or the chart's folder where it was unpacked: below the requested destination, and like it
 *     relative to the directory that the pull ran in, or absolute
 * @param file the archive's file name, also where it was unpacked and not kept
 * @param md5 MD5 of the archive's bytes, 32 hexadecimal digits: the key of a Jenkins fingerprint
 */
public record PulledChart(
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
        String path,
        String file,
        String md5)
        implements TransferredChart, Serializable {}
