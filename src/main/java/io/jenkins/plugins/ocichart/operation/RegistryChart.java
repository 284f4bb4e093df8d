package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.chart.ChartMetadata;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.Serializable;

/**
 * A chart in a registry.
 *
 * @param ref {@code registry/repository:tag} as Helm prints it, or {@code registry/repository@digest} without a tag
 * @param registry the registry's {@code host[:port]}
 * @param repository the repository, whose last segment is the chart's name
 * @param tag the chart's version with {@code _} for {@code +}; null if a digest alone was asked for
 * @param digest digest of what the reference points to: the chart's manifest or an index that lists it
 * @param name the chart's name, from its archive
 * @param version the chart's version, from its archive
 * @param appVersion the chart's {@code appVersion}, empty if it has none
 * @param chartDigest digest of the archive
 * @param chartSize size of the archive in bytes
 * @param provenanceDigest digest of the provenance file, null if there is none
 */
public record RegistryChart(
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
        String provenanceDigest)
        implements Serializable {

    /** A chart of which the archive and the layers of its manifest are known. */
    public static RegistryChart of(
            String registry,
            String repository,
            String tag,
            Digest digest,
            ChartMetadata metadata,
            Descriptor content,
            Descriptor provenance) {
        return of(
                registry,
                repository,
                tag,
                digest,
                metadata.name(),
                metadata.version(),
                metadata.appVersion(),
                content,
                provenance);
    }

    /** A chart of which name, version and {@code appVersion} are known otherwise than from its archive. */
    public static RegistryChart of(
            String registry,
            String repository,
            String tag,
            Digest digest,
            String name,
            String version,
            String appVersion,
            Descriptor content,
            Descriptor provenance) {
        String place = registry + "/" + repository;
        return new RegistryChart(
                tag == null ? place + "@" + digest : place + ":" + tag,
                registry,
                repository,
                tag,
                digest.toString(),
                name,
                version,
                appVersion,
                content.digest().toString(),
                content.size(),
                provenance == null ? null : provenance.digest().toString());
    }
}
