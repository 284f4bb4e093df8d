package io.jenkins.plugins.ocichart.repository;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoJsonField;
import io.jenkins.plugins.ocichart.chart.yaml.GoYaml;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What an {@code index.yaml} says of some charts (Helm's {@code pkg/repo/index.go}). It is read as a stream: memory grows
 * with the versions of these charts, not with the index.
 */
public final class RepositoryIndex {
    private static final Set<String> FIELDS =
            Set.of("serverinfo", "apiversion", "generated", "entries", "publickeys", "annotations");

    private final Map<String, List<IndexEntry>> charts = new HashMap<>();

    private RepositoryIndex() {}

    /**
     * Reads an index: YAML strictly, so that one unknown field or repeated key makes all of it unusable, JSON leniently.
     *
     * @param names the charts whose entries are kept
     * @param lenient whether to read YAML leniently, too, and to pass over entries that Helm can't read
     * @param warnings gets a line for each of their entries that Helm passes over
     * @throws ChartException for an index that Helm can't read
     * @throws IOException if reading fails
     */
    static RepositoryIndex read(
            InputStream content, Predicate<String> names, boolean lenient, Consumer<String> warnings)
            throws IOException {
        RepositoryIndex index = new RepositoryIndex();
        BufferedInputStream in = new BufferedInputStream(content, 1 << 16);
        boolean strict = !isJson(in) && !lenient;
        Object rest = GoYaml.decode(in, "entries", strict, (name, element) -> {
            List<IndexEntry> kept =
                    names.test(name) ? index.charts.computeIfAbsent(name, key -> new ArrayList<>()) : null;
            try {
                IndexEntry entry = IndexEntry.decode(element, strict, reason -> {
                    if (kept != null) {
                        warnings.accept("an invalid entry of " + name + ": " + reason);
                    }
                });
                if (kept != null && entry != null) {
                    kept.add(entry);
                }
            } catch (ChartException e) {
                if (lenient) {
                    warnings.accept("an entry of " + name + " that can't be read: " + e.getMessage());
                    return;
                }
                throw new ChartException("entries." + name + ": " + e.getMessage(), e);
            }
        });
        checkRest(rest, strict);
        index.charts
                .values()
                .forEach(entries ->
                        entries.sort(Comparator.comparing(IndexEntry::version).reversed()));
        return index;
    }

    private static boolean isJson(BufferedInputStream in) throws IOException {
        in.mark(64);
        int first = in.read();
        for (int i = 0; i < 60 && first >= 0 && Character.isWhitespace(first); i++) {
            first = in.read();
        }
        in.reset();
        return first == '{';
    }

    private static void checkRest(Object rest, boolean strict) throws ChartException {
        if (rest == null) {
            throw new ChartException("it is empty");
        }
        String[] version = {""};
        String[] unknown = {null};
        new GoJsonField("index")
                .struct(
                        (key, value) -> {
                            switch (key) {
                                case "apiversion" -> version[0] = new GoJsonField(key).string("", value);
                                case "generated" -> IndexEntry.time(key, value);
                                default -> unknown[0] = FIELDS.contains(key) ? unknown[0] : key;
                            }
                            return FIELDS.contains(key);
                        },
                        rest);
        if (unknown[0] != null && strict) {
            throw new ChartException("unknown field \"" + unknown[0] + "\"");
        }
        if (version[0].isEmpty()) {
            throw new ChartException("no API version specified");
        }
    }

    /** The charts that were kept, each with its versions, the newest first; also those that can't be fetched. */
    public Map<String, List<IndexEntry>> charts() {
        return Collections.unmodifiableMap(charts);
    }

    /** Whether the index knows the chart at all. */
    public boolean has(String chart) {
        return charts.containsKey(chart);
    }

    /** The newest version in a range that can be fetched. */
    public Optional<IndexEntry> newest(String chart, VersionConstraint range) {
        return entries(chart).stream()
                .filter(entry -> range.matches(entry.version()))
                .findFirst();
    }

    /** This version: with the same text, else one that differs in its build metadata or its form only. */
    public Optional<IndexEntry> version(String chart, String version) {
        ChartVersion wanted = ChartVersion.loose(version).orElse(null);
        return entries(chart).stream()
                .filter(entry -> entry.version().text().equals(version))
                .findFirst()
                .or(() -> entries(chart).stream()
                        .filter(entry -> wanted != null && entry.version().compareTo(wanted) == 0)
                        .findFirst());
    }

    private List<IndexEntry> entries(String chart) {
        return charts.getOrDefault(chart, List.of()).stream()
                .filter(entry -> !entry.urls().isEmpty())
                .toList();
    }
}
