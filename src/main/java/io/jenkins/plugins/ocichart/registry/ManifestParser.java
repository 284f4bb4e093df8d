package io.jenkins.plugins.ocichart.registry;

import static io.jenkins.plugins.ocichart.registry.Manifest.DOCKER_LIST;
import static io.jenkins.plugins.ocichart.registry.Manifest.DOCKER_MANIFEST;
import static io.jenkins.plugins.ocichart.registry.Manifest.OCI_INDEX;
import static io.jenkins.plugins.ocichart.registry.Manifest.OCI_MANIFEST;

import io.jenkins.plugins.ocichart.json.Json;
import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a manifest and refuses what the image specification doesn't allow. */
final class ManifestParser {
    private static final Set<String> IMAGES = Set.of(OCI_MANIFEST, DOCKER_MANIFEST);
    private static final Set<String> INDEXES = Set.of(OCI_INDEX, DOCKER_LIST);

    private final byte[] bytes;
    private final String declaredType;

    ManifestParser(byte[] bytes, String declaredType) {
        this.bytes = bytes;
        this.declaredType = Descriptor.mediaTypeOf(declaredType);
    }

    Manifest parse() throws InvalidManifestException {
        if (bytes.length > Manifest.MAX_SIZE) {
            throw new InvalidManifestException(
                    "the manifest has " + bytes.length + " bytes, the limit is " + Manifest.MAX_SIZE);
        }
        JsonValue root = read();
        String type = type(root);
        boolean index = INDEXES.contains(type);
        requireAbsent(root, index ? Set.of("config", "layers") : Set.of("manifests"), type);
        return new Manifest(
                bytes,
                new Descriptor(type, Digest.sha256(bytes), bytes.length),
                index ? Optional.empty() : Optional.of(descriptor(root.member("config"), "config")),
                index ? List.of() : descriptors(root, "layers"),
                index ? descriptors(root, "manifests") : List.of(),
                annotations(root.member("annotations")),
                root);
    }

    private JsonValue read() throws InvalidManifestException {
        try {
            JsonValue root = JsonValue.parse(bytes);
            if (root.isObject()) {
                return root;
            }
        } catch (IOException e) {
            throw new InvalidManifestException("the manifest is not JSON: " + Json.cause(e), e);
        }
        throw new InvalidManifestException("the manifest is not a JSON object");
    }

    private String type(JsonValue root) throws InvalidManifestException {
        JsonValue own = root.member("mediaType");
        String type = own.isString() ? Descriptor.mediaTypeOf(own.asString(null)) : null;
        if (type != null && declaredType != null && !type.equals(declaredType)) {
            throw new InvalidManifestException("the manifest says that it is " + ServerText.quote(type, 100)
                    + ", but it was delivered as " + ServerText.quote(declaredType, 100));
        }
        if (type == null) {
            type = declaredType != null
                    ? declaredType
                    : root.members().containsKey("manifests") ? OCI_INDEX : OCI_MANIFEST;
        }
        if (!IMAGES.contains(type) && !INDEXES.contains(type)) {
            throw new InvalidManifestException("unsupported manifest type " + ServerText.quote(type, 100));
        }
        return type;
    }

    private static void requireAbsent(JsonValue root, Set<String> names, String type) throws InvalidManifestException {
        for (String name : names) {
            if (root.member(name).isPresent()) {
                throw new InvalidManifestException("a manifest of type " + type + " must not have \"" + name + "\"");
            }
        }
    }

    private static List<Descriptor> descriptors(JsonValue root, String name) throws InvalidManifestException {
        JsonValue list = root.member(name);
        if (!list.isArray()) {
            throw new InvalidManifestException("the manifest has no list \"" + name + "\"");
        }
        List<Descriptor> descriptors = new ArrayList<>();
        for (JsonValue element : list.elements()) {
            descriptors.add(descriptor(element, name + "[" + descriptors.size() + "]"));
        }
        return descriptors;
    }

    private static Descriptor descriptor(JsonValue value, String where) throws InvalidManifestException {
        if (!value.isObject()) {
            throw new InvalidManifestException("the manifest has no descriptor \"" + where + "\"");
        }
        JsonValue mediaType = value.member("mediaType");
        JsonValue digest = value.member("digest");
        JsonValue size = value.member("size");
        if (!mediaType.isString() || !digest.isString() || !size.isInteger()) {
            throw new InvalidManifestException("the manifest's \"" + where + "\" lacks mediaType, digest or size");
        }
        long length = size.asLong(-1);
        if (length < 0) {
            throw new InvalidManifestException("the manifest's \"" + where + "\" has an impossible size");
        }
        try {
            return new Descriptor(mediaType.asString(""), Digest.parse(digest.asString("")), length);
        } catch (IllegalArgumentException e) {
            throw new InvalidManifestException("the manifest's \"" + where + "\" has an " + e.getMessage(), e);
        }
    }

    private static Map<String, String> annotations(JsonValue object) throws InvalidManifestException {
        if (object.isPresent() && !object.isObject()) {
            throw new InvalidManifestException("the manifest's annotations are not a JSON object");
        }
        Map<String, String> annotations = new LinkedHashMap<>();
        for (Map.Entry<String, JsonValue> entry : object.members().entrySet()) {
            if (!entry.getValue().isString()) {
                throw new InvalidManifestException(
                        "the manifest's annotation \"" + ServerText.quote(entry.getKey(), 100) + "\" is not a text");
            }
            annotations.put(entry.getKey(), entry.getValue().asString(""));
        }
        return annotations;
    }
}
