package io.jenkins.plugins.ocichart.signature.cosign;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.IOException;
import java.io.Serializable;
import java.util.Base64;
import java.util.Map;

/**
 * A signature that was made here and is to lie beside its manifest.
 *
 * @param form as in {@link FoundSignature}
 * @param content the bundle, or the payload of the simple signing format
 * @param signature the signature of that payload in base64; null for a bundle
 */
public record NewSignature(String form, byte[] content, String signature) implements Serializable {
    @FunctionalInterface
    public interface Signer {
        /** The signature of these bytes, by {@link PublicKey#algorithm}. */
        byte[] sign(byte[] bytes) throws IOException;
    }

    /** Has others say something about a signature: when it was there, and that a log has it. */
    @FunctionalInterface
    public interface Witnesses {
        /** Nobody is asked. */
        Witnesses NONE = (signed, signature, key) -> JsonValue.EMPTY_OBJECT;

        /**
         * What they say, as members of a bundle's verification material.
         *
         * @param signed the bytes that were signed
         * @throws IOException if one says nothing; then there is no signature either
         */
        JsonValue of(byte[] signed, byte[] signature, PublicKey key) throws IOException, InterruptedException;
    }

    /** Signs a manifest in cosign 3's form. */
    public static NewSignature bundle(
            Digest manifest, Map<String, String> annotations, PublicKey key, Signer signer, Witnesses witnesses)
            throws IOException, InterruptedException {
        byte[] statement = SigstoreBundle.statement(manifest, annotations);
        byte[] signed = SigstoreBundle.signedBytes(statement);
        byte[] signature = signer.sign(signed);
        JsonValue said = witnesses.of(signed, signature, key);
        return new NewSignature(FoundSignature.BUNDLE, SigstoreBundle.of(statement, signature, key, said), null);
    }

    /**
     * Signs a manifest in cosign 2's form.
     *
     * @param repository {@code registry/repository}
     */
    public static NewSignature tag(String repository, Digest manifest, Map<String, String> annotations, Signer signer)
            throws IOException {
        byte[] payload = SimpleSigning.payload(repository, manifest, annotations);
        return new NewSignature(FoundSignature.TAG, payload, Base64.getEncoder().encodeToString(signer.sign(payload)));
    }
}
