package io.jenkins.plugins.ocichart.signature.provenance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.gpg.keybox.BlobType;
import org.bouncycastle.gpg.keybox.KeyBlob;
import org.bouncycastle.gpg.keybox.PublicKeyRingBlob;
import org.bouncycastle.gpg.keybox.bc.BcKeyBox;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/**
 * OpenPGP keys: a binary keyring, armored blocks, or a keybox of GnuPG. A key that can't be read, of a new algorithm say, is
 * skipped, as Helm skips it.
 */
public final class Keyring {
    private static final Pattern ARMORED_KEYS = Pattern.compile(
            "-----BEGIN PGP (PUBLIC|PRIVATE) KEY BLOCK-----.*?-----END PGP \\1 KEY BLOCK-----", Pattern.DOTALL);

    private final List<OpenPGPCertificate> certificates = new ArrayList<>();

    private Keyring() {}

    /**
     * Reads a keyring.
     *
     * @throws IOException if it is none, or holds no key that can be read
     */
    public static Keyring read(byte[] content) throws IOException {
        Keyring keyring = new Keyring();
        if (isKeybox(content)) {
            keyring.addKeybox(content);
        } else {
            String text = new String(content, StandardCharsets.ISO_8859_1);
            Matcher blocks = ARMORED_KEYS.matcher(text);
            if (text.contains("-----BEGIN PGP ")) {
                while (blocks.find()) {
                    keyring.addPackets(ClearSignedText.unarmored(blocks.group(), "the keyring"));
                }
            } else {
                keyring.addPackets(content);
            }
        }
        if (keyring.certificates.isEmpty()) {
            throw new IOException("the keyring holds no keys");
        }
        return keyring;
    }

    /** Its keys with all that belongs to each: subkeys, user ids, signatures; secret ones are {@link OpenPGPKey}. */
    List<OpenPGPCertificate> certificates() {
        return certificates;
    }

    /**
     * A key with its subkeys and user ids, armored, without what is secret of it.
     *
     * @param fingerprint the primary key's
     * @return empty if it isn't there
     */
    public Optional<byte[]> publicKey(String fingerprint) throws IOException {
        for (OpenPGPCertificate certificate : certificates) {
            if (KeyRules.fingerprint(certificate.getPrimaryKey()).equals(fingerprint)) {
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                try (ArmoredOutputStream armor =
                        ArmoredOutputStream.builder().clearHeaders().build(text)) {
                    certificate.getPGPPublicKeyRing().encode(armor);
                }
                return Optional.of(text.toByteArray());
            }
        }
        return Optional.empty();
    }

    /** The first blob of a keybox has its magic after length, type, version and flags. */
    static boolean isKeybox(byte[] content) {
        return content.length > 12 && new String(content, 8, 4, StandardCharsets.ISO_8859_1).equals("KBXf");
    }

    private void addKeybox(byte[] content) throws IOException {
        try {
            for (KeyBlob blob : new BcKeyBox(content).getKeyBlobs()) {
                if (blob.getType() == BlobType.OPEN_PGP_BLOB) {
                    addPackets(((PublicKeyRingBlob) blob).getKeyBytes());
                }
            }
        } catch (RuntimeException e) {
            throw new IOException("the keybox is damaged: " + e.getMessage(), e);
        }
    }

    /** Splits packets at primary keys (RFC 9580, "Packet Headers"), so that one that can't be read doesn't spoil the rest. */
    private void addPackets(byte[] packets) throws IOException {
        int start = -1;
        int at = 0;
        while (at < packets.length) {
            int header = packets[at] & 0xff;
            if (header < 0x80) {
                throw new IOException("it is no OpenPGP keyring: neither binary nor armored nor a keybox");
            }
            boolean oldFormat = (header & 0x40) == 0;
            int tag = oldFormat ? header >> 2 & 0xf : header & 0x3f;
            if (tag == PacketTags.PUBLIC_KEY || tag == PacketTags.SECRET_KEY) {
                addCertificate(packets, start, at);
                start = at;
            }
            at = oldFormat ? endOfOldPacket(packets, at) : endOfNewPacket(packets, at);
        }
        addCertificate(packets, start, at);
    }

    private static int endOfOldPacket(byte[] packets, int at) throws IOException {
        int width = 1 << (packets[at] & 3);
        if (width > 4) {
            throw damaged();
        }
        return end(packets, at + 1, width, 0);
    }

    private static int endOfNewPacket(byte[] packets, int at) throws IOException {
        int first = at + 1 < packets.length ? packets[at + 1] & 0xff : 0;
        if (first < 192) {
            return end(packets, at + 1, 1, 0);
        }
        if (first < 224) {
            return end(packets, at + 1, 2, 192 - (192 << 8));
        }
        if (first < 255) {
            throw damaged();
        }
        return end(packets, at + 2, 4, 0);
    }

    /** The end of a packet whose length is written in {@code width} bytes, with something to add to the number. */
    private static int end(byte[] packets, int at, int width, int plus) throws IOException {
        long length = plus;
        for (int i = 0; i < width; i++) {
            length += at + i < packets.length ? (packets[at + i] & 0xffL) << 8 * (width - 1 - i) : packets.length;
        }
        long end = at + width + length;
        if (end > packets.length) {
            throw damaged();
        }
        return (int) end;
    }

    private static IOException damaged() {
        return new IOException("the keyring is damaged: it ends in the middle of a key");
    }

    private void addCertificate(byte[] packets, int from, int to) {
        if (from < 0) {
            return;
        }
        byte[] ring = Arrays.copyOfRange(packets, from, to);
        int tag = (ring[0] & 0x40) == 0 ? ring[0] >> 2 & 0xf : ring[0] & 0x3f;
        try {
            BcKeyFingerprintCalculator fingerprints = new BcKeyFingerprintCalculator();
            certificates.add(
                    tag == PacketTags.SECRET_KEY
                            ? new OpenPGPKey(new PGPSecretKeyRing(ring, fingerprints))
                            : new OpenPGPCertificate(new PGPPublicKeyRing(ring, fingerprints)));
        } catch (IOException | PGPException | RuntimeException e) {
            // an algorithm that Bouncy Castle doesn't know
        }
    }
}
