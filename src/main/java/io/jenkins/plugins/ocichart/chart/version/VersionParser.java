package io.jenkins.plugins.ocichart.chart.version;

/**
 * Reads one version by the grammar of Masterminds/semver 3.4, which for a strict version is that of SemVer 2. It does
 * without regular expressions: a registry may list ten thousand tags, and each of them is looked at.
 */
final class VersionParser {
    private static final int NUMBERS = 3;
    private static final int MAX_LENGTH = 256;

    /** So many digits always fit into 64 bits. */
    private static final int SURELY_FITTING = 18;

    private final String text;
    private final long[] numbers = new long[NUMBERS];
    private int at;

    VersionParser(String text) {
        this.text = text;
    }

    /** {@code MAJOR.MINOR.PATCH} without leading zeros, then the suffixes; null for anything else. */
    ChartVersion strict() {
        for (int i = 0; i < NUMBERS; i++) {
            boolean zero = at < text.length() && text.charAt(at) == '0';
            int start = at;
            if (!number(i) || zero && at > start + 1 || i < NUMBERS - 1 && !accept('.')) {
                return null;
            }
        }
        return rest();
    }

    /** An optional {@code v}, one to three numbers, then the suffixes; null for anything else. */
    ChartVersion loose() {
        accept('v');
        for (int i = 0; i < NUMBERS && (i == 0 || accept('.')); i++) {
            if (!number(i)) {
                return null;
            }
        }
        return rest();
    }

    private ChartVersion rest() {
        String preRelease = accept('-') ? identifiers() : "";
        String metadata = preRelease != null && accept('+') ? identifiers() : "";
        boolean complete = preRelease != null && metadata != null && at == text.length() && text.length() <= MAX_LENGTH;
        return !complete || hasLeadingZero(preRelease)
                ? null
                : new ChartVersion(text, numbers[0], numbers[1], numbers[2], preRelease, metadata);
    }

    private boolean accept(char wanted) {
        boolean found = at < text.length() && text.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    /** Reads an unsigned number; false if there is none or it doesn't fit into 64 bits. */
    private boolean number(int index) {
        int start = at;
        long value = 0;
        while (at < text.length() && isDigit(text.charAt(at))) {
            value = value * 10 + text.charAt(at) - '0';
            at++;
        }
        if (at - start > SURELY_FITTING) {
            try {
                value = Long.parseUnsignedLong(text, start, at, 10);
            } catch (NumberFormatException e) {
                return false;
            }
        }
        numbers[index] = value;
        return at > start;
    }

    /** Identifiers separated by dots; null if there is none. */
    private String identifiers() {
        int start = at;
        while (identifier() && at < text.length() - 1 && text.charAt(at) == '.' && isIdentifier(text.charAt(at + 1))) {
            at++;
        }
        return at == start ? null : text.substring(start, at);
    }

    private boolean identifier() {
        int start = at;
        while (at < text.length() && isIdentifier(text.charAt(at))) {
            at++;
        }
        return at > start;
    }

    private static boolean hasLeadingZero(String preRelease) {
        int start = 0;
        boolean digits = true;
        for (int i = 0; i <= preRelease.length(); i++) {
            if (i == preRelease.length() || preRelease.charAt(i) == '.') {
                if (digits && i > start + 1 && preRelease.charAt(start) == '0') {
                    return true;
                }
                start = i + 1;
                digits = true;
            } else {
                digits &= isDigit(preRelease.charAt(i));
            }
        }
        return false;
    }

    private static boolean isIdentifier(char c) {
        return isDigit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
