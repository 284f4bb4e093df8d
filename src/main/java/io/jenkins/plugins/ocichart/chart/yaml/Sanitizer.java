package io.jenkins.plugins.ocichart.chart.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * Helm's cleaning of Chart.yaml's texts ({@code sanitizeString}): white space becomes a space, and what Go's
 * {@code unicode.IsPrint} calls unprintable goes.
 *
 * <p>Go has the tables of Unicode 15.0; those of the Java that runs this may be older (Java 17 has 13.0) or newer. So
 * they come from a resource.
 */
public final class Sanitizer {
    private Sanitizer() {}

    public static String sanitize(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (isSpace(c)) {
                clean.append(' ');
            } else if (c < 0x80 ? c > ' ' && c < 0x7f : Printable.CHARACTERS.get(c)) {
                clean.appendCodePoint(c);
            }
        }
        return clean.toString();
    }

    /** Go's {@code strings.TrimSpace}. */
    public static String trim(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        int start = 0;
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        return text.substring(start, end);
    }

    /** The characters with Unicode's White_Space property. */
    private static boolean isSpace(int c) {
        return c >= '\t' && c <= '\r' || c == 0x85 || Character.isSpaceChar(c);
    }

    /** Read only for texts that are not ASCII alone. */
    private static final class Printable {
        static final BitSet CHARACTERS = read();

        /** Reads the ranges of characters in the categories L, M, N, P and S of Unicode 15.0. */
        private static BitSet read() {
            BitSet printable = new BitSet(Character.MAX_CODE_POINT + 1);
            try (InputStream resource = Sanitizer.class.getResourceAsStream("printable-unicode-15.0.txt")) {
                String ranges = new String(resource.readAllBytes(), StandardCharsets.US_ASCII);
                ranges.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                    String[] range = line.split("-");
                    printable.set(Integer.parseInt(range[0], 16), Integer.parseInt(range[range.length - 1], 16) + 1);
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return printable;
        }
    }
}
