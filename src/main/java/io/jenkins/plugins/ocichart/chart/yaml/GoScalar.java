package io.jenkins.plugins.ocichart.chart.yaml;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What go-yaml v2 makes of a scalar: YAML 1.1 with its own ideas of octal numbers, dates and the booleans {@code y} and
 * {@code n}. The values are null, Boolean, Long, BigInteger (a number that only an unsigned 64-bit integer can hold),
 * Double and String.
 */
final class GoScalar {
    private static final String STANDARD = "tag:yaml.org,2002:";
    private static final String STR = STANDARD + "str";
    private static final String BOOL = STANDARD + "bool";
    private static final String INT = STANDARD + "int";
    private static final String FLOAT = STANDARD + "float";
    private static final String NULL = STANDARD + "null";
    private static final String TIMESTAMP = STANDARD + "timestamp";
    private static final String BINARY = STANDARD + "binary";

    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Pattern NULLS = Pattern.compile("|~|null|Null|NULL");
    private static final Pattern NOT_A_NUMBER = Pattern.compile("\\.(?:nan|NaN|NAN)");
    private static final Pattern INFINITY = Pattern.compile("([-+]?)\\.(?:inf|Inf|INF)");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:\\.[0-9]++|[0-9]++(?:\\.[0-9]*+)?)(?:[eE][-+]?[0-9]++)?");
    /** Go reads underscores between digits here, which its own rules for YAML had not removed. */
    private static final Pattern FRACTION = Pattern.compile("\\.[0-9](?:_?[0-9])*+(?:[eE][-+]?[0-9](?:_?[0-9])*+)?");

    private GoScalar() {}

    /**
     * Resolves a scalar.
     *
     * @param tag the tag, or null if the scalar is plain and has none
     * @throws ChartException if the text is not of the kind that the tag says
     */
    static Object resolve(String tag, String text) throws ChartException {
        if (tag == null) {
            return plain(text);
        }
        switch (tag) {
            case STR:
                return text;
            case BINARY:
                return binary(text);
            case TIMESTAMP:
                check(GoTime.isYamlTimestamp(text), tag, text);
                return text;
            case BOOL, INT, FLOAT, NULL:
                Object value = plain(text);
                if (tag.equals(FLOAT) && value instanceof Long number) {
                    return number.doubleValue();
                }
                check(tag.equals(tagOf(value)), tag, text);
                return value;
            default:
                return text;
        }
    }

    /** Whether go-yaml would take a plain scalar of this text for something else: a number, a time, a boolean or a null. */
    static boolean isOtherThanText(String text) {
        return !(plain(text) instanceof String) || GoTime.isYamlTimestamp(text);
    }

    private static String tagOf(Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof Boolean) {
            return BOOL;
        }
        if (value instanceof Double) {
            return FLOAT;
        }
        return value instanceof String ? STR : INT;
    }

    private static void check(boolean condition, String tag, String text) throws ChartException {
        if (!condition) {
            throw new ChartException("cannot decode `" + text + "` as a !!" + tag.substring(STANDARD.length()));
        }
    }

    private static Object plain(String text) {
        if (NULLS.matcher(text).matches()) {
            return null;
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return TRUE.contains(text);
        }
        char first = text.charAt(0);
        Matcher infinity = INFINITY.matcher(text);
        if (infinity.matches()) {
            return infinity.group(1).equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (NOT_A_NUMBER.matcher(text).matches()) {
            return Double.NaN;
        }
        if (first == '.') {
            return FRACTION.matcher(text).matches() ? floating(text.replace("_", ""), text) : text;
        }
        boolean numeric = first == '+' || first == '-' || first >= '0' && first <= '9';
        return numeric ? number(text) : text;
    }

    private static Object number(String text) {
        String digits = text.replace("_", "");
        Object integer = integer(digits);
        if (integer != null) {
            return integer;
        }
        return DECIMAL.matcher(digits).matches() ? floating(digits, text) : text;
    }

    /** The number, unless it is out of a double's range: then the text stays text. */
    private static Object floating(String digits, String text) {
        double value = Double.parseDouble(digits);
        return Double.isInfinite(value) ? text : (Object) value;
    }

    /** Go's {@code ParseInt} and {@code ParseUint} with base 0, then go-yaml's own reading of binary numbers. */
    private static Object integer(String text) {
        boolean signed = text.startsWith("+") || text.startsWith("-");
        BigInteger magnitude = magnitude(text.substring(signed ? 1 : 0));
        if (magnitude != null) {
            BigInteger value = text.startsWith("-") ? magnitude.negate() : magnitude;
            if (value.bitLength() < Long.SIZE) {
                return value.longValueExact();
            }
            return value.bitLength() == Long.SIZE && !signed ? value : null;
        }
        if (text.startsWith("0b+") || text.startsWith("0b-")) {
            BigInteger value = digits(text.substring(3), 2);
            if (value != null) {
                value = text.charAt(2) == '-' ? value.negate() : value;
                return value.bitLength() < Long.SIZE ? value.longValueExact() : null;
            }
        }
        return null;
    }

    private static BigInteger magnitude(String text) {
        if (!text.startsWith("0") || text.length() == 1) {
            return digits(text, 10);
        }
        int radix =
                switch (text.charAt(1)) {
                    case 'b', 'B' -> 2;
                    case 'o', 'O' -> 8;
                    case 'x', 'X' -> 16;
                    default -> 0;
                };
        return radix == 0 ? digits(text.substring(1), 8) : digits(text.substring(2), radix);
    }

    private static BigInteger digits(String text, int radix) {
        int zeros = 0;
        while (zeros < text.length() - 1 && text.charAt(zeros) == '0') {
            zeros++;
        }
        // Longer ones don't fit 64 bits, and huge ones would take long to convert.
        boolean valid = !text.isEmpty()
                && text.length() - zeros <= Long.SIZE
                && text.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
        return valid ? new BigInteger(text.substring(zeros), radix) : null;
    }

    private static String binary(String text) throws ChartException {
        String base64 = text.replace("\n", "").replace("\r", "");
        byte[] bytes;
        try {
            if (base64.length() % 4 != 0) {
                throw new IllegalArgumentException("not padded");
            }
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new ChartException("!!binary value contains invalid base64 data", e);
        }
        return utf8(bytes);
    }

    /** Decodes as Go does: each byte that is not part of a character becomes one U+FFFD. */
    private static String utf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            in.get();
            out.put('\ufffd');
            result = decoder.reset().decode(in, out, true);
        }
        return out.flip().toString();
    }
}
