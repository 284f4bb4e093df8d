package io.jenkins.plugins.ocichart.signature.cosign;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The payload of cosign's older form (containers/image, "simple signing"), which says which manifest is signed. */
final class SimpleSigning {
    private static final String TYPE = "cosign container image signature";

    private SimpleSigning() {}

    /** The bytes that are signed. */
    static byte[] payload(String repository, Digest manifest, Map<String, String> annotations) {
        JsonValue critical = JsonValue.EMPTY_OBJECT
                .with("identity", JsonValue.EMPTY_OBJECT.with("docker-reference", repository))
                .with("image", JsonValue.EMPTY_OBJECT.with("docker-manifest-digest", manifest.toString()))
                .with("type", TYPE);
        JsonValue optional = annotations.isEmpty() ? JsonValue.MISSING : Claims.object(annotations);
        return JsonValue.EMPTY_OBJECT
                .with("critical", critical)
                .with("optional", optional)
                .toBytes();
    }

    /** What a payload says, whose signature was checked before. */
    static Claims claims(byte[] payload) throws IOException {
        JsonValue json = SigstoreBundle.json(payload, "its payload is not JSON");
        String digest = json.member("critical")
                .member("image")
                .member("docker-manifest-digest")
                .asString("");
        return new Claims(List.of(digest), Claims.strings(json.member("optional")));
    }
}
