package io.jenkins.plugins.ocichart.registry;

import io.jenkins.plugins.ocichart.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An OCI image manifest or image index, or one of Docker's older forms of them; {@link #parse} checks it.
 *
 * @param bytes the manifest as it is stored, of which its digest is made
 * @param descriptor media type, digest and size of this manifest
 * @param config the config blob; empty for an index
 * @param layers the layers in the manifest's order; empty for an index
 * @param manifests the manifests that an index lists, in its order; empty for anything else
 * @param annotations the annotations, in no particular order
 * @param json the whole document, for members that only some kinds of manifests have
 */
public record Manifest(
        byte[] bytes,
        Descriptor descriptor,
        Optional<Descriptor> config,
        List<Descriptor> layers,
        List<Descriptor> manifests,
        Map<String, String> annotations,
        JsonValue json) {
    /** An image manifest, which is what a chart is. */
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    public static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    /** The largest manifest that is read, in bytes (distribution-spec, "Pushing manifests"). */
    public static final int MAX_SIZE = 4 * 1024 * 1024;

    public Manifest {
        layers = List.copyOf(layers);
        manifests = List.copyOf(manifests);
        annotations = Map.copyOf(annotations);
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

    /** A copy of the bytes. */
    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    /** What kind of manifest this is. */
    public String mediaType() {
        return descriptor.mediaType();
    }

    public Digest digest() {
        return descriptor.digest();
    }

    /** Whether this is a list of manifests, which has {@link #manifests} and no layers. */
    public boolean isIndex() {
        return mediaType().equals(OCI_INDEX) || mediaType().equals(DOCKER_LIST);
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

    @Override
    public String toString() {
        return "Manifest[" + descriptor + "]";
    }
}
