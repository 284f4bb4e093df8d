package io.jenkins.plugins.ocichart.chart;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A chart as Helm loads it from its files, valid with all charts in it.
 *
 * @param metadata what Chart.yaml says, and for a chart of Helm 2 requirements.yaml
 * @param lock the content of Chart.lock or requirements.lock, whichever comes last; null if there is none
 * @param hasValues whether there is a values.yaml
 * @param subcharts the charts in {@code charts/}, by name (Helm's order is random)
 */
public record LoadedChart(ChartMetadata metadata, ChartLock lock, boolean hasValues, List<Subchart> subcharts) {
    private static final Comparator<Subchart> ORDER = Comparator.comparing(
                    (Subchart subchart) -> subchart.chart.metadata().name())
            .thenComparing(Subchart::entry);

    public LoadedChart {
        subcharts = subcharts.stream().sorted(ORDER).toList();
    }

    /**
     * A chart in another one's {@code charts/}.
     *
     * @param entry the name of its folder or archive there
     */
    public record Subchart(String entry, LoadedChart chart) {}

    /**
     * Loads a chart.
     *
     * @param warnings gets what Helm warns of
     * @throws ChartException for what Helm refuses; names the file
     * @throws IOException if reading fails
     */
    public static LoadedChart load(ChartFiles files, Set<String> warnings) throws IOException {
        return ChartLoader.load(files, warnings);
    }

    /** The same with another version or {@code appVersion}, see {@link ChartMetadata#with}. */
    public LoadedChart with(String version, String appVersion) throws ChartException {
        return new LoadedChart(metadata.with(version, appVersion), lock, hasValues, subcharts);
    }

    /** The names of the dependencies that Chart.yaml declares and {@code charts/} lacks, in Chart.yaml's order. */
    public List<String> missingDependencies() {
        Set<String> present =
                subcharts.stream().map(one -> one.chart.metadata().name()).collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        for (ChartMetadata.Dependency dependency : metadata.dependencies()) {
            if (!present.contains(dependency.name())) {
                missing.add(dependency.name());
            }
        }
        return missing;
    }
}
