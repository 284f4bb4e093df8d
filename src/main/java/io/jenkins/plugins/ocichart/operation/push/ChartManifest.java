package io.jenkins.plugins.ocichart.operation.push;

import io.jenkins.plugins.ocichart.chart.ChartMediaTypes;
import io.jenkins.plugins.ocichart.chart.yaml.GoJson;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A chart's manifest and config blob, byte for byte as {@code helm push} writes them (pkg/registry/client.go behaviour).
 *
 * @param configBytes the config blob
 * @param config its descriptor
 * @param bytes the manifest
 * @param digest the manifest's digest
 */
record ChartManifest(byte[] configBytes, Descriptor config, byte[] bytes, Digest digest) {
    /** @param zone the time zone in which the archive's modification time becomes the annotation {@code created} */
    static ChartManifest of(LocalChart chart, ZoneId zone) {
        byte[] configBytes = chart.archive().metadata().toJson();
        Descriptor config = Descriptor.of(ChartMediaTypes.CONFIG, configBytes);
        OffsetDateTime created = chart.archive().lastModified().atZone(zone).toOffsetDateTime();
        List<Map<String, Object>> layers = Stream.of(chart.content(), chart.provenance())
                .filter(layer -> layer != null)
                .sorted(Comparator.comparing(layer -> layer.digest().toString()))
                .map(ChartManifest::json)
                .toList();
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("config", json(config));
        manifest.put("layers", layers);
        manifest.put("annotations", chart.archive().metadata().ociAnnotations(created));
        byte[] bytes = GoJson.bytes(manifest);
        return new ChartManifest(configBytes, config, bytes, Digest.sha256(bytes));
    }

    private static Map<String, Object> json(Descriptor descriptor) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaType", descriptor.mediaType());
        json.put("digest", descriptor.digest().toString());
        json.put("size", descriptor.size());
        return json;
    }
}
