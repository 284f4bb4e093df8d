package io.jenkins.plugins.ocichart.repository;

import io.jenkins.plugins.ocichart.chart.MetadataDraft;
import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoJsonField;
import io.jenkins.plugins.ocichart.chart.yaml.GoTime;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A version of a chart in an index: what it takes to choose and to fetch it.
 *
 * @param version the chart's version, whose text goes into a lock
 * @param urls where the archive is, of which the first counts; empty if it can't be fetched
 * @param digest SHA-256 of the archive, 64 lower-case hexadecimal digits; empty if the index has none
 * @param created when the archive was made, as the index says; null if it doesn't
 */
public record IndexEntry(ChartVersion version, List<String> urls, String digest, Instant created) {
    /**
     * Decodes an entry (Helm's {@code pkg/repo/index.go}, ChartVersion).
     *
     * @param strict whether an unknown field is an error, as in YAML
     * @param invalid gets the reason if Helm passes over the entry
     * @return null if Helm passes over the entry
     * @throws ChartException if Helm can't read the index because of this entry
     */
    static IndexEntry decode(Object value, boolean strict, Consumer<String> invalid) throws ChartException {
        if (value == null) {
            invalid.accept("it is empty");
            return null;
        }
        Draft draft = new Draft();
        new GoJsonField("entry").struct(draft, value);
        if (strict) {
            draft.refuseUnknown();
        }
        draft.metadata.defaultApiVersion();
        try {
            draft.metadata.validated();
        } catch (ChartException e) {
            if (!e.getMessage().startsWith("more than one dependency")) {
                invalid.accept(e.getMessage());
                return null;
            }
        }
        String digest = draft.digest.strip().toLowerCase(Locale.ROOT);
        return new IndexEntry(
                ChartVersion.loose(draft.metadata.version()).orElseThrow(),
                List.copyOf(draft.urls),
                digest.startsWith("sha256:") ? digest.substring("sha256:".length()) : digest,
                draft.created);
    }

    /** Chart.yaml's fields and the index's own. */
    private static final class Draft implements GoJsonField.Struct {
        private static final Set<String> MAINTAINER = Set.of("name", "email", "url");
        private static final Set<String> DEPENDENCY =
                Set.of("name", "version", "repository", "condition", "tags", "enabled", "import-values", "alias");

        private final MetadataDraft metadata = new MetadataDraft();
        private List<String> urls = List.of();
        private String digest = "";
        private Instant created;
        private String unknown;

        @Override
        public boolean set(String key, Object value) throws ChartException {
            GoJsonField field = new GoJsonField(key);
            switch (key) {
                case "urls" -> urls = field.strings(urls, value);
                case "digest" -> digest = field.string(digest, value);
                case "created" -> created = time(key, value);
                case "removed" -> field.bool(false, value);
                case "checksum", "engine", "tillerversion", "url" -> field.string("", value);
                case "maintainers" -> lookFor(MAINTAINER, key, value);
                case "dependencies" -> lookFor(DEPENDENCY, key, value);
                default -> {
                    if (!metadata.set(key, value)) {
                        unknown = key;
                        return false;
                    }
                    return true;
                }
            }
            metadata.set(key, value);
            return true;
        }

        private void lookFor(Set<String> known, String field, Object value) {
            if (value instanceof List<?> elements) {
                elements.stream()
                        .filter(Map.class::isInstance)
                        .flatMap(element -> ((Map<?, ?>) element).keySet().stream())
                        .filter(key -> !known.contains(String.valueOf(key).toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .ifPresent(key -> unknown = field + "." + key);
            }
        }

        private void refuseUnknown() throws ChartException {
            if (unknown != null) {
                throw new ChartException("unknown field \"" + unknown + "\"");
            }
        }
    }

    /** A time must be one, or absent: then null, as for Go's year 1 and other times before there were computers. */
    static Instant time(String field, Object value) throws ChartException {
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text && GoTime.isRfc3339(text))) {
            throw new ChartException(field + " must be a time such as 2026-01-31T12:00:00Z, not " + value);
        }
        try {
            Instant time = OffsetDateTime.parse(GoTime.rfc3339(text)).toInstant();
            return time.isBefore(Instant.EPOCH) ? null : time;
        } catch (DateTimeParseException e) {
            return null; // an offset that Java doesn't know
        }
    }
}
