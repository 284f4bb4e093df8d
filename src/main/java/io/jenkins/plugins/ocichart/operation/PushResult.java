package io.jenkins.plugins.ocichart.operation;

import java.io.Serializable;
import java.util.List;
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

    /** One line that names each chart that failed and why; empty where none failed. */
    public Optional<String> problem() {
        if (failures.isEmpty()) {
            return Optional.empty();
        }
        String reasons = failures.stream()
                .map(failure -> failure.message().contains(failure.file())
                        ? failure.message()
                        : failure.file() + ": " + failure.message())
                .collect(Collectors.joining("; "));
        int total = charts.size() + failures.size();
        return Optional.of(
                total == 1
                        ? reasons
                        : "%d of %d charts could not be pushed: %s".formatted(failures.size(), total, reasons));
    }
}
