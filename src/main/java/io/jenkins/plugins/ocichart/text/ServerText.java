package io.jenkins.plugins.ocichart.text;

/** Text that came from outside, made fit for one line of a build log. */
public final class ServerText {
    private ServerText() {}

    /**
     * The text in one line of at most {@code limit} characters: control and invisible format characters and line ends
     * become blanks, runs of blanks one blank, and what is too long ends in an ellipsis.
     */
    public static String quote(String text, int limit) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(limit * 8L).forEach(c -> {
            int type = Character.getType(c);
            boolean visible = type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.SURROGATE
                    && type != Character.PRIVATE_USE
                    && type != Character.UNASSIGNED
                    && type != Character.LINE_SEPARATOR
                    && type != Character.PARAGRAPH_SEPARATOR;
            boolean blank = !visible || Character.isWhitespace(c) || Character.isSpaceChar(c);
            if (!blank) {
                line.appendCodePoint(c);
            } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        });
        String result = line.toString().strip();
        if (result.length() <= limit) {
            return result;
        }
        int end = Character.isHighSurrogate(result.charAt(limit - 1)) ? limit - 1 : limit;
        return result.substring(0, end) + "…";
    }
}
