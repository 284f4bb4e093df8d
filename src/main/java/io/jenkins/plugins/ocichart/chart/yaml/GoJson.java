package io.jenkins.plugins.ocichart.chart.yaml;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * JSON with exactly the bytes of Go's {@code encoding/json}: compact, with {@code <}, {@code >}, {@code &} and the two
 * Unicode line separators escaped. Equal bytes are what makes digests equal to Helm's.
 */
public final class GoJson {
    /**
     * The order in which Go writes the keys of a map: that of their UTF-8 bytes, which is the order of code points and
     * not of Java's chars.
     */
    public static final Comparator<String> KEY_ORDER = GoJson::compareCodePoints;

    private final StringBuilder out = new StringBuilder();

    private GoJson() {}

    /**
     * Writes a value in UTF-8, without a line break at the end.
     *
     * @param value null, a String, a Boolean, an Integer, a Long, a finite Double, a List of values, or a Map with
     *     String keys. A map is written in its own order: a Go struct is a {@link java.util.LinkedHashMap}, a Go map is
     *     a {@link java.util.TreeMap} with {@link #KEY_ORDER}.
     * @throws IllegalArgumentException for anything else
     */
    public static byte[] bytes(Object value) {
        GoJson json = new GoJson();
        json.value(value);
        return utf8(json.out.toString());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void value(Object value) {
        if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            out.append(value);
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Double number && Double.isFinite(number)) {
            out.append(GoFloat.json(number));
        } else if (value instanceof List<?> list) {
            array(list);
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else {
            throw new IllegalArgumentException("JSON has no " + value.getClass().getName());
        }
    }

    private void array(List<?> list) {
        out.append('[');
        for (Iterator<?> elements = list.iterator(); elements.hasNext(); ) {
            value(elements.next());
            out.append(elements.hasNext() ? "," : "");
        }
        out.append(']');
    }

    private void object(Map<?, ?> map) {
        out.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            string((String) entry.getKey());
            out.append(':');
            value(entry.getValue());
            out.append(entries.hasNext() ? "," : "");
        }
        out.append('}');
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }

    private static int compareCodePoints(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates ? Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b)) : a - b;
            }
        }
        return one.length() - other.length();
    }
}
