package io.jenkins.plugins.ocichart.chart.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.scanner.ScannerException;

/** A place in a YAML text, with the classes of characters that matter in YAML 1.1. */
final class YamlCursor {
    /** What stands after the end; a YAML text can't contain it. */
    static final char END = '\0';

    private static final char NEXT_LINE = '\u0085';
    private static final char LINE_SEPARATOR = '\u2028';
    private static final char PARAGRAPH_SEPARATOR = '\u2029';

    /** Our messages quote no text; it may be long, and the line's number tells enough. */
    private static final int[] NO_SNIPPET = {};

    private final String text;
    private int position;
    private int index;
    private int line;
    private int column;

    YamlCursor(String text) {
        this.text = text;
    }

    /** The character here. */
    char peek() {
        return peek(0);
    }

    char peek(int offset) {
        int at = position + offset;
        return at < text.length() ? text.charAt(at) : END;
    }

    /** How many characters, not chars, are before this place. */
    int index() {
        return index;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    Mark mark() {
        return new Mark("YAML", index, line, column, NO_SNIPPET, 0);
    }

    ScannerException error(String problem) {
        return new ScannerException(null, null, problem, mark());
    }

    /** Goes on by one char of a line. */
    void forward() {
        if (!Character.isLowSurrogate(text.charAt(position++))) {
            index++;
            column++;
        }
    }

    void forward(int chars) {
        for (int i = 0; i < chars; i++) {
            forward();
        }
    }

    /** The char here, after which the cursor goes. */
    char read() {
        char c = peek();
        forward();
        return c;
    }

    /** Reads a line break, which becomes a line feed unless it is one of Unicode's separators; empty where none is. */
    String readBreak() {
        char c = peek();
        if (!isBreak()) {
            return "";
        }
        int length = c == '\r' && peek(1) == '\n' ? 2 : 1;
        position += length;
        index += length;
        line++;
        column = 0;
        return c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR ? String.valueOf(c) : "\n";
    }

    void skipBlanks() {
        while (isBlank()) {
            forward();
        }
    }

    /** Goes to the end of the line where a comment begins here. */
    void skipComment() {
        if (peek() == '#') {
            while (!isBreakOrEnd()) {
                forward();
            }
        }
    }

    /** Goes behind the line, of which only blanks and a comment may be left. */
    void skipRestOfLine() {
        skipBlanks();
        skipComment();
        if (!isBreakOrEnd()) {
            throw error("did not find expected comment or line break");
        }
        readBreak();
    }

    /** Makes the end a line of its own. */
    void endLine() {
        if (column != 0) {
            column = 0;
            line++;
        }
    }

    /** Whether a document begins or ends here: {@code ---} or {@code ...} on a line of its own. */
    boolean isDocumentIndicator(char c) {
        return column == 0 && peek() == c && peek(1) == c && peek(2) == c && isBlankOrEnd(peek(3));
    }

    boolean isEnd() {
        return peek() == END;
    }

    boolean isBlank() {
        return peek() == ' ' || peek() == '\t';
    }

    boolean isBreak() {
        return isBreak(peek());
    }

    boolean isBreakOrEnd() {
        return isBreak() || isEnd();
    }

    boolean isBlankOrEnd() {
        return isBlankOrEnd(peek());
    }

    boolean isWordCharacter() {
        char c = peek();
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || c == '-';
    }

    static boolean isBreak(char c) {
        return c == '\r' || c == '\n' || c == NEXT_LINE || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR;
    }

    /** Whether {@code c} is a blank, a line break or the end. */
    static boolean isBlankOrEnd(char c) {
        return c == ' ' || c == '\t' || c == END || isBreak(c);
    }
}
