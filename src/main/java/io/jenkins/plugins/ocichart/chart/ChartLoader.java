package io.jenkins.plugins.ocichart.chart;

import io.jenkins.plugins.ocichart.chart.archive.ArchiveEntries;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoJsonField;
import io.jenkins.plugins.ocichart.chart.yaml.GoYaml;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loads one chart from its files as they come, as Helm does ({@code LoadFiles} of {@code pkg/chart/loader/load.go}): the
 * chart itself and those in its {@code charts/} must be valid. Keeps nothing but metadata.
 */
final class ChartLoader {
    private static final String CHART_YAML = "Chart.yaml";
    private static final String REQUIREMENTS_YAML = "requirements.yaml";
    private static final String CHARTS = "charts/";

    /** How deep charts may be inside charts. Helm has no limit, but recursion needs one. */
    private static final int MAX_NESTING = 64;

    private final String where;
    private final int nesting;
    private final ArchiveEntries.Budget budget;
    private final Set<String> warnings;
    private final List<Object> requirements = new ArrayList<>(0);
    private final Map<String, ChartLoader> subcharts = new LinkedHashMap<>(0);
    private MetadataDraft metadata;
    private String misplaced;

    private ChartLoader(String where, int nesting, ArchiveEntries.Budget budget, Set<String> warnings) {
        this.where = where;
        this.nesting = nesting;
        this.budget = budget;
        this.warnings = warnings;
    }

    /**
     * Loads a chart archive from a stream.
     *
     * @param warnings gets what Helm warns of
     * @throws ChartException for what Helm refuses; names the file in the archive
     */
    static ChartMetadata load(InputStream archive, Set<String> warnings) throws IOException {
        return load(archive, 0, new ArchiveEntries.Budget(), warnings);
    }

    private static ChartMetadata load(
            InputStream archive, int nesting, ArchiveEntries.Budget budget, Set<String> warnings) throws IOException {
        ChartLoader chart = new ChartLoader("", nesting, budget, warnings);
        try (ArchiveEntries entries = new ArchiveEntries(archive, budget)) {
            while (entries.next()) {
                if (entries.name().endsWith("/" + CHART_YAML) && !entries.name().startsWith(CHARTS)) {
                    chart.misplaced = chart.misplaced == null ? entries.path() : chart.misplaced;
                }
                boolean special = entries.isSpecial();
                chart.add(entries.name(), special, special ? InputStream.nullInputStream() : entries.content());
            }
        }
        return chart.finish();
    }

    private void add(String name, boolean special, InputStream content) throws IOException {
        switch (name) {
            case CHART_YAML:
                if (special) {
                    throw new ChartException(
                            where + name + " is a link or a special file; helm package packs the file itself");
                }
                metadata = metadata == null ? new MetadataDraft() : metadata;
                inFile(name, () -> metadata.decode(name, GoYaml.decode(content.readAllBytes())));
                metadata.defaultApiVersion();
                break;
            case REQUIREMENTS_YAML:
                inFile(name, () -> requirements.add(GoYaml.decode(content.readAllBytes())));
                break;
            case "Chart.lock", "requirements.lock":
                inFile(name, () -> LockFile.check(name, GoYaml.decode(content.readAllBytes())));
                break;
            case "values.yaml":
                inFile(name, () -> new GoJsonField(name).checkMap(GoYaml.decode(content.readAllBytes())));
                break;
            default:
                if (name.startsWith(CHARTS) && !name.endsWith(".prov")) {
                    addToSubchart(name.substring(CHARTS.length()), special, content);
                }
        }
    }

    /** Takes a file of {@code charts/}; what begins with {@code _} or {@code .} there doesn't count. */
    private void addToSubchart(String path, boolean special, InputStream content) throws IOException {
        int slash = path.indexOf('/');
        String entry = slash < 0 ? path : path.substring(0, slash);
        if (entry.startsWith("_") || entry.startsWith(".")) {
            return;
        }
        if (nesting == MAX_NESTING) {
            throw new ChartException(where + CHARTS + ": charts are nested deeper than " + MAX_NESTING + " levels");
        }
        boolean first = !subcharts.containsKey(entry);
        if (entry.endsWith(".tgz")) {
            if (first) {
                subcharts.put(entry, null);
                loadArchive(entry, slash < 0, content);
            }
            return;
        }
        if (first) {
            subcharts.put(entry, new ChartLoader(where + CHARTS + entry + "/", nesting + 1, budget, warnings));
        }
        if (slash >= 0) {
            subcharts.get(entry).add(path.substring(slash + 1), special, content);
        }
    }

    private void loadArchive(String entry, boolean isFile, InputStream content) throws IOException {
        String archive = CHARTS + entry;
        if (!isFile) {
            throw new ChartException(where + archive + " must be a chart archive, not a directory");
        }
        inFile(archive, () -> load(content, nesting + 1, budget, warnings));
    }

    private ChartMetadata finish() throws IOException {
        if (metadata == null) {
            String hint = nesting == 0 ? "" : "; all that is in charts/ must be charts, or begin with _ or .";
            if (misplaced != null) {
                hint = " in the archive's first folder; it is at " + misplaced
                        + ": package the chart's folder with helm package";
            }
            throw new ChartException(where + "Chart.yaml is missing" + hint);
        }
        for (Object requirement : requirements) {
            if (!metadata.isVersion1()) {
                warnings.add("Dependencies are handled in Chart.yaml since apiVersion \"v2\"."
                        + " We recommend migrating dependencies to Chart.yaml.");
            }
            inFile(REQUIREMENTS_YAML, () -> metadata.decode(REQUIREMENTS_YAML, requirement));
        }
        ChartMetadata[] valid = new ChartMetadata[1];
        inFile(CHART_YAML, () -> valid[0] = metadata.validated());
        for (ChartLoader subchart : subcharts.values()) {
            if (subchart != null) {
                subchart.finish();
            }
        }
        return valid[0];
    }

    private interface Step {
        void run() throws IOException;
    }

    /** Runs a step so that its error names the file. */
    private void inFile(String name, Step step) throws IOException {
        try {
            step.run();
        } catch (ChartException e) {
            throw new ChartException(where + name + ": " + e.getMessage(), e);
        }
    }
}
