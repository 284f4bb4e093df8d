package io.jenkins.plugins.ocichart.chart.folder;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import java.util.regex.Pattern;

/**
 * A pattern of Go's {@code filepath.Match} on Unix: {@code *} and {@code ?} never match a slash, a class may, {@code ^} negates
 * it, a backslash takes the special meaning away. Of what a {@code *} may match, Go takes the shortest text behind which the
 * next part of the pattern fits, and never another one: hence the atomic groups.
 */
final class GoGlob {
    private final String pattern;
    private final StringBuilder regex = new StringBuilder();
    private int next;

    private GoGlob(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles a pattern.
     *
     * @throws ChartException if Go can't: {@code syntax error in pattern}
     */
    static Pattern compile(String pattern) throws ChartException {
        return new GoGlob(pattern).compile();
    }

    private Pattern compile() throws ChartException {
        boolean star = false;
        while (next < pattern.length()) {
            int c = take();
            if (c == '*') {
                if (!star || !regex.toString().endsWith("[^/]*?")) {
                    regex.append(star ? ")" : "").append("(?>[^/]*?");
                }
                star = true;
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '[') {
                characterClass();
            } else {
                regex.append(quoted(c == '\\' ? take() : c));
            }
        }
        return Pattern.compile(regex.append(star ? "\\z)" : "\\z").toString(), Pattern.DOTALL);
    }

    private void characterClass() throws ChartException {
        boolean negated = next < pattern.length() && pattern.charAt(next) == '^';
        next += negated ? 1 : 0;
        StringBuilder ranges = new StringBuilder();
        for (boolean first = true; first || peek() != ']'; first = false) {
            int low = member();
            int high = low;
            if (peek() == '-') {
                take();
                high = member();
            }
            if (low <= high) {
                ranges.append(quoted(low)).append('-').append(quoted(high));
            }
        }
        take();
        regex.append(ranges.isEmpty() ? negated ? "." : "(?!)" : (negated ? "[^" : "[") + ranges + "]");
    }

    private int member() throws ChartException {
        int c = take();
        if (c == '-' || c == ']') {
            throw invalid();
        }
        return c == '\\' ? take() : c;
    }

    private int peek() throws ChartException {
        if (next >= pattern.length()) {
            throw invalid();
        }
        return pattern.codePointAt(next);
    }

    private int take() throws ChartException {
        int c = peek();
        next += Character.charCount(c);
        return c;
    }

    private static String quoted(int c) {
        return String.format("\\x{%x}", c);
    }

    private static ChartException invalid() {
        return new ChartException("syntax error in pattern");
    }
}
