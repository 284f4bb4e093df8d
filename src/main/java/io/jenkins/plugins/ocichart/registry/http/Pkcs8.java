package io.jenkins.plugins.ocichart.registry.http;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Puts older encodings of private keys into the frame of PKCS#8 (RFC 5208), the only one that the JDK reads. */
final class Pkcs8 {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int CONTEXT_0 = 0xa0;
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    private static final byte[] RSA_ENCRYPTION = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Pkcs8() {}

    /** {@code RSA PRIVATE KEY} (RFC 8017, PKCS#1). */
    static byte[] fromPkcs1(byte[] key) {
        return der(SEQUENCE, VERSION_0, RSA_ENCRYPTION, der(OCTET_STRING, key));
    }

    /**
     * {@code EC PRIVATE KEY} (RFC 5915, SEC 1).
     *
     * @param curve the curve from the file's {@code EC PARAMETERS}, or null to take it from the key
     * @return empty if the key is broken or does not name its curve
     */
    static Optional<byte[]> fromSec1(byte[] key, byte[] curve) {
        return (curve != null ? Optional.of(curve) : curveOf(key))
                .map(parameters ->
                        der(SEQUENCE, VERSION_0, der(SEQUENCE, EC_PUBLIC_KEY, parameters), der(OCTET_STRING, key)));
    }

    /** The content of the [0] field of ECPrivateKey ::= SEQUENCE { version, privateKey, [0] parameters, … }. */
    private static Optional<byte[]> curveOf(byte[] key) {
        try {
            int first = key[1] & 0xff;
            int position = 2 + (first < 0x80 ? 0 : first & 0x7f);
            for (int field = 0; field < 2; field++) {
                position += 2 + length(key, position);
            }
            if ((key[position] & 0xff) == CONTEXT_0) {
                return Optional.of(Arrays.copyOfRange(key, position + 2, position + 2 + length(key, position)));
            }
        } catch (IndexOutOfBoundsException e) {
            // cut off
        }
        return Optional.empty();
    }

    /** Of a field, which is longer than 127 bytes only if it describes a curve in place of its name. */
    private static int length(byte[] der, int position) {
        int length = der[position + 1];
        if (length < 0) {
            throw new IndexOutOfBoundsException();
        }
        return length;
    }

    private static byte[] der(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (32 - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >> 8 * i);
            }
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
