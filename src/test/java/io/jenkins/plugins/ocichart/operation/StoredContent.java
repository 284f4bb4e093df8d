package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.chart.ChartMediaTypes;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Puts manifests and blobs into one repository of a simulated registry without a request, so that what is recorded is
 * what the operation asks for.
 */
public final class StoredContent {
    private final SimulatedRegistry registry;
    private final String repository;

    public StoredContent(SimulatedRegistry registry, String repository) {
        this.registry = registry;
        this.repository = repository;
    }

    public Descriptor blob(String mediaType, byte[] content) {
        Descriptor descriptor = Descriptor.of(mediaType, content);
        registry.blob(repository, descriptor.digest().toString(), content);
        return descriptor;
    }

    public Descriptor blob(String mediaType, String content) {
        return blob(mediaType, content.getBytes(StandardCharsets.UTF_8));
    }

    /** A chart as Helm pushes it; its config has only its name, version and appVersion. */
    public Descriptor chart(String tag, Path archive, String provenance) throws IOException {
        List<Descriptor> layers = new ArrayList<>();
        layers.add(blob(ChartMediaTypes.CONTENT, Files.readAllBytes(archive)));
        if (provenance != null) {
            layers.add(blob(ChartMediaTypes.PROVENANCE, provenance));
        }
        String version = tag.replace('_', '+');
        return manifest(
                tag,
                blob(ChartMediaTypes.CONFIG, "{\"name\":\"web\",\"version\":\"" + version + "\",\"appVersion\":\"7\"}"),
                layers,
                "");
    }

    /**
     * A manifest of these blobs.
     *
     * @param reference a tag, or null for its digest alone
     * @param more more members, each with a comma before it
     */
    public Descriptor manifest(String reference, Descriptor config, List<Descriptor> layers, String more) {
        return put(
                reference,
                Manifest.OCI_MANIFEST,
                "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_MANIFEST + "\",\"config\":" + json(config)
                        + ",\"layers\":" + json(layers) + more + "}");
    }

    /** An index of these manifests. */
    public Descriptor index(String reference, List<Descriptor> manifests) {
        return put(
                reference,
                Manifest.OCI_INDEX,
                "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX + "\",\"manifests\":" + json(manifests)
                        + "}");
    }

    private Descriptor put(String reference, String mediaType, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        Descriptor descriptor = Descriptor.of(mediaType, content);
        registry.manifest(
                repository, reference == null ? descriptor.digest().toString() : reference, mediaType, content);
        return descriptor;
    }

    /** Attaches manifests in the tag that has the list where the registry keeps none. */
    public void attach(Digest subject, List<Descriptor> referrers) {
        index(CosignSignatures.tag(subject, ""), referrers);
    }

    /** The member that says what a manifest is attached to. */
    public static String subject(Descriptor subject) {
        return ",\"subject\":" + json(subject);
    }

    private static String json(List<Descriptor> descriptors) {
        return descriptors.stream().map(StoredContent::json).collect(Collectors.joining(",", "[", "]"));
    }

    /** A descriptor as manifests have it. */
    public static String json(Descriptor descriptor) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }
}
