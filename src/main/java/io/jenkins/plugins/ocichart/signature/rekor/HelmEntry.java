package io.jenkins.plugins.ocichart.signature.rekor;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.util.Base64;

/**
 * What an entry of the type {@code helm} says: that a key has signed a provenance file for an archive
 * (helm_v0_0_1_schema.json). The log has verified the signature when it took the entry in.
 *
 * @param digest {@code sha256:…} of the archive
 * @param signature the block {@code PGP SIGNATURE} of the provenance file
 * @param publicKey the OpenPGP key that it was verified with, armored
 */
public record HelmEntry(String digest, byte[] signature, byte[] publicKey) {
    private static final String KIND = "helm";
    private static final String VERSION = "0.0.1";

    /**
     * What an entry says.
     *
     * @throws IOException if it is of another type
     */
    public static HelmEntry of(LogEntry entry) throws IOException {
        JsonValue json = JsonValue.parse(entry.body(), "its body");
        String type = json.member("kind").asString("") + " "
                + json.member("apiVersion").asString("");
        if (!type.equals(KIND + " " + VERSION)) {
            throw new IOException("it is of the type '" + ServerText.quote(type, 60) + "', not '" + KIND + " " + VERSION
                    + "', which a chart's entry has");
        }
        JsonValue spec = json.member("spec");
        JsonValue hash = spec.member("chart").member("hash");
        JsonValue signature = spec.member("chart").member("provenance").member("signature");
        return new HelmEntry(
                hash.member("algorithm").asString("") + ":"
                        + hash.member("value").asString(""),
                LogEntry.base64(signature.member("content").asString(""), "the signature in its body"),
                LogEntry.base64(spec.member("publicKey").member("content").asString(""), "the key in its body"));
    }

    /**
     * What a log is asked to take in.
     *
     * @param provenance the provenance file
     * @param publicKey the OpenPGP key that has signed it, armored
     */
    public static byte[] proposal(byte[] provenance, byte[] publicKey) {
        JsonValue chart = JsonValue.EMPTY_OBJECT.with("provenance", content(provenance));
        return JsonValue.EMPTY_OBJECT
                .with("kind", KIND)
                .with("apiVersion", VERSION)
                .with("spec", JsonValue.EMPTY_OBJECT.with("chart", chart).with("publicKey", content(publicKey)))
                .toBytes();
    }

    private static JsonValue content(byte[] bytes) {
        return JsonValue.EMPTY_OBJECT.with("content", Base64.getEncoder().encodeToString(bytes));
    }
}
