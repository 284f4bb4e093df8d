package io.jenkins.plugins.ocichart.signature.provenance;

import io.jenkins.plugins.ocichart.signature.ChartSignature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** A provenance file, which is verified as Helm 4 does it; besides, hashes that can be forged are refused. */
public final class ProvenanceFile {
    /** Helm makes one; each costs a search in the keyring. */
    private static final int MOST_SIGNATURES = 16;

    private final ClearSignedText signed;
    private final List<PGPSignature> signatures;

    private ProvenanceFile(ClearSignedText signed, List<PGPSignature> signatures) {
        this.signed = signed;
        this.signatures = signatures;
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it is not a signed text
     */
    public static ProvenanceFile parse(byte[] content) throws IOException {
        ClearSignedText signed = ClearSignedText.parse(content);
        List<PGPSignature> signatures = new ArrayList<>();
        try (BCPGInputStream packets = new BCPGInputStream(new ByteArrayInputStream(signed.signature()))) {
            while (packets.nextPacketTag() == PacketTags.SIGNATURE && signatures.size() < MOST_SIGNATURES) {
                signatures.add(new PGPSignature(packets));
            }
        } catch (PGPException | RuntimeException | IOException e) {
            throw new IOException("its signature can't be read: " + e.getMessage(), e);
        }
        if (signatures.isEmpty()) {
            throw new IOException("its signature block holds no signature");
        }
        return new ProvenanceFile(signed, signatures);
    }

    /**
     * Verifies that a key of the keyring, which may sign now, has signed this archive.
     *
     * @param file the archive's base name
     * @param digest {@code sha256:…} of its bytes
     * @throws IOException why the chart must not be used, in one line
     */
    public ChartSignature verify(Keyring keyring, String file, String digest, Instant now) throws IOException {
        List<OpenPGPComponentKey> keys = new ArrayList<>();
        PGPSignature signature = null;
        for (PGPSignature one : signatures) {
            keys = signers(keyring, one);
            if (!keys.isEmpty()) {
                signature = one;
                break; // as in Helm's library, the first signature by a known key decides
            }
        }
        if (signature == null) {
            throw new IOException("signature made by unknown entity: the keyring has no key "
                    + String.join(
                            ", ",
                            signatures.stream().map(ProvenanceFile::issuer).toList()));
        }
        checkHash(signature);
        OpenPGPComponentKey signer = null;
        for (OpenPGPComponentKey key : keys) {
            if (isBy(key, signature)) {
                signer = signer == null ? key : signer;
                String name = KeyRules.fingerprint(key);
                String problem = KeyRules.problem(key, Date.from(now)).orElse(null);
                if (problem != null) {
                    throw new IOException("signature made by key " + name + ", which " + problem);
                }
            }
        }
        if (signer == null) {
            throw new IOException("invalid signature: it is of another text, so the file was changed after key "
                    + KeyRules.fingerprint(keys.get(0)) + " had signed it");
        }
        checkTime(signature, Date.from(now));
        SignedFiles.check(signed.plainText(), file, digest);
        return ChartSignature.ofProvenance(
                KeyRules.fingerprint(signer.getCertificate().getPrimaryKey()),
                KeyRules.names(signer.getCertificate(), Date.from(now)),
                signature.getCreationTime().toInstant());
    }

    /**
     * Whether this is the signature of the file, armored or not.
     *
     * @throws IOException if it can't be read
     */
    public boolean isSignedWith(byte[] signature) throws IOException {
        try (InputStream packets = PGPUtil.getDecoderStream(new ByteArrayInputStream(signature))) {
            return Arrays.equals(packets.readNBytes(signed.signature().length + 1), signed.signature());
        } catch (RuntimeException e) {
            throw new IOException("the signature is damaged: " + e.getMessage(), e);
        }
    }

    boolean isOf(ClearSignedText text) {
        return Arrays.equals(signed.signedBytes(), text.signedBytes());
    }

    /** Whether this key has made the signature, with a hash that will do. */
    boolean isSignedBy(OpenPGPComponentKey key) throws IOException {
        PGPSignature signature = signatures.get(0);
        checkHash(signature);
        return signature.getKeyID() == key.getKeyIdentifier().getKeyId() && isBy(key, signature);
    }

    private static List<OpenPGPComponentKey> signers(Keyring keyring, PGPSignature signature) {
        List<OpenPGPComponentKey> found = new ArrayList<>();
        for (OpenPGPCertificate certificate : keyring.certificates()) {
            OpenPGPComponentKey key = certificate.getSigningKeyFor(signature);
            if (key != null) {
                found.add(key);
            }
        }
        return found;
    }

    private static String issuer(PGPSignature signature) {
        return String.format("%016X", signature.getKeyID());
    }

    private static void checkHash(PGPSignature signature) throws IOException {
        String weak =
                switch (signature.getHashAlgorithm()) {
                    case HashAlgorithmTags.MD5 -> "MD5";
                    case HashAlgorithmTags.SHA1 -> "SHA-1";
                    case HashAlgorithmTags.RIPEMD160 -> "RIPEMD-160";
                    default -> null;
                };
        if (weak != null) {
            throw new IOException("the signature is of a " + weak
                    + " hash, which can be forged: sign the chart again with" + " SHA-256 or SHA-512, as Helm does");
        }
    }

    private static void checkTime(PGPSignature signature, Date now) throws IOException {
        Date made = signature.getCreationTime();
        long seconds = signature.getHashedSubPackets() == null
                ? 0
                : signature.getHashedSubPackets().getSignatureExpirationTime();
        if (made.after(now)) {
            throw new IOException("the signature is from the future, " + made.toInstant());
        }
        if (seconds > 0 && made.toInstant().plusSeconds(seconds).isBefore(now.toInstant())) {
            throw new IOException("the signature expired at " + made.toInstant().plusSeconds(seconds));
        }
    }

    private boolean isBy(OpenPGPComponentKey key, PGPSignature signature) throws IOException {
        int type = signature.getSignatureType();
        if (type != PGPSignature.BINARY_DOCUMENT && type != PGPSignature.CANONICAL_TEXT_DOCUMENT) {
            return false;
        }
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), key.getPGPPublicKey());
            signature.update(signed.signedBytes());
            return signature.verify();
        } catch (PGPException | RuntimeException e) {
            throw new IOException("its signature can't be verified: " + e.getMessage(), e);
        }
    }
}
