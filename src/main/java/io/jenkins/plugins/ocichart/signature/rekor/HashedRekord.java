package io.jenkins.plugins.ocichart.signature.rekor;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.signature.cosign.PublicKey;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * An entry {@code hashedrekord} of a Rekor log of version 2, the only type that it has (rekor-tiles, CLIENTS.md): that a key has
 * signed bytes with this digest. Of a bundle's envelope these bytes are its PAE.
 */
public final class HashedRekord {
    private static final String KIND = "hashedrekord";
    private static final String VERSION = "0.0.2";
    private static final Set<Integer> RSA_SIZES = Set.of(2048, 3072, 4096);

    private final String digest;
    private final String signature;
    private final String key;
    private final String keyDetails;

    private HashedRekord(String digest, String signature, String key, String keyDetails) {
        this.digest = digest;
        this.signature = signature;
        this.key = key;
        this.keyDetails = keyDetails;
    }

    /**
     * The entry for a signature of these bytes.
     *
     * @throws IOException if such a log takes no signature by a key of this size
     */
    public static HashedRekord of(byte[] signed, byte[] signature, PublicKey key) throws IOException {
        String details = "PKIX_ECDSA_P256_SHA_256";
        if (key.key() instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (!RSA_SIZES.contains(bits)) {
                throw new IOException(
                        "it takes RSA keys of 2048, 3072 and 4096 bits only, and the signer's has " + bits);
            }
            details = "PKIX_RSA_PKCS1V15_" + bits + "_SHA256";
        }
        Base64.Encoder base64 = Base64.getEncoder();
        byte[] hash = Digest.newMessageDigest("sha256").digest(signed);
        return new HashedRekord(
                base64.encodeToString(hash),
                base64.encodeToString(signature),
                base64.encodeToString(key.key().getEncoded()),
                details);
    }

    /** What the log is asked to take in. */
    public byte[] request() {
        JsonValue request = JsonValue.EMPTY_OBJECT.with("digest", digest).with("signature", signature());
        return JsonValue.EMPTY_OBJECT.with("hashedRekordRequestV002", request).toBytes();
    }

    private JsonValue signature() {
        JsonValue verifier = JsonValue.EMPTY_OBJECT
                .with("keyDetails", keyDetails)
                .with("publicKey", JsonValue.EMPTY_OBJECT.with("rawBytes", key));
        return JsonValue.EMPTY_OBJECT.with("content", signature).with("verifier", verifier);
    }

    /** The entry as the log stores it, in the canonical form (RFC 8785): members are sorted. */
    private byte[] body() {
        JsonValue data = JsonValue.EMPTY_OBJECT.with("algorithm", "SHA2_256").with("digest", digest);
        JsonValue entry = JsonValue.EMPTY_OBJECT.with("data", data).with("signature", signature());
        return JsonValue.EMPTY_OBJECT
                .with("apiVersion", VERSION)
                .with("kind", KIND)
                .with("spec", JsonValue.EMPTY_OBJECT.with("hashedRekordV002", entry))
                .toBytes();
    }

    /**
     * Checks what the log answered ({@code TransparencyLogEntry}), as far as that is possible without its key: the entry is the one
     * that was sent, and leads to the root of the checkpoint. Who has signed the checkpoint, whoever verifies the chart decides.
     *
     * @return the answer, as a bundle keeps it
     * @throws IOException what is wrong, in one line
     */
    public JsonValue check(byte[] answer) throws IOException {
        JsonValue entry = JsonValue.parse(answer, "it");
        byte[] body = body();
        byte[] logged = LogEntry.base64(entry.member("canonicalizedBody").asString(""), "its body");
        if (!Arrays.equals(logged, body)) {
            throw new IOException("its body is not what was sent");
        }
        byte[] keyId = LogEntry.base64(entry.member("logId").member("keyId").asString(""), "its log's id");
        JsonValue type = entry.member("kindVersion");
        if (!type.member("kind").asString("").equals(KIND)
                || !type.member("version").asString("").equals(VERSION)) {
            throw new IOException("it is not of the type '" + KIND + " " + VERSION + "'");
        }
        JsonValue proof = entry.member("inclusionProof");
        List<byte[]> path = new ArrayList<>();
        for (JsonValue hash : proof.member("hashes").elements()) {
            path.add(LogEntry.base64(hash.asString(""), "a hash of its inclusion proof"));
        }
        Checkpoint checkpoint =
                Checkpoint.parse(proof.member("checkpoint").member("envelope").asString(""));
        checkpoint.requireSignature(keyId);
        InclusionProof.verify(InclusionProof.leafHash(body), index(entry), checkpoint.size(), path, checkpoint.root());
        return entry;
    }

    /** The number of an entry in its log, from 0: JSON made of protobuf has large numbers as texts. */
    public static long index(JsonValue entry) throws IOException {
        String text = entry.member("logIndex").asString("");
        if (!text.matches("\\d{1,18}")) {
            throw new IOException("it has no logIndex as an entry of a Rekor log has");
        }
        return Long.parseLong(text);
    }
}
