package io.jenkins.plugins.ocichart.signature.provenance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.ArmoredOutputStream;

/**
 * A text signed with OpenPGP so that people can read it (RFC 9580, "Cleartext Signature Framework"), read as Helm's library
 * reads it: text before it is ignored, lines may end with CR LF, and no header but {@code Hash} is allowed. Strings have a
 * character for each byte.
 *
 * @param text the lines, without their ends
 * @param signature the packets of the signature
 */
record ClearSignedText(List<String> text, byte[] signature) {
    private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
    private static final String SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
    private static final String END = "-----END PGP SIGNATURE-----";

    /**
     * Reads the first signed text.
     *
     * @throws IOException if there is none
     */
    static ClearSignedText parse(byte[] content) throws IOException {
        List<String> lines = List.of(new String(content, StandardCharsets.ISO_8859_1).split("\\r?\\n", -1));
        int at = lines.indexOf(BEGIN) + 1;
        if (at == 0) {
            throw new IOException("signature block not found: it has no line " + BEGIN);
        }
        while (at < lines.size() && !lines.get(at).isEmpty()) {
            if (!lines.get(at).matches("\\s*Hash\\s*:[\\x20-\\x7e]*")) {
                throw new IOException("signature block not found: it has a header other than Hash");
            }
            at++;
        }
        int signature = indexOf(SIGNATURE, lines, at);
        int end = indexOf(END, lines, signature);
        List<String> text = new ArrayList<>();
        for (String line : lines.subList(Math.min(at + 1, signature), signature)) {
            text.add(stripped(line.startsWith("- ") ? line.substring(2) : line));
        }
        String armor = String.join("\n", lines.subList(signature, end + 1)) + "\n";
        return new ClearSignedText(text, unarmored(armor, "its signature"));
    }

    /** The packets in an armored text; {@code what} it is begins the message of a failure. */
    static byte[] unarmored(String armor, String what) throws IOException {
        try (ArmoredInputStream packets =
                new ArmoredInputStream(new ByteArrayInputStream(armor.getBytes(StandardCharsets.ISO_8859_1)))) {
            return packets.readAllBytes();
        } catch (RuntimeException e) {
            throw new IOException(what + " is damaged: " + e.getMessage(), e);
        }
    }

    private static int indexOf(String wanted, List<String> lines, int from) throws IOException {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).equals(wanted)) {
                return i;
            }
        }
        throw new IOException("signature block not found: it has no line " + wanted);
    }

    private static String stripped(String line) {
        return line.replaceFirst("[ \\t]+$", "");
    }

    /** What is signed: the lines without the blanks at their ends. */
    byte[] signedBytes() {
        return String.join("\r\n", text.stream().map(ClearSignedText::stripped).toList())
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The text with line ends of Unix, the last line included. */
    String plainText() {
        return String.join("\n", text) + "\n";
    }

    /** The file as Helm writes it, with a line end after its last line. */
    byte[] toBytes() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write((BEGIN + "\nHash: SHA512\n\n").getBytes(StandardCharsets.ISO_8859_1));
        for (String line : text) {
            file.write(((line.startsWith("-") ? "- " : "") + line + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        try (ArmoredOutputStream armor =
                ArmoredOutputStream.builder().clearHeaders().build(file)) {
            armor.write(signature);
        }
        return file.toByteArray();
    }
}
