package io.jenkins.plugins.ocichart.operation.migrate;

import io.jenkins.plugins.ocichart.operation.migrate.MigratedChart.Outcome;
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
                        .map(chart -> chart.withReason(change.apply(chart.reason())))
                        .toList(),
                newest);
    }

    /** How many versions there are in all, as {@code total}, and with each outcome; {@code pending} only if there are such. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("total", charts.size());
        for (Outcome outcome : Outcome.values()) {
            int count = with(outcome).size();
            if (count > 0 || outcome != Outcome.PENDING) {
                counts.put(outcome.toString(), count);
            }
        }
        return counts;
    }

    private List<MigratedChart> with(Outcome outcome) {
        return charts.stream().filter(chart -> chart.outcome() == outcome).toList();
    }

    /** One line that names what failed and why, and what was not tried; empty if nothing failed. */
    public Optional<String> problem() {
        List<MigratedChart> failed = with(Outcome.FAILED);
        List<MigratedChart> pending = with(Outcome.PENDING);
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        int named = pending.isEmpty() ? NAMED : 1;
        String names = failed.stream()
                .limit(named)
                .map(chart -> chart.name() + " " + chart.version() + ": " + chart.reason())
                .collect(Collectors.joining("; "));
        String more = failed.size() > named ? "; and " + (failed.size() - named) + " more" : "";
        String rest = pending.isEmpty()
                ? ""
                : "; " + pending.size() + " more were not tried ("
                        + pending.get(pending.size() - 1).reason() + "); run the migration again when that works";
        return Optional.of("%d of %d charts could not be migrated: %s%s%s"
                .formatted(failed.size(), charts.size(), names, more, rest));
    }
}
