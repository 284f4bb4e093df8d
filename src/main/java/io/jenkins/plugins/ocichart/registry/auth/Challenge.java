package io.jenkins.plugins.ocichart.registry.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One way to log in that a server offers in {@code WWW-Authenticate} (RFC 9110 §11.6.1).
 *
 * @param scheme in lower case: {@code basic}, {@code bearer}, …
 * @param parameters names in lower case
 */
public record Challenge(String scheme, Map<String, String> parameters) {
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_NUMBER = 100;

    /** A parameter's value by its name in lower case; an empty one counts as missing. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(v -> !v.isEmpty());
    }

    /** The first challenge of this scheme. */
    public static Optional<Challenge> find(List<Challenge> challenges, String scheme) {
        return challenges.stream().filter(c -> c.scheme.equals(scheme)).findFirst();
    }

    /**
     * Reads header lines that may hold several challenges each. More is accepted than the grammar allows, because
     * registries send it: an unquoted value ends at the next comma, whatever it consists of. What can't be read is left
     * out, and so are lines of more than 16 KiB.
     */
    public static List<Challenge> parse(List<String> headerLines) {
        List<Challenge> challenges = new ArrayList<>();
        for (String line : headerLines) {
            if (line.length() <= MAX_LINE && challenges.size() < MAX_NUMBER) {
                new Parser(line, challenges).run();
            }
        }
        return challenges;
    }

    private static final class Parser {
        private final String text;
        private final List<Challenge> challenges;
        private Map<String, String> current;
        private int position;

        Parser(String text, List<Challenge> challenges) {
            this.text = text;
            this.challenges = challenges;
        }

        void run() {
            while (position < text.length()) {
                skip(" \t,");
                String token = token();
                if (token.isEmpty()) {
                    position++;
                    continue;
                }
                int afterToken = position;
                skip(" \t");
                if (peek() == '=' && current != null) {
                    position++;
                    skip(" \t");
                    current.putIfAbsent(token.toLowerCase(Locale.ROOT), value());
                } else if (peek() != '=') {
                    position = afterToken;
                    current = new TreeMap<>();
                    challenges.add(new Challenge(token.toLowerCase(Locale.ROOT), current));
                } else {
                    position++;
                }
            }
        }

        private String token() {
            int start = position;
            while (position < text.length() && isTokenCharacter(text.charAt(position))) {
                position++;
            }
            return text.substring(start, position);
        }

        private static boolean isTokenCharacter(char c) {
            return c < 0x80 && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
        }

        private String value() {
            if (peek() != '"') {
                int comma = text.indexOf(',', position);
                int end = comma < 0 ? text.length() : comma;
                String value = text.substring(position, end).strip();
                position = end;
                return value;
            }
            position++;
            StringBuilder value = new StringBuilder();
            while (position < text.length() && text.charAt(position) != '"') {
                if (text.charAt(position) == '\\' && position + 1 < text.length()) {
                    position++;
                }
                value.append(text.charAt(position++));
            }
            position++;
            return value.toString();
        }

        private char peek() {
            return position < text.length() ? text.charAt(position) : '\0';
        }

        private void skip(String characters) {
            while (position < text.length() && characters.indexOf(text.charAt(position)) >= 0) {
                position++;
            }
        }
    }
}
