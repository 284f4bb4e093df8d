package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.chart.ChartMediaTypes;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Manifest;
import java.io.IOException;
import java.util.Optional;

/**
 * What of a manifest makes a chart (pkg/registry/client.go, Pull).
 *
 * @param config the chart's metadata in JSON
 * @param chart the archive
 * @param provenance the provenance file, or null
 */
public record ChartLayers(Descriptor config, Descriptor chart, Descriptor provenance) {
    /** Helm's limit is on the content, 100 MiB; the rest is room for the headers of the most files that we take. */
    private static final long MAX_CHART = 256L << 20;

    /** A provenance file quotes Chart.yaml, which has at most 5 MiB. */
    public static final int MAX_PROVENANCE = 16 << 20;

    /**
     * Finds a chart's layers; other layers are ignored, as Helm does.
     *
     * @param ref what the user asked for, for the messages
     * @throws IOException if the manifest is no chart's
     */
    public static ChartLayers of(String ref, Manifest manifest) throws IOException {
        if (!isChart(manifest)) {
            String type = manifest.config().map(Descriptor::mediaType).orElse(manifest.mediaType());
            throw new IOException(ref + " is not a Helm chart: its config has the media type " + type + ", not "
                    + ChartMediaTypes.CONFIG);
        }
        Descriptor chart = layer(manifest, ChartMediaTypes.CONTENT)
                .or(() -> layer(manifest, ChartMediaTypes.LEGACY_CONTENT))
                .orElseThrow(() -> new IOException(ref
                        + " holds no chart: its manifest has no layer with the media type " + ChartMediaTypes.CONTENT));
        Descriptor provenance = layer(manifest, ChartMediaTypes.PROVENANCE).orElse(null);
        requireAtMost(MAX_CHART, chart, ref);
        if (provenance != null) {
            requireAtMost(MAX_PROVENANCE, provenance, ref);
        }
        return new ChartLayers(manifest.config().orElseThrow(), chart, provenance);
    }

    /** What a registry announces beyond the limit is refused before anything is stored. */
    private static void requireAtMost(long limit, Descriptor layer, String ref) throws IOException {
        if (layer.size() > limit) {
            throw new IOException(ref + " has a layer of " + layer.size() + " bytes (" + layer.mediaType()
                    + "), more than the " + (limit >> 20) + " MiB that are downloaded");
        }
    }

    /** Whether a manifest says that it is a chart's. */
    public static boolean isChart(Manifest manifest) {
        return manifest.config()
                .map(Descriptor::mediaType)
                .filter(ChartMediaTypes.CONFIG::equals)
                .isPresent();
    }

    /** Whether the archive is marked as Helm 3.6 and older marked it. */
    public boolean isLegacy() {
        return chart.mediaType().equals(ChartMediaTypes.LEGACY_CONTENT);
    }

    private static Optional<Descriptor> layer(Manifest manifest, String mediaType) {
        return manifest.layers().stream()
                .filter(layer -> layer.mediaType().equals(mediaType))
                .findFirst();
    }
}
