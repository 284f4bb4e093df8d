package io.jenkins.plugins.ocichart.chart.yaml;

import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.tokens.ScalarToken;

/** Scans plain, quoted and block scalars with libyaml's rules for escapes, folding and indentation. */
final class YamlScalarScanner {
    private final YamlCursor cursor;
    private boolean plainEndedBehindLine;

    YamlScalarScanner(YamlCursor cursor) {
        this.cursor = cursor;
    }

    /** Whether the plain scalar that was scanned last was followed by a line break. */
    boolean plainEndedBehindLine() {
        return plainEndedBehindLine;
    }

    /** A scalar without quotes, which goes on in the next lines as long as they are indented. */
    ScalarToken scanPlain(int indent, boolean inFlow) {
        Mark start = cursor.mark();
        StringBuilder value = new StringBuilder();
        Space space = new Space();
        while (!isDocumentIndicator() && cursor.peek() != '#') {
            while (!cursor.isBlankOrEnd() && !endsPlain(inFlow)) {
                space.appendTo(value);
                value.append(cursor.read());
            }
            if (!cursor.isBlank() && !cursor.isBreak()) {
                break;
            }
            space.read(indent + 1);
            if (!inFlow && cursor.column() < indent + 1) {
                break;
            }
        }
        plainEndedBehindLine = space.hasBreak();
        return new ScalarToken(value.toString(), true, start, cursor.mark(), ScalarStyle.PLAIN);
    }

    private boolean isDocumentIndicator() {
        return cursor.isDocumentIndicator('-') || cursor.isDocumentIndicator('.');
    }

    private boolean endsPlain(boolean inFlow) {
        char c = cursor.peek();
        return c == ':' && YamlCursor.isBlankOrEnd(cursor.peek(1)) || inFlow && ",?[]{}".indexOf(c) >= 0;
    }

    /** A scalar in single or double quotes. */
    ScalarToken scanQuoted() {
        Mark start = cursor.mark();
        char quote = cursor.read();
        StringBuilder value = new StringBuilder();
        while (true) {
            if (isDocumentIndicator()) {
                throw cursor.error("found unexpected document indicator in a quoted scalar");
            }
            if (cursor.isEnd()) {
                throw cursor.error("found unexpected end of stream in a quoted scalar");
            }
            Space space = new Space();
            while (!cursor.isBlankOrEnd() && !space.isEscaped() && !endsQuoted(quote)) {
                quoted(quote, value, space);
            }
            if (cursor.peek() == quote && !space.isEscaped()) {
                cursor.forward();
                ScalarStyle style = quote == '"' ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.SINGLE_QUOTED;
                return new ScalarToken(value.toString(), false, start, cursor.mark(), style);
            }
            space.read(0);
            space.appendTo(value);
        }
    }

    private boolean endsQuoted(char quote) {
        return cursor.peek() == quote && (quote == '"' || cursor.peek(1) != quote);
    }

    private void quoted(char quote, StringBuilder value, Space space) {
        if (quote == '\'' && cursor.peek() == quote) {
            cursor.forward();
            value.append(cursor.read());
        } else if (quote == '"' && cursor.peek() == '\\') {
            cursor.forward();
            if (cursor.isBreak()) {
                cursor.readBreak();
                space.escapeBreak();
            } else {
                escape(value);
            }
        } else {
            value.append(cursor.read());
        }
    }

    private void escape(StringBuilder value) {
        char c = cursor.peek();
        switch (c) {
            case 'x' -> codePoint(value, 2);
            case 'u' -> codePoint(value, 4);
            case 'U' -> codePoint(value, 8);
            default -> {
                value.append(
                        switch (c) {
                            case '0' -> '\0';
                            case 'a' -> '\u0007';
                            case 'b' -> '\b';
                            case 't', '\t' -> '\t';
                            case 'n' -> '\n';
                            case 'v' -> '\u000b';
                            case 'f' -> '\f';
                            case 'r' -> '\r';
                            case 'e' -> '\u001b';
                            case ' ', '"', '\'', '\\' -> c;
                            case 'N' -> '\u0085';
                            case '_' -> '\u00a0';
                            case 'L' -> '\u2028';
                            case 'P' -> '\u2029';
                            default -> throw cursor.error("found unknown escape character");
                        });
                cursor.forward();
            }
        }
    }

    private void codePoint(StringBuilder value, int digits) {
        cursor.forward();
        long codePoint = 0;
        for (int i = 0; i < digits; i++) {
            char c = cursor.peek();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw cursor.error("did not find expected hexadecimal number");
            }
            codePoint = codePoint << 4 | digit;
            cursor.forward();
        }
        if (codePoint > Character.MAX_CODE_POINT || codePoint >= 0xd800 && codePoint <= 0xdfff) {
            throw cursor.error("found invalid Unicode character escape code");
        }
        value.appendCodePoint((int) codePoint);
    }

    /** A literal or a folded scalar of indented lines. */
    ScalarToken scanBlock(int parentIndent) {
        return new YamlBlockScalar(cursor, parentIndent).scan();
    }

    /** Blanks and line breaks between words: blanks stay, a line break becomes a space, further ones stay. */
    private final class Space {
        private final StringBuilder blanks = new StringBuilder();
        private final StringBuilder furtherBreaks = new StringBuilder();
        private String firstBreak = "";
        private boolean broken;
        private boolean escaped;

        boolean hasBreak() {
            return broken;
        }

        boolean isEscaped() {
            return escaped;
        }

        /** Notes a line break behind a backslash, which stands for nothing. */
        void escapeBreak() {
            broken = true;
            escaped = true;
        }

        /** Reads blanks and line breaks; a tab must not stand for indentation of less than {@code column}. */
        void read(int column) {
            while (cursor.isBlank() || cursor.isBreak()) {
                if (cursor.isBreak()) {
                    readBreak();
                } else if (!broken) {
                    blanks.append(cursor.read());
                } else if (cursor.peek() == '\t' && cursor.column() < column) {
                    throw cursor.error("found a tab character that violates indentation");
                } else {
                    cursor.forward();
                }
            }
        }

        private void readBreak() {
            if (broken) {
                furtherBreaks.append(cursor.readBreak());
            } else {
                firstBreak = cursor.readBreak();
                blanks.setLength(0);
                broken = true;
            }
        }

        /** Appends what this stands for and begins anew. */
        void appendTo(StringBuilder value) {
            if (!broken) {
                value.append(blanks);
            } else if (firstBreak.equals("\n") && furtherBreaks.isEmpty()) {
                value.append(' ');
            } else {
                value.append(firstBreak.equals("\n") ? "" : firstBreak).append(furtherBreaks);
            }
            blanks.setLength(0);
            furtherBreaks.setLength(0);
            firstBreak = "";
            broken = false;
        }
    }
}
