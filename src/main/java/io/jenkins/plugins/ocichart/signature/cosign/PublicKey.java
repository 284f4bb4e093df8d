package io.jenkins.plugins.ocichart.signature.cosign;

import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A public key of cosign: P-256 with ECDSA, or RSA with PKCS#1 v1.5, of SHA-256 in both cases.
 *
 * @param algorithm the JDK's name of the signature algorithm
 * @param key the key
 */
public record PublicKey(String algorithm, java.security.PublicKey key) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** Cosign refuses less; more takes seconds for each signature. */
    private static final int SMALLEST_RSA = 2048;

    private static final int LARGEST_RSA = 8192;
    private static final int P_256 = 256;

    /**
     * Reads a key in PEM ({@code PUBLIC KEY}, SubjectPublicKeyInfo), as {@code cosign generate-key-pair} writes it.
     *
     * @throws IOException if it is something else, several keys, or a key of another kind
     */
    public static PublicKey parse(String pem) throws IOException {
        List<String[]> blocks = BLOCK.matcher(pem)
                .results()
                .map(block -> new String[] {block.group(1), block.group(2)})
                .toList();
        if (blocks.isEmpty()) {
            throw new IOException("the public key is no PEM text with -----BEGIN PUBLIC KEY-----");
        }
        if (blocks.size() > 1) {
            throw new IOException(
                    "the public key is one of " + blocks.size() + " in its text; give the one that has to verify");
        }
        String type = blocks.get(0)[0];
        if (!type.equals("PUBLIC KEY")) {
            throw new IOException("the public key is a PEM text of the type " + ServerText.quote(type, 60)
                    + ", not PUBLIC KEY"
                    + (type.contains("PRIVATE")
                            ? "; cosign public-key --key KEY prints the public one"
                            : type.equals("CERTIFICATE")
                                    ? "; certificates, expired or not, say nothing here, as with cosign: openssl x509"
                                            + " -pubkey -noout prints the key of one"
                                    : ""));
        }
        try {
            return of(Base64.getMimeDecoder().decode(blocks.get(0)[1].strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException("the public key is not base64 between BEGIN and END", e);
        }
    }

    /** Reads a SubjectPublicKeyInfo (DER). */
    public static PublicKey of(byte[] info) throws IOException {
        for (String family : List.of("EC", "RSA")) {
            try {
                return checked(KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(info)));
            } catch (GeneralSecurityException e) {
                continue; // the other family
            }
        }
        throw new IOException("the public key is broken, or neither an EC nor an RSA key");
    }

    private static PublicKey checked(java.security.PublicKey key) throws IOException {
        if (key instanceof ECPublicKey ec) {
            int bits = ec.getParams().getOrder().bitLength();
            if (bits != P_256) {
                throw new IOException("the public key is on an EC curve of " + bits
                        + " bits, but only P-256 and RSA are" + " supported");
            }
            return new PublicKey("SHA256withECDSA", key);
        }
        int bits = ((RSAPublicKey) key).getModulus().bitLength();
        if (bits < SMALLEST_RSA || bits > LARGEST_RSA) {
            throw new IOException("the public key is an RSA key of " + bits + " bits; use one of " + SMALLEST_RSA
                    + " to " + LARGEST_RSA);
        }
        return new PublicKey("SHA256withRSA", key);
    }

    /** Whether this key's owner has signed these bytes. */
    public boolean verifies(byte[] signed, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // no signature of this form
        }
    }

    /** {@code sha256:…} of the key (SubjectPublicKeyInfo, DER). */
    public String fingerprint() {
        return Digest.sha256(key.getEncoded()).toString();
    }

    /** The same in base64, which bundles name their key by. */
    public String hint() {
        return Base64.getEncoder()
                .encodeToString(Digest.newMessageDigest("sha256").digest(key.getEncoded()));
    }

    @Override
    public String toString() {
        return fingerprint();
    }
}
