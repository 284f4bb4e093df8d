package io.jenkins.plugins.ocichart.operation.push;

import io.jenkins.plugins.ocichart.operation.UserPath;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * A file that a push has selected.
 *
 * @param file its path for messages and results
 * @param chart what is in it, null if it can't be pushed
 * @param problem why it can't be pushed, null if it can
 */
record PushCandidate(String file, LocalChart chart, String problem) {
    private static final Logger LOGGER = Logger.getLogger(PushCandidate.class.getName());

    /** Reads a file; one that is no chart becomes a candidate with a problem. */
    static PushCandidate read(Path directory, Path file, PushRemote remote) throws InterruptedException {
        String shown = UserPath.shown(directory, file);
        try {
            return new PushCandidate(shown, LocalChart.read(file, shown, remote, false), null);
        } catch (IOException e) {
            ErrorLine.rethrowInterrupt(e);
            String problem = ErrorLine.of(e);
            String prefix = file + ": ";
            return failed(shown, problem.startsWith(prefix) ? problem.substring(prefix.length()) : problem);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Reading " + file);
            return failed(shown, "internal error: " + e);
        }
    }

    /** Of two archives with the same name and version one would overwrite the other: neither can be pushed. */
    static List<PushCandidate> withoutTwins(List<PushCandidate> candidates) {
        Map<Reference, List<PushCandidate>> byReference = candidates.stream()
                .filter(candidate -> candidate.chart() != null)
                .collect(Collectors.groupingBy(candidate -> candidate.chart().reference()));
        return candidates.stream()
                .map(candidate -> {
                    List<PushCandidate> twins = candidate.chart() == null
                            ? List.of(candidate)
                            : byReference.get(candidate.chart().reference());
                    return twins.size() == 1
                            ? candidate
                            : failed(
                                    candidate.file(),
                                    twins.stream().map(PushCandidate::file).collect(Collectors.joining(" and "))
                                            + " have the same name and version: both would become "
                                            + candidate.chart().reference());
                })
                .toList();
    }

    private static PushCandidate failed(String file, String problem) {
        return new PushCandidate(file, null, problem);
    }
}
