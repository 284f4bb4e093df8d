package io.jenkins.plugins.ocichart.operation.push;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What became of a push; both lists are ordered by file name.
 *
 * @param charts the charts that are in the registry now
 * @param failures the charts that are not, and why
 */
public record PushResult(List<PushedChart> charts, List<ChartFailure> failures) implements Serializable {
    public PushResult {
        charts = List.copyOf(charts);
        failures = List.copyOf(failures);
    }

    /** One line that names each chart that failed and why; empty if none failed. */
    public Optional<String> problem() {
        if (failures.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<String>> filesByReason = failures.stream()
                .collect(Collectors.groupingBy(
                        ChartFailure::message,
                        LinkedHashMap::new,
                        Collectors.mapping(ChartFailure::file, Collectors.toList())));
        String reasons = filesByReason.entrySet().stream()
                .map(entry -> named(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining("; "));
        int total = charts.size() + failures.size();
        return Optional.of(
                total == 1
                        ? reasons
                        : "%d of %d charts could not be pushed: %s".formatted(failures.size(), total, reasons));
    }

    private static String named(List<String> files, String reason) {
        return files.stream().allMatch(reason::contains) ? reason : String.join(", ", files) + ": " + reason;
    }
}
