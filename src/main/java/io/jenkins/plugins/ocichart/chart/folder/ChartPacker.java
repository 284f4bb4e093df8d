package io.jenkins.plugins.ocichart.chart.folder;

import io.jenkins.plugins.ocichart.chart.ChartFiles;
import io.jenkins.plugins.ocichart.chart.LoadedChart;
import io.jenkins.plugins.ocichart.chart.archive.ChartArchiveWriter;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/**
 * Writes a chart and those in it into an archive, with Helm's files in Helm's order ({@code writeTarContents} of {@code
 * pkg/chartutil/save.go}), except that subcharts, whose order is random in Helm, are sorted. Reads the files once for each of
 * the four parts of that order, so that nothing but one file at a time is in memory.
 */
record ChartPacker(ChartArchiveWriter tar) {
    private static final String VALUES = "values.yaml";
    private static final String SCHEMA = "values.schema.json";
    private static final String TEMPLATES = "templates/";
    private static final String CHARTS = "charts/";
    private static final List<String> VERSION_1 = List.of("requirements.yaml", "requirements.lock");
    private static final List<String> WRITTEN = List.of("Chart.yaml", "Chart.lock", VALUES, SCHEMA);

    void pack(LoadedChart chart, ChartFiles files) throws IOException {
        pack(chart, files, "");
    }

    private void pack(LoadedChart chart, ChartFiles files, String parent) throws IOException {
        String folder = parent + chart.metadata().name() + "/";
        add(folder + "Chart.yaml", chart.metadata().toPackagedYaml());
        if (chart.lock() != null && chart.metadata().apiVersion().equals("v2")) {
            add(folder + "Chart.lock", chart.lock().toYaml());
        }
        addAll(files, folder, VALUES::equals);
        addSchema(files, folder);
        addAll(files, folder, name -> name.startsWith(TEMPLATES));
        boolean version1 = chart.metadata().isVersion1();
        addAll(files, folder, name -> isOther(name, version1));
        for (LoadedChart.Subchart subchart : chart.subcharts()) {
            pack(subchart.chart(), files.subchart(subchart.entry()), folder + CHARTS);
        }
    }

    private static boolean isOther(String name, boolean version1) {
        return !WRITTEN.contains(name)
                && (version1 || !VERSION_1.contains(name))
                && !name.startsWith(TEMPLATES)
                && (!name.startsWith(CHARTS) || name.endsWith(".prov"));
    }

    private void addAll(ChartFiles files, String folder, Predicate<String> wanted) throws IOException {
        files.forEach((name, content) -> {
            if (wanted.test(name)) {
                tar.add(folder + name, ChartFiles.bytes(content));
            }
        });
    }

    /** Of several, which only an archive can have, the last one counts. */
    private void addSchema(ChartFiles files, String folder) throws IOException {
        byte[][] schema = new byte[1][];
        files.forEach((name, content) -> schema[0] = name.equals(SCHEMA) ? ChartFiles.bytes(content) : schema[0]);
        if (schema[0] == null) {
            return;
        }
        try {
            Json.check(schema[0]);
        } catch (IOException e) {
            throw new ChartException(folder + SCHEMA + ": invalid JSON, " + Json.cause(e), e);
        }
        tar.add(folder + SCHEMA, schema[0]);
    }

    private void add(String name, String text) throws IOException {
        tar.add(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
