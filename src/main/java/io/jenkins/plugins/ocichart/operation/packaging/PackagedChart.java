package io.jenkins.plugins.ocichart.operation.packaging;

import java.io.Serializable;

/**
 * One chart that was packaged.
 *
 * @param name the chart's name
 * @param version the chart's version, with what the caller set in place of Chart.yaml's
 * @param appVersion the chart's {@code appVersion}, also with what the caller set; empty if it has none
 * @param path the archive: below the destination as it was typed
 * @param digest {@code sha256:…} of the archive
 * @param size size of the archive in bytes
 * @param md5 MD5 of the archive, 32 hexadecimal digits: the key of a Jenkins fingerprint
 * @param provenanceDigest digest of the provenance file beside the archive, null if it wasn't signed
 */
public record PackagedChart(
        String name,
        String version,
        String appVersion,
        String path,
        String digest,
        long size,
        String md5,
        String provenanceDigest)
        implements Serializable {}
