package io.jenkins.plugins.ocichart.registry;

import static io.jenkins.plugins.ocichart.registry.Manifest.DOCKER_LIST;
import static io.jenkins.plugins.ocichart.registry.Manifest.DOCKER_MANIFEST;
import static io.jenkins.plugins.ocichart.registry.Manifest.OCI_INDEX;
import static io.jenkins.plugins.ocichart.registry.Manifest.OCI_MANIFEST;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ocichart.registry.http.ServerText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a manifest and refuses what the image specification doesn't allow. */
final class ManifestParser {
    private static final Set<String> IMAGES = Set.of(OCI_MANIFEST, DOCKER_MANIFEST);
    private static final Set<String> INDEXES = Set.of(OCI_INDEX, DOCKER_LIST);

    private final byte[] bytes;
    private final String declaredType;

    ManifestParser(byte[] bytes, String declaredType) {
        this.bytes = bytes;
        this.declaredType = Json.mediaType(declaredType);
    }

    Manifest parse() throws InvalidManifestException {
        if (bytes.length > Manifest.MAX_SIZE) {
            throw new InvalidManifestException(
                    "the manifest has " + bytes.length + " bytes, the limit is " + Manifest.MAX_SIZE);
        }
        JsonNode root = read();
        String type = type(root);
        boolean index = INDEXES.contains(type);
        requireAbsent(root, index ? Set.of("config", "layers") : Set.of("manifests"), type);
        return new Manifest(
                bytes,
                new Descriptor(type, Digest.sha256(bytes), bytes.length),
                index ? null : descriptor(root.get("config"), "config"),
                index ? List.of() : descriptors(root, "layers"),
                index ? descriptors(root, "manifests") : List.of(),
                annotations(root.get("annotations")));
    }

    private JsonNode read() throws InvalidManifestException {
        try {
            JsonNode root = Json.read(bytes);
            if (root.isObject()) {
                return root;
            }
        } catch (IOException e) {
            throw new InvalidManifestException("the manifest is not JSON: " + Json.cause(e), e);
        }
        throw new InvalidManifestException("the manifest is not a JSON object");
    }

    private String type(JsonNode root) throws InvalidManifestException {
        JsonNode own = root.path("mediaType");
        String type = own.isTextual() ? Json.mediaType(own.textValue()) : null;
        if (type != null && declaredType != null && !type.equals(declaredType)) {
            throw new InvalidManifestException("the manifest says that it is " + ServerText.quote(type, 100)
                    + ", but it was delivered as " + ServerText.quote(declaredType, 100));
        }
        if (type == null) {
            type = declaredType != null ? declaredType : root.has("manifests") ? OCI_INDEX : OCI_MANIFEST;
        }
        if (!IMAGES.contains(type) && !INDEXES.contains(type)) {
            throw new InvalidManifestException("unsupported manifest type " + ServerText.quote(type, 100));
        }
        return type;
    }

    private static void requireAbsent(JsonNode root, Set<String> fields, String type) throws InvalidManifestException {
        for (String field : fields) {
            if (root.hasNonNull(field)) {
                throw new InvalidManifestException("a manifest of type " + type + " must not have \"" + field + "\"");
            }
        }
    }

    private static List<Descriptor> descriptors(JsonNode root, String field) throws InvalidManifestException {
        JsonNode list = root.path(field);
        if (!list.isArray()) {
            throw new InvalidManifestException("the manifest has no list \"" + field + "\"");
        }
        List<Descriptor> descriptors = new ArrayList<>();
        for (JsonNode element : list) {
            descriptors.add(descriptor(element, field + "[" + descriptors.size() + "]"));
        }
        return descriptors;
    }

    private static Descriptor descriptor(JsonNode node, String where) throws InvalidManifestException {
        if (node == null || !node.isObject()) {
            throw new InvalidManifestException("the manifest has no descriptor \"" + where + "\"");
        }
        JsonNode size = node.path("size");
        if (!node.path("mediaType").isTextual() || !node.path("digest").isTextual() || !size.isIntegralNumber()) {
            throw new InvalidManifestException("the manifest's \"" + where + "\" lacks mediaType, digest or size");
        }
        if (!size.canConvertToLong() || size.longValue() < 0) {
            throw new InvalidManifestException("the manifest's \"" + where + "\" has an impossible size");
        }
        try {
            return new Descriptor(
                    node.get("mediaType").textValue(),
                    Digest.parse(node.get("digest").textValue()),
                    size.longValue());
        } catch (IllegalArgumentException e) {
            throw new InvalidManifestException("the manifest's \"" + where + "\" has an " + e.getMessage(), e);
        }
    }

    private static Map<String, String> annotations(JsonNode node) throws InvalidManifestException {
        Map<String, String> annotations = new LinkedHashMap<>();
        if (node == null || node.isNull()) {
            return annotations;
        }
        if (!node.isObject()) {
            throw new InvalidManifestException("the manifest's annotations are not a JSON object");
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isTextual()) {
                throw new InvalidManifestException(
                        "the manifest's annotation \"" + ServerText.quote(entry.getKey(), 100) + "\" is not a text");
            }
            annotations.put(entry.getKey(), entry.getValue().textValue());
        }
        return annotations;
    }
}
