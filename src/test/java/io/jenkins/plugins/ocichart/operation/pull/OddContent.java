package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts manifests into a registry that {@code helm push} would not write. */
public final class OddContent implements AutoCloseable {
    public static final String HELM_CONFIG = "application/vnd.cncf.helm.config.v1+json";
    public static final String HELM_CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

    private final RegistryClient client;
    private final String repository;

    public OddContent(String host, String repository) throws Exception {
        this.client = Requests.ALICE.open(Path.of("").toAbsolutePath(), host, "");
        this.repository = repository;
    }

    public Descriptor blob(String mediaType, byte[] content) throws Exception {
        Descriptor descriptor = Descriptor.of(mediaType, content);
        client.repository(repository).upload(descriptor, Body.of(content), TransferListener.NONE);
        return descriptor;
    }

    public Descriptor blob(String mediaType, String content) throws Exception {
        return blob(mediaType, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Stores a manifest of these blobs and returns its digest. */
    public Digest manifest(String tag, Descriptor config, Descriptor... layers) throws Exception {
        return put(
                tag,
                Manifest.OCI_MANIFEST,
                "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_MANIFEST + "\",\"config\":" + json(config)
                        + ",\"layers\":["
                        + Stream.of(layers).map(OddContent::json).collect(Collectors.joining(",")) + "]}");
    }

    /** Stores an index of these manifests and returns its digest. */
    public Digest index(String tag, List<Descriptor> manifests) throws Exception {
        return put(
                tag,
                Manifest.OCI_INDEX,
                "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX + "\",\"manifests\":["
                        + manifests.stream().map(OddContent::json).collect(Collectors.joining(",")) + "]}");
    }

    /** The descriptor of a manifest that is there. */
    public Descriptor describe(String tagOrDigest) throws Exception {
        return client.repository(repository).manifest(tagOrDigest).descriptor();
    }

    private Digest put(String tag, String mediaType, String manifest) throws Exception {
        return client.repository(repository).putManifest(tag, mediaType, manifest.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(Descriptor descriptor) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }

    @Override
    public void close() {
        client.close();
    }
}
