package io.jenkins.plugins.ocichart.registry;

import io.jenkins.plugins.ocichart.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An OCI image manifest or image index, or one of Docker's older forms of them, with the bytes its digest is made from.
 */
public final class Manifest {
    /** An image manifest, which is what a chart is. */
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    /** A list of manifests. */
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    /** Docker's image manifest. */
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    /** Docker's list of manifests. */
    public static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    /** The largest manifest that is read, in bytes (distribution-spec, "Pushing manifests"). */
    public static final int MAX_SIZE = 4 * 1024 * 1024;

    private final byte[] bytes;
    private final Descriptor descriptor;
    private final Descriptor config;
    private final List<Descriptor> layers;
    private final List<Descriptor> manifests;
    private final Map<String, String> annotations;
    private final JsonValue json;

    Manifest(
            byte[] bytes,
            Descriptor descriptor,
            Descriptor config,
            List<Descriptor> layers,
            List<Descriptor> manifests,
            Map<String, String> annotations,
            JsonValue json) {
        this.bytes = bytes;
        this.descriptor = descriptor;
        this.config = config;
        this.layers = List.copyOf(layers);
        this.manifests = List.copyOf(manifests);
        this.annotations = Map.copyOf(annotations);
        this.json = json;
    }

    /**
     * Reads and checks a manifest.
     *
     * @param bytes the manifest as stored
     * @param mediaType its media type as the registry says it, or null to take the manifest's own word
     * @throws InvalidManifestException if it is not JSON, larger than {@link #MAX_SIZE}, of an unknown type, both manifest
     *     and index (CVE-2021-41190), of another type than {@code mediaType}, or has an invalid digest or size in it
     */
    public static Manifest parse(byte[] bytes, String mediaType) throws InvalidManifestException {
        return new ManifestParser(bytes, mediaType).parse();
    }

    /** A copy of the bytes as they are stored. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Media type, digest and size of this manifest. */
    public Descriptor descriptor() {
        return descriptor;
    }

    /** What kind of manifest this is. */
    public String mediaType() {
        return descriptor.mediaType();
    }

    /** The digest of {@link #bytes}. */
    public Digest digest() {
        return descriptor.digest();
    }

    /** Whether this is a list of manifests, which has {@link #manifests} and no layers. */
    public boolean isIndex() {
        return mediaType().equals(OCI_INDEX) || mediaType().equals(DOCKER_LIST);
    }

    /** The config blob; empty for an index. */
    public Optional<Descriptor> config() {
        return Optional.ofNullable(config);
    }

    /** The layers in the manifest's order; empty for an index. */
    public List<Descriptor> layers() {
        return layers;
    }

    /** The manifests that an index lists, in its order; empty for anything else. */
    public List<Descriptor> manifests() {
        return manifests;
    }

    /** What this manifest is attached to; empty if that is nothing, or named without a valid digest. */
    public Optional<Digest> subject() {
        try {
            return Optional.of(
                    Digest.parse(json.member("subject").member("digest").asString("")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The whole document, for members that only some kinds of manifests have. */
    public JsonValue json() {
        return json;
    }

    /** The annotations, in no particular order. */
    public Map<String, String> annotations() {
        return annotations;
    }

    @Override
    public String toString() {
        return "Manifest[" + descriptor + "]";
    }
}
