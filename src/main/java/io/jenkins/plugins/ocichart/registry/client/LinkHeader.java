package io.jenkins.plugins.ocichart.registry.client;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The {@code Link} header (RFC 8288), and what registries send in place of it: a target without brackets, a next page without
 * {@code rel}. If these weren't followed the first page would pass for the whole list.
 */
final class LinkHeader {
    private final String line;
    private int position;
    private String withoutRelation;

    private LinkHeader(String line) {
        this.line = line;
    }

    /**
     * The target of the first link whose relation is {@code next}, quoted or not; else of the first one that has no relation
     * and leads to a tag list. May be empty text.
     */
    static Optional<String> next(List<String> headerLines) {
        List<LinkHeader> headers = headerLines.stream().map(LinkHeader::new).toList();
        return headers.stream()
                .map(LinkHeader::next)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> headers.stream()
                        .flatMap(header -> Optional.ofNullable(header.withoutRelation).stream())
                        .findFirst());
    }

    private Optional<String> next() {
        while (position < line.length()) {
            String target = target();
            Boolean next = isNext();
            if (Boolean.TRUE.equals(next)) {
                return Optional.of(target);
            }
            if (next == null && withoutRelation == null && target.split("\\?", 2)[0].endsWith("/tags/list")) {
                withoutRelation = target;
            }
            position++;
        }
        return Optional.empty();
    }

    private String target() {
        while (position < line.length() && " \t,".indexOf(line.charAt(position)) >= 0) {
            position++;
        }
        boolean bracket = position < line.length() && line.charAt(position) == '<';
        int start = bracket ? position + 1 : position;
        int end = bracket ? line.indexOf('>', start) : -1;
        if (end < 0) {
            endOfParameter();
            return line.substring(Math.min(start, position), position).strip();
        }
        position = end + 1;
        return line.substring(start, end);
    }

    /** Reads the parameters of one link, up to the comma that ends it; null if they name no relation. */
    private Boolean isNext() {
        Boolean found = null;
        while (position < line.length() && line.charAt(position) != ',') {
            position++;
            int start = position;
            String parameter = line.substring(start, endOfParameter());
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase("rel")) {
                String relations =
                        parameter.substring(equals + 1).replace('"', ' ').strip();
                found = Boolean.TRUE.equals(found)
                        || Arrays.stream(relations.split("\\s+")).anyMatch("next"::equalsIgnoreCase);
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
