package io.jenkins.plugins.ocichart.operation.migrate;

import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What became of a migration.
 *
 * @param charts a row for each version, by name and from the oldest version to the newest
 * @param newest of each chart the newest version that was sent, of at most {@value #MOST} charts: what a build can keep
 */
public record MigrationResult(List<MigratedChart> charts, List<PushedChart> newest) implements Serializable {
    /** How many charts {@code newest} has at most. */
    static final int MOST = 100;

    /** How many failures a message names. */
    private static final int NAMED = 5;

    public MigrationResult {
        charts = List.copyOf(charts);
        newest = List.copyOf(newest);
    }

    /** The same with other reasons, of which each may be null. */
    public MigrationResult withReasons(UnaryOperator<String> change) {
        return new MigrationResult(
                charts.stream()
                        .map(chart -> new MigratedChart(
                                chart.name(),
                                chart.version(),
                                chart.ref(),
                                chart.digest(),
                                chart.chartDigest(),
                                chart.outcome(),
                                change.apply(chart.reason())))
                        .toList(),
                newest);
    }

    /** How many versions there are in all, as {@code total}, and with each outcome. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("total", charts.size());
        for (MigratedChart.Outcome outcome : MigratedChart.Outcome.values()) {
            counts.put(outcome.toString(), (int)
                    charts.stream().filter(chart -> chart.outcome() == outcome).count());
        }
        return counts;
    }

    /** One line that names what failed and why; empty if nothing failed. */
    public Optional<String> problem() {
        List<MigratedChart> failed = charts.stream()
                .filter(chart -> chart.outcome() == MigratedChart.Outcome.FAILED)
                .toList();
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        String named = failed.stream()
                .limit(NAMED)
                .map(chart -> chart.name() + " " + chart.version() + ": " + chart.reason())
                .collect(Collectors.joining("; "));
        String more = failed.size() > NAMED ? "; and " + (failed.size() - NAMED) + " more" : "";
        return Optional.of(
                "%d of %d charts could not be migrated: %s%s".formatted(failed.size(), charts.size(), named, more));
    }
}
