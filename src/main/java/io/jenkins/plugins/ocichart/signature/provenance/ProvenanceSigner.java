package io.jenkins.plugins.ocichart.signature.provenance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPUserId;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.OpenPGPKey.OpenPGPSecretKey;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;

/** A secret key that signs charts. If Helm would sign with a key that nobody accepts, this takes the signing subkey, or refuses. */
public final class ProvenanceSigner {
    private final OpenPGPComponentKey key;
    private final PGPPrivateKey secret;

    private ProvenanceSigner(OpenPGPComponentKey key, PGPPrivateKey secret) {
        this.key = key;
        this.secret = secret;
    }

    /**
     * Finds a key and unlocks it.
     *
     * @param keyring a keyring with secret keys
     * @param wanted a user id; else a part of one; else a fingerprint or long key id of the key or a subkey; null or blank
     *     if there is one key only
     * @param passphrase null for none
     * @throws IOException if there is no such key or more than one, it may not sign now, or the passphrase is wrong
     */
    public static ProvenanceSigner find(byte[] keyring, String wanted, char[] passphrase, Instant now)
            throws IOException {
        if (Keyring.isKeybox(keyring)) {
            throw new IOException(
                    "a keybox holds public keys only: export the secret key with gpg --export-secret-keys");
        }
        List<OpenPGPKey> keys = new ArrayList<>();
        for (OpenPGPCertificate certificate : Keyring.read(keyring).certificates()) {
            if (certificate instanceof OpenPGPKey key) {
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            throw new IOException(
                    "the keyring holds public keys only: export the secret key with" + " gpg --export-secret-keys");
        }
        OpenPGPKey key = choose(keys, wanted == null ? "" : wanted.strip(), Date.from(now));
        OpenPGPSecretKey signer = signer(key, identifier(wanted), Date.from(now));
        return new ProvenanceSigner(signer.getPublicKey(), unlock(signer, passphrase));
    }

    private static OpenPGPKey choose(List<OpenPGPKey> keys, String wanted, Date now) throws IOException {
        List<OpenPGPKey> found = keys;
        if (!wanted.isEmpty()) {
            found = having(keys, id -> id.equals(wanted));
            if (found.isEmpty()) {
                found = having(keys, id -> id.contains(wanted));
            }
            Optional<String> identifier = identifier(wanted);
            if (found.isEmpty() && identifier.isPresent()) {
                found = keys.stream()
                        .filter(key -> key.getKeys().stream().anyMatch(one -> is(one, identifier.get())))
                        .toList();
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        String known = String.join(
                ", ",
                keys.stream()
                        .map(key -> String.join(" or ", KeyRules.names(key, now)) + " ("
                                + KeyRules.fingerprint(key.getPrimaryKey()) + ")")
                        .toList());
        throw new IOException(
                found.isEmpty()
                        ? "private key not found: signingKey is \"" + wanted + "\", the keyring has " + known
                        : wanted.isEmpty()
                                ? "the keyring holds several keys: name one in signingKey: " + known
                                : "more than one key contain the id \"" + wanted + "\": the keyring has " + known);
    }

    private static List<OpenPGPKey> having(List<OpenPGPKey> keys, Predicate<String> userId) {
        return keys.stream()
                .filter(key -> key.getAllUserIds().stream()
                        .map(OpenPGPUserId::getUserId)
                        .anyMatch(userId))
                .toList();
    }

    /** A fingerprint or long key id as people write it, with blanks or {@code 0x}, in upper case. */
    private static Optional<String> identifier(String wanted) {
        String digits = String.valueOf(wanted)
                .replaceAll("\\s", "")
                .replaceFirst("^0[xX]", "")
                .toUpperCase(Locale.ROOT);
        return digits.matches("[0-9A-F]{16}|[0-9A-F]{40}|[0-9A-F]{64}") ? Optional.of(digits) : Optional.empty();
    }

    private static boolean is(OpenPGPComponentKey key, String identifier) {
        return KeyRules.fingerprint(key).equals(identifier)
                || identifier.length() == 16
                        && String.format("%016X", key.getKeyIdentifier().getKeyId())
                                .equals(identifier);
    }

    /** The subkey that was named; else the newest subkey that may sign, as GnuPG chooses; else the primary key. */
    private static OpenPGPSecretKey signer(OpenPGPKey key, Optional<String> identifier, Date now) throws IOException {
        String problem = null;
        OpenPGPSecretKey best = null;
        for (OpenPGPSecretKey one : key.getSecretKeys().values()) {
            String wrong = KeyRules.problem(one.getPublicKey(), now).orElse(null);
            boolean secretIsHere = !one.getPGPSecretKey().isPrivateKeyEmpty();
            if (wrong == null && secretIsHere) {
                boolean named = identifier.isPresent() && is(one, identifier.get());
                if (named && !one.isPrimaryKey()) {
                    return one;
                }
                if (best == null
                        || best.isPrimaryKey()
                        || !one.isPrimaryKey() && one.getCreationTime().after(best.getCreationTime())) {
                    best = one;
                }
            } else if (problem == null || one.isPrimaryKey()) {
                problem = wrong == null ? "has no secret part in the keyring" : wrong;
            }
        }
        if (best == null) {
            throw new IOException(
                    "cannot sign with key " + KeyRules.fingerprint(key.getPrimaryKey()) + ", which " + problem);
        }
        return best;
    }

    private static PGPPrivateKey unlock(OpenPGPSecretKey key, char[] passphrase) throws IOException {
        if (!key.isLocked()) {
            passphrase = null; // a passphrase that isn't needed does no harm
        } else if (passphrase == null) {
            throw new IOException("key " + KeyRules.fingerprint(key) + " needs a passphrase");
        }
        try {
            return key.unlock(passphrase).getKeyPair().getPrivateKey();
        } catch (PGPException | RuntimeException e) {
            throw new IOException("the passphrase is wrong for key " + KeyRules.fingerprint(key));
        }
    }

    /**
     * The provenance file of a chart.
     *
     * @param metadata the chart's metadata as Helm writes it in YAML
     * @param file the archive's base name
     * @param digest {@code sha256:…} of its bytes
     * @param existing a file that will do if this key has signed the same text in it; null for none
     */
    public byte[] sign(String metadata, String file, String digest, byte[] existing, Instant now) throws IOException {
        String body = metadata + "\n...\nfiles:\n  " + file + ": " + digest + "\n";
        String bytes = new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        List<String> lines = List.of(bytes.split("\n", -1));
        ClearSignedText text = new ClearSignedText(lines, new byte[0]);
        if (existing != null && isSigned(text, existing)) {
            return existing;
        }
        return new ClearSignedText(lines, signature(text.signedBytes(), now)).toBytes();
    }

    private boolean isSigned(ClearSignedText text, byte[] existing) {
        try {
            ProvenanceFile file = ProvenanceFile.parse(existing);
            return file.isOf(text) && file.isSignedBy(key);
        } catch (IOException e) {
            return false; // it is replaced
        }
    }

    private byte[] signature(byte[] content, Instant now) throws IOException {
        int algorithm = key.getPGPPublicKey().getAlgorithm();
        try {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(algorithm, HashAlgorithmTags.SHA512), key.getPGPPublicKey());
            generator.init(PGPSignature.CANONICAL_TEXT_DOCUMENT, secret);
            PGPSignatureSubpacketGenerator packets = new PGPSignatureSubpacketGenerator();
            packets.setSignatureCreationTime(false, Date.from(now));
            packets.setIssuerFingerprint(false, key.getPGPPublicKey());
            packets.setIssuerKeyID(false, key.getKeyIdentifier().getKeyId());
            generator.setHashedSubpackets(packets.generate());
            generator.update(content);
            return generator.generate().getEncoded();
        } catch (PGPException | RuntimeException e) {
            throw new IOException("cannot sign: " + e.getMessage(), e);
        }
    }
}
