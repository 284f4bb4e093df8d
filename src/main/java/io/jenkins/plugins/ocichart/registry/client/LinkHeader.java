package io.jenkins.plugins.ocichart.registry.client;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The {@code Link} header (RFC 8288). */
final class LinkHeader {
    private final String line;
    private int position;

    private LinkHeader(String line) {
        this.line = line;
    }

    /** The target of the first link whose relation is {@code next}, quoted or not. */
    static Optional<String> next(List<String> headerLines) {
        return headerLines.stream()
                .map(line -> new LinkHeader(line).next())
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> next() {
        while (true) {
            int start = line.indexOf('<', position);
            int end = start < 0 ? -1 : line.indexOf('>', start);
            if (end < 0) {
                return Optional.empty();
            }
            position = end + 1;
            if (hasNextAsRelation()) {
                return Optional.of(line.substring(start + 1, end));
            }
        }
    }

    /** Reads the parameters of one link, up to the comma that ends it. */
    private boolean hasNextAsRelation() {
        boolean found = false;
        while (position < line.length() && line.charAt(position) != ',') {
            position++;
            int start = position;
            String parameter = line.substring(start, endOfParameter());
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase("rel")) {
                String relations =
                        parameter.substring(equals + 1).replace('"', ' ').strip();
                found |= Arrays.stream(relations.split("\\s+")).anyMatch("next"::equalsIgnoreCase);
            }
        }
        return found;
    }

    private int endOfParameter() {
        boolean quoted = false;
        while (position < line.length()) {
            char c = line.charAt(position);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ';' || c == ',')) {
                return position;
            }
            position++;
        }
        return position;
    }
}
