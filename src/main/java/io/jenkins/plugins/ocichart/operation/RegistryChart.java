package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Reference;
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

    /**
     * A chart of which the layers are known.
     *
     * @param place registry, repository and tag; no tag if a digest alone was asked for
     */
    public static RegistryChart of(Reference place, Digest digest, ChartFacts facts, ChartLayers layers) {
        return new RegistryChart(
                place.name() + (place.tag() == null ? "@" + digest : ":" + place.tag()),
                place.registry(),
                place.repository(),
                place.tag(),
                digest.toString(),
                facts.name(),
                facts.version(),
                facts.appVersion(),
                layers.chart().digest().toString(),
                layers.chart().size(),
                layers.provenance() == null
                        ? null
                        : layers.provenance().digest().toString());
    }
}
