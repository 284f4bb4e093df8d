package io.jenkins.plugins.ocichart.registry;

import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * The name of content by its hash, {@code sha256:<64 hex digits>} (OCI image-spec, Descriptors, "Digests").
 *
 * @param algorithm {@code sha256}, {@code sha384} or {@code sha512}, which are what Helm accepts
 * @param hex the hash in lower-case hexadecimal digits
 */
public record Digest(String algorithm, String hex) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Integer> HEX_LENGTHS = Map.of("sha256", 64, "sha384", 96, "sha512", 128);

    public Digest {
        Integer length = HEX_LENGTHS.get(algorithm);
        if (length == null) {
            throw new IllegalArgumentException("unsupported digest algorithm");
        }
        if (hex.length() != length || !hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
            throw new IllegalArgumentException("invalid checksum digest format or length");
        }
    }

    /**
     * Reads {@code algorithm:hex}.
     *
     * @throws IllegalArgumentException for anything else; the message quotes the text, shortened
     */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        String cause = "invalid checksum digest format";
        if (colon > 0) {
            try {
                return new Digest(text.substring(0, colon), text.substring(colon + 1));
            } catch (IllegalArgumentException e) {
                cause = e.getMessage();
            }
        }
        throw new IllegalArgumentException("invalid digest \"" + ServerText.quote(text, 140) + "\": " + cause);
    }

    public static Digest sha256(byte[] content) {
        return ofSha256Hex(HexFormat.of().formatHex(newMessageDigest("sha256").digest(content)));
    }

    /** The digest whose 64 SHA-256 digits are known already. */
    public static Digest ofSha256Hex(String hex) {
        return new Digest("sha256", hex.toLowerCase(Locale.ROOT));
    }

    /** A fresh computation with this digest's algorithm. */
    public MessageDigest newMessageDigest() {
        return newMessageDigest(algorithm);
    }

    /** The digest of the same algorithm that this finished computation gives. */
    public Digest of(MessageDigest computation) {
        return new Digest(algorithm, HexFormat.of().formatHex(computation.digest()));
    }

    /** The digest of the same algorithm of these bytes. */
    public Digest of(byte[] content) {
        MessageDigest computation = newMessageDigest();
        computation.update(content);
        return of(computation);
    }

    /** A fresh computation with one of the algorithms. */
    public static MessageDigest newMessageDigest(String algorithm) {
        try {
            return MessageDigest.getInstance("SHA-" + algorithm.substring(3));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks " + algorithm, e);
        }
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
