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
    static final String CHARTS = "charts/";

    /** How deep charts may be inside charts. Helm has no limit, but recursion needs one. */
    private static final int MAX_NESTING = 64;

    /** Helm's limit for any file; what is read here is held in memory. */
    private static final int MAX_TEXT = 5 << 20;

    private final String where;
    private final int nesting;
    private final ArchiveEntries.Budget budget;
    private final Set<String> warnings;
    private final List<Object> requirements = new ArrayList<>(0);
    private final Map<String, ChartLoader> folders = new LinkedHashMap<>(0);
    private final Map<String, LoadedChart> archives = new LinkedHashMap<>(0);
    private MetadataDraft metadata;
    private ChartLock lock;
    private String lockFile;
    private boolean hasValues;
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
    static LoadedChart load(InputStream archive, ArchiveEntries.Budget budget, Set<String> warnings)
            throws IOException {
        return load(archive, 0, budget, warnings);
    }

    static LoadedChart load(ChartFiles files, Set<String> warnings) throws IOException {
        ChartLoader chart = new ChartLoader("", 0, new ArchiveEntries.Budget(), warnings);
        files.forEach(chart::add);
        return chart.finish();
    }

    private static LoadedChart load(
            InputStream archive, int nesting, ArchiveEntries.Budget budget, Set<String> warnings) throws IOException {
        ChartLoader chart = new ChartLoader("", nesting, budget, warnings);
        try (ArchiveEntries entries = new ArchiveEntries(archive, budget)) {
            while (entries.next()) {
                if (entries.name().endsWith("/" + CHART_YAML) && !entries.name().startsWith(CHARTS)) {
                    chart.misplaced = chart.misplaced == null ? entries.path() : chart.misplaced;
                }
                chart.add(entries.name(), entries.isSpecial() ? null : entries.content());
            }
        }
        return chart.finish();
    }

    /** Takes a file; {@code source} is null for a link or a special file in an archive. */
    private void add(String name, InputStream source) throws IOException {
        InputStream content = source == null ? InputStream.nullInputStream() : source;
        switch (name) {
            case CHART_YAML:
                if (source == null) {
                    throw new ChartException(
                            where + name + " is a link or a special file; helm package packs the file itself");
                }
                metadata = metadata == null ? new MetadataDraft() : metadata;
                inFile(name, () -> metadata.decode(name, yaml(content)));
                metadata.defaultApiVersion();
                break;
            case REQUIREMENTS_YAML:
                inFile(name, () -> requirements.add(yaml(content)));
                break;
            case "Chart.lock", "requirements.lock":
                inFile(name, () -> lock = ChartLock.of(name, yaml(content)));
                lockFile = name;
                break;
            case "values.yaml":
                inFile(name, () -> new GoJsonField(name).checkMap(yaml(content)));
                hasValues = true;
                break;
            default:
                if (name.startsWith(CHARTS) && !name.endsWith(".prov")) {
                    addToSubchart(name.substring(CHARTS.length()), source);
                }
        }
    }

    private static Object yaml(InputStream content) throws IOException {
        byte[] text = content.readNBytes(MAX_TEXT + 1);
        if (text.length > MAX_TEXT) {
            throw new ChartException("larger than " + (MAX_TEXT >> 20) + " MiB");
        }
        return GoYaml.decode(text);
    }

    /** Takes a file of {@code charts/}; what begins with {@code _} or {@code .} there doesn't count. */
    private void addToSubchart(String path, InputStream source) throws IOException {
        int slash = path.indexOf('/');
        String entry = slash < 0 ? path : path.substring(0, slash);
        if (entry.startsWith("_") || entry.startsWith(".")) {
            return;
        }
        if (nesting == MAX_NESTING) {
            throw new ChartException(where + CHARTS + ": charts are nested deeper than " + MAX_NESTING + " levels");
        }
        if (entry.endsWith(".tgz")) {
            if (!archives.containsKey(entry)) {
                archives.put(entry, loadArchive(entry, slash < 0, source));
            }
            return;
        }
        ChartLoader folder = folders.computeIfAbsent(
                entry, name -> new ChartLoader(where + CHARTS + name + "/", nesting + 1, budget, warnings));
        if (slash >= 0) {
            folder.add(path.substring(slash + 1), source);
        }
    }

    private LoadedChart loadArchive(String entry, boolean isFile, InputStream source) throws IOException {
        String archive = CHARTS + entry;
        if (!isFile) {
            throw new ChartException(where + archive + " must be a chart archive, not a directory");
        }
        LoadedChart[] loaded = new LoadedChart[1];
        InputStream content = source == null ? InputStream.nullInputStream() : source;
        inFile(archive, () -> loaded[0] = load(content, nesting + 1, budget, warnings));
        return loaded[0];
    }

    private LoadedChart finish() throws IOException {
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
        if ("requirements.lock".equals(lockFile) && !metadata.isVersion1()) {
            warnings.add("Dependency locking is handled in Chart.lock since apiVersion \"v2\"."
                    + " We recommend migrating to Chart.lock.");
        }
        List<LoadedChart.Subchart> subcharts = new ArrayList<>();
        archives.forEach((entry, chart) -> subcharts.add(new LoadedChart.Subchart(entry, chart)));
        for (Map.Entry<String, ChartLoader> folder : folders.entrySet()) {
            subcharts.add(
                    new LoadedChart.Subchart(folder.getKey(), folder.getValue().finish()));
        }
        return new LoadedChart(valid[0], lock, hasValues, subcharts);
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
