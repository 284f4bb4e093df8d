package io.jenkins.plugins.ocichart.chart.yaml;

import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.tokens.ScalarToken;

/** Scans one literal or folded block scalar, {@code |} or {@code >}, with libyaml's rules. */
final class YamlBlockScalar {
    private final YamlCursor cursor;
    private final int parentIndent;
    private final StringBuilder value = new StringBuilder();
    private final StringBuilder emptyLines = new StringBuilder();
    private int indent;
    private char chomping;

    YamlBlockScalar(YamlCursor cursor, int parentIndent) {
        this.cursor = cursor;
        this.parentIndent = parentIndent;
    }

    ScalarToken scan() {
        Mark start = cursor.mark();
        boolean folded = cursor.read() == '>';
        scanHeader();
        readEmptyLines();
        String lineBreak = "";
        boolean previousIsIndented = false;
        while (cursor.column() == indent && !cursor.isEnd()) {
            boolean isIndented = cursor.isBlank();
            if (folded && lineBreak.equals("\n") && !previousIsIndented && !isIndented) {
                value.append(emptyLines.isEmpty() ? " " : "");
            } else {
                value.append(lineBreak);
            }
            value.append(emptyLines);
            emptyLines.setLength(0);
            previousIsIndented = isIndented;
            while (!cursor.isBreakOrEnd()) {
                value.append(cursor.read());
            }
            lineBreak = cursor.readBreak();
            readEmptyLines();
        }
        value.append(chomping == '-' ? "" : lineBreak).append(chomping == '+' ? emptyLines : "");
        ScalarStyle style = folded ? ScalarStyle.FOLDED : ScalarStyle.LITERAL;
        return new ScalarToken(value.toString(), false, start, cursor.mark(), style);
    }

    /** How the last line breaks are treated ({@code +} or {@code -}) and the indentation, in any order. */
    private void scanHeader() {
        boolean chompingFirst = scanChomping();
        char digit = cursor.peek();
        if (digit == '0') {
            throw cursor.error("found an indentation indicator equal to 0");
        }
        if (digit > '0' && digit <= '9') {
            cursor.forward();
            indent = Math.max(parentIndent, 0) + (digit - '0');
            if (!chompingFirst) {
                scanChomping();
            }
        }
        cursor.skipRestOfLine();
    }

    private boolean scanChomping() {
        boolean found = cursor.peek() == '+' || cursor.peek() == '-';
        chomping = found ? cursor.read() : chomping;
        return found;
    }

    /** Reads empty lines and the next line's indentation, which the first of them decides. */
    private void readEmptyLines() {
        int widest = 0;
        while (true) {
            while (cursor.peek() == ' ' && (indent == 0 || cursor.column() < indent)) {
                cursor.forward();
            }
            widest = Math.max(widest, cursor.column());
            if (cursor.peek() == '\t' && (indent == 0 || cursor.column() < indent)) {
                throw cursor.error("found a tab character where an indentation space is expected");
            }
            if (!cursor.isBreak()) {
                break;
            }
            emptyLines.append(cursor.readBreak());
        }
        if (indent == 0) {
            indent = Math.max(Math.max(widest, parentIndent + 1), 1);
        }
    }
}
