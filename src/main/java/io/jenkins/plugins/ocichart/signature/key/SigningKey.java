package io.jenkins.plugins.ocichart.signature.key;

import io.jenkins.plugins.ocichart.signature.cosign.PublicKey;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/**
 * A private key that signs as cosign does. It is never shown: neither a message nor {@link #toString} has anything of it.
 */
public final class SigningKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private final PrivateKey key;
    private final PublicKey publicKey;

    private SigningKey(PrivateKey key, PublicKey publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    /**
     * Reads a private key in PEM: cosign's encrypted file, PKCS#8, SEC 1 ({@code EC PRIVATE KEY}) or PKCS#1 ({@code RSA PRIVATE
     * KEY}).
     *
     * @param passphrase of cosign's file; null if none is given
     * @throws IOException if it is something else, or the passphrase is wrong
     */
    public static SigningKey parse(String pem, String passphrase) throws IOException {
        Matcher blocks = BLOCK.matcher(pem);
        while (blocks.find()) {
            String type = blocks.group(1);
            String content = blocks.group(2);
            if (content.contains("ENCRYPTED") || type.equals("ENCRYPTED PRIVATE KEY")) {
                throw new IOException("the private key is encrypted by OpenSSL; let cosign encrypt it (cosign"
                        + " import-key-pair --key KEY) or decrypt it (openssl pkey -in KEY)");
            }
            if (type.endsWith("PRIVATE KEY")) {
                return of(info(type, decoded(content), passphrase));
            }
        }
        throw new IOException("the private key is no PEM text with -----BEGIN … PRIVATE KEY-----");
    }

    private static PrivateKeyInfo info(String type, byte[] content, String passphrase) throws IOException {
        try {
            return switch (type) {
                case "ENCRYPTED SIGSTORE PRIVATE KEY", "ENCRYPTED COSIGN PRIVATE KEY" ->
                    PrivateKeyInfo.getInstance(EncryptedKeyFile.decrypt(content, passphrase));
                case "PRIVATE KEY" -> PrivateKeyInfo.getInstance(content);
                case "EC PRIVATE KEY" -> {
                    ECPrivateKey ec = ECPrivateKey.getInstance(content);
                    yield new PrivateKeyInfo(
                            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, ec.getParametersObject()), ec);
                }
                case "RSA PRIVATE KEY" ->
                    new PrivateKeyInfo(
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                            RSAPrivateKey.getInstance(content));
                default ->
                    throw new IOException("the private key is a PEM text of the type " + ServerText.quote(type, 60)
                            + "; cosign's own, PKCS#8, EC PRIVATE KEY and RSA PRIVATE KEY are supported");
            };
        } catch (RuntimeException e) {
            throw broken();
        }
    }

    private static SigningKey of(PrivateKeyInfo info) throws IOException {
        try {
            AsymmetricKeyParameter secret = PrivateKeyFactory.createKey(info);
            AsymmetricKeyParameter open;
            String family;
            if (secret instanceof ECPrivateKeyParameters ec) {
                open = new ECPublicKeyParameters(
                        ec.getParameters().getG().multiply(ec.getD()).normalize(), ec.getParameters());
                family = "EC";
            } else if (secret instanceof RSAPrivateCrtKeyParameters rsa) {
                open = new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
                family = "RSA";
            } else {
                throw new IOException("the private key is neither an EC nor an RSA key");
            }
            PublicKey publicKey = PublicKey.of(
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(open).getEncoded());
            PrivateKey key = KeyFactory.getInstance(family).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
            return new SigningKey(key, publicKey);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw broken();
        }
    }

    /** Without a cause, which may quote the key. */
    private static IOException broken() {
        return new IOException("the private key is broken");
    }

    private static byte[] decoded(String content) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(content.strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("the private key is not base64 between BEGIN and END");
        }
    }

    /** The public key that belongs to it. */
    public PublicKey publicKey() {
        return publicKey;
    }

    public byte[] sign(byte[] bytes) {
        try {
            Signature signer = Signature.getInstance(publicKey.algorithm());
            signer.initSign(key);
            signer.update(bytes);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign with " + publicKey.algorithm());
        }
    }

    /** The public key's fingerprint. */
    @Override
    public String toString() {
        return "SigningKey[" + publicKey + "]";
    }
}
