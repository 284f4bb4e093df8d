package io.jenkins.plugins.ocichart.chart.yaml;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * YAML with exactly the text of {@code sigs.k8s.io/yaml}'s {@code Marshal}, with which Helm writes Chart.yaml, Chart.lock,
 * provenance files and what {@code helm show} prints: Go's JSON, read by go-yaml, and written by its emitter (emitterc.go,
 * encode.go and sorter.go of go-yaml 2.4) with an indent of 2, folded behind column 80.
 */
public final class YamlWriter {
    private static final int INDENT = 2;
    private static final int WIDTH = 80;

    /** A longer key, counted in bytes, is written with a question mark. */
    private static final int LONGEST_KEY = 128;

    private static final int BOM = 0xfeff;
    private static final Pattern BASE_60 = Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");
    private static final String ESCAPED = "\0\u0007\b\t\n\u000b\f\r\u001b\"\\\u0085\u00a0\u2028\u2029";
    private static final String ESCAPES = "0abtnvfre\"\\N_LP";

    private final StringBuilder out = new StringBuilder();
    private int column;
    private int indent = -1;
    /** Whether the last character was a blank or an indicator that needs none behind it. */
    private boolean whitespace = true;
    /** Whether the line has nothing but blanks and indicators so far. */
    private boolean indention = true;

    private YamlWriter() {}

    /**
     * Writes a value as a document with a line break at its end.
     *
     * @param value what {@link GoJson#bytes} takes; the order of the keys doesn't matter
     * @throws ChartException for texts that Helm can't write, with a control character such as U+007F
     */
    public static String write(Object value) throws ChartException {
        YamlWriter yaml = new YamlWriter();
        // The detour is Helm's: it makes integers of numbers, and changes line breaks that JSON has no escape for.
        yaml.node(GoYaml.decode(GoJson.bytes(value)), false, false);
        yaml.indent();
        return yaml.out.toString();
    }

    private void node(Object value, boolean inMapping, boolean key) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            mapping(map);
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            sequence(list, inMapping);
        } else if (value instanceof Map || value instanceof List) {
            boolean map = value instanceof Map;
            indicator(map ? "{" : "[", true, true, false);
            indicator(map ? "}" : "]", false, false, false);
        } else {
            int outer = indent;
            indent = indent < 0 ? INDENT : indent + INDENT;
            scalar(value, key);
            indent = outer;
        }
    }

    private void sequence(List<?> list, boolean inMapping) {
        int outer = indent;
        boolean atKey = inMapping && !indention;
        indent = indent < 0 ? 0 : atKey ? indent : indent + INDENT;
        for (Object element : list) {
            indent();
            indicator("-", true, false, true);
            node(element, false, false);
        }
        indent = outer;
    }

    private void mapping(Map<?, ?> map) {
        int outer = indent;
        indent = indent < 0 ? 0 : indent + INDENT;
        Map<String, Object> sorted = new TreeMap<>(YamlWriter::compareKeys);
        map.forEach((key, value) -> sorted.put((String) key, value));
        for (Map.Entry<String, Object> member : sorted.entrySet()) {
            String key = member.getKey();
            indent();
            boolean simple =
                    GoJson.utf8(key).length <= LONGEST_KEY && key.chars().noneMatch(YamlWriter::isBreak);
            if (!simple) {
                indicator("?", true, false, true);
            }
            node(key, true, simple);
            if (!simple) {
                indent();
            }
            indicator(":", !simple, false, !simple);
            node(member.getValue(), true, false);
        }
        indent = outer;
    }

    private void scalar(Object value, boolean key) {
        if (value instanceof String text) {
            string(text.codePoints().toArray(), text, key);
        } else {
            plain(codePoints(value instanceof Double number ? GoFloat.general64(number) : String.valueOf(value)), key);
        }
    }

    private void string(int[] c, String text, boolean key) {
        Analysis found = new Analysis(c);
        boolean plain =
                !GoScalar.isOtherThanText(text) && !BASE_60.matcher(text).matches();
        boolean literal = text.indexOf('\n') >= 0 && !key && !found.trailingSpace && !found.special;
        if (literal) {
            literal(c);
        } else if (text.indexOf('\n') >= 0 || !plain || found.special || found.breakSpace) {
            doubleQuoted(c, key);
        } else if (found.plain) {
            plain(c, key);
        } else {
            singleQuoted(c, key);
        }
    }

    /** What of a text forbids to write it without quotes ({@code yaml_emitter_analyze_scalar}). */
    private static final class Analysis {
        private final boolean trailingSpace;
        private final boolean special;
        private final boolean breakSpace;
        private final boolean plain;

        Analysis(int[] c) {
            boolean indicators = c.length >= 3
                    && (c[0] == '-' && c[1] == '-' && c[2] == '-' || c[0] == '.' && c[1] == '.' && c[2] == '.');
            boolean unprintable = false;
            boolean spaceBeforeBreak = false;
            boolean spaceAfterBreak = false;
            boolean breaks = false;
            for (int i = 0; i < c.length; i++) {
                boolean blankFollows = i + 1 == c.length || c[i + 1] == ' ' || c[i + 1] == '\t';
                boolean blankBefore =
                        i == 0 || c[i - 1] == ' ' || c[i - 1] == '\t' || c[i - 1] == 0 || isBreak(c[i - 1]);
                indicators |= c[i] == ':' && blankFollows
                        || c[i] == '#' && blankBefore
                        || i == 0 && (c[i] == '?' || c[i] == '-') && blankFollows
                        || i == 0 && ",[]{}&*!|>'\"%@`".indexOf(c[i]) >= 0;
                unprintable |= !isPrintable(c[i]);
                breaks |= isBreak(c[i]);
                spaceBeforeBreak |= i > 0 && isBreak(c[i]) && c[i - 1] == ' ';
                spaceAfterBreak |= i > 0 && c[i] == ' ' && isBreak(c[i - 1]);
            }
            trailingSpace = c.length > 0 && c[c.length - 1] == ' ';
            special = spaceBeforeBreak || unprintable;
            breakSpace = spaceAfterBreak;
            plain = !indicators && !breaks && !trailingSpace && !(c.length > 0 && c[0] == ' ');
        }
    }

    private void plain(int[] c, boolean key) {
        separate();
        boolean spaces = false;
        for (int i = 0; i < c.length; i++) {
            boolean space = c[i] == ' ';
            if (space && !key && !spaces && column > WIDTH && c[i + 1] != ' ') {
                indent();
            } else {
                put(c[i]);
            }
            indention &= space;
            spaces = space;
        }
        whitespace = false;
        indention = false;
    }

    private void singleQuoted(int[] c, boolean key) {
        indicator("'", true, false, false);
        boolean spaces = false;
        boolean breaks = false;
        for (int i = 0; i < c.length; i++) {
            if (c[i] == ' ') {
                if (!key && !spaces && column > WIDTH && i > 0 && i < c.length - 1 && c[i + 1] != ' ') {
                    indent();
                } else {
                    put(' ');
                }
                spaces = true;
            } else if (isBreak(c[i])) {
                putBreak(c[i]);
                breaks = true;
            } else {
                if (breaks) {
                    indent();
                }
                if (c[i] == '\'') {
                    put('\'');
                }
                put(c[i]);
                indention = false;
                spaces = false;
                breaks = false;
            }
        }
        indicator("'", false, false, false);
    }

    private void doubleQuoted(int[] c, boolean key) {
        indicator("\"", true, false, false);
        boolean spaces = false;
        for (int i = 0; i < c.length; i++) {
            boolean space = c[i] == ' ' && c[0] != BOM;
            if (!space) {
                // go-yaml asks whether the text, not the character, is a byte order mark
                boolean escape = c[0] == BOM || !isPrintable(c[i]) || isBreak(c[i]) || c[i] == '"' || c[i] == '\\';
                text(escape ? escaped(c[i]) : Character.toString(c[i]));
            } else if (!key && !spaces && column > WIDTH && i > 0 && i < c.length - 1) {
                indent();
                text(c[i + 1] == ' ' ? "\\" : "");
            } else {
                put(' ');
            }
            spaces = space;
        }
        indicator("\"", false, false, false);
    }

    private static String escaped(int c) {
        int known = ESCAPED.indexOf(c);
        if (known >= 0) {
            return "\\" + ESCAPES.charAt(known);
        }
        return String.format(c <= 0xff ? "\\x%02X" : c <= 0xffff ? "\\u%04X" : "\\U%08X", c);
    }

    private void literal(int[] c) {
        int last = c.length - 1;
        boolean ends = isBreak(c[last]);
        indicator("|", true, false, false);
        text(c[0] == ' ' || isBreak(c[0]) ? String.valueOf(INDENT) : "");
        text(!ends ? "-" : last == 0 || isBreak(c[last - 1]) ? "+" : "");
        putBreak('\n');
        whitespace = true;
        boolean breaks = true;
        for (int one : c) {
            if (isBreak(one)) {
                putBreak(one);
                breaks = true;
            } else {
                if (breaks) {
                    indent();
                }
                put(one);
                indention = false;
                breaks = false;
            }
        }
    }

    /** Begins a line at the indent, unless it is there already. */
    private void indent() {
        int wanted = Math.max(indent, 0);
        if (!indention || column > wanted || column == wanted && !whitespace) {
            put('\n');
            column = 0;
        }
        while (column < wanted) {
            put(' ');
        }
        whitespace = true;
        indention = true;
    }

    private void indicator(String text, boolean separated, boolean isWhitespace, boolean isIndention) {
        if (separated) {
            separate();
        }
        text(text);
        whitespace = isWhitespace;
        indention &= isIndention;
    }

    private void separate() {
        if (!whitespace) {
            put(' ');
        }
    }

    private void text(String text) {
        text.codePoints().forEach(this::put);
    }

    private void put(int c) {
        out.appendCodePoint(c);
        column++;
    }

    private void putBreak(int c) {
        put(c);
        column = 0;
        indention = true;
    }

    private static int[] codePoints(String text) {
        return text.codePoints().toArray();
    }

    private static boolean isPrintable(int c) {
        return c == '\n' || c >= ' ' && c <= '~' || c >= 0xa0 && c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd && c != BOM;
    }

    private static boolean isBreak(int c) {
        return c == '\r' || c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    /** The order of keys in go-yaml: runs of digits count as numbers, and letters come behind everything else. */
    private static int compareKeys(String one, String other) {
        int[] a = codePoints(one);
        int[] b = codePoints(other);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            if (a[i] == b[i]) {
                continue;
            }
            boolean letterA = Character.isLetter(a[i]);
            boolean letterB = Character.isLetter(b[i]);
            if (letterA || letterB) {
                return letterA && letterB ? Integer.compare(a[i], b[i]) : letterB ? -1 : 1;
            }
            boolean inNumber = (a[i] == '0' || b[i] == '0') && followsDigit(a, i);
            long[] numberA = number(a, i, inNumber);
            long[] numberB = number(b, i, inNumber);
            int order = Long.compare(numberA[0], numberB[0]);
            order = order == 0 ? Long.compare(numberA[1], numberB[1]) : order;
            return order == 0 ? Integer.compare(a[i], b[i]) : order;
        }
        return Integer.compare(a.length, b.length);
    }

    private static boolean followsDigit(int[] c, int from) {
        for (int i = from - 1; i >= 0 && Character.isDigit(c[i]); i--) {
            if (c[i] != '0') {
                return true;
            }
        }
        return false;
    }

    /** The number that begins there, and where it ends; overflows as Go's int64 does. */
    private static long[] number(int[] c, int from, boolean inNumber) {
        long number = inNumber ? 1 : 0;
        int end = from;
        for (; end < c.length && Character.isDigit(c[end]); end++) {
            number = number * 10 + (c[end] - '0');
        }
        return new long[] {number, end};
    }
}
