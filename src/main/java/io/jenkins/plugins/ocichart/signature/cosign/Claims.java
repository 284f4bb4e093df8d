package io.jenkins.plugins.ocichart.signature.cosign;

import io.jenkins.plugins.ocichart.json.JsonValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was signed.
 *
 * @param digests the manifests that it is about, as {@code sha256:…}
 * @param annotations what else was signed
 */
record Claims(Collection<String> digests, Map<String, String> annotations) {
    /** The members of an object that are texts. */
    static Map<String, String> strings(JsonValue object) {
        Map<String, String> strings = new TreeMap<>();
        object.members().forEach((name, value) -> {
            if (value.isString()) {
                strings.put(name, value.asString(""));
            }
        });
        return strings;
    }

    /** An object with these members, sorted as cosign sorts them. */
    static JsonValue object(Map<String, String> strings) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        new TreeMap<>(strings).forEach((name, value) -> members.put(name, JsonValue.string(value)));
        return JsonValue.object(members);
    }
}
