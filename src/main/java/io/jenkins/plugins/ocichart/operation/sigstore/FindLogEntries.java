package io.jenkins.plugins.ocichart.operation.sigstore;

import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;

/**
 * Finds what a log has of an archive. Returns nothing if it has no entry.
 *
 * @param archive the archive's SHA-256
 * @param log how to reach the log
 */
public record FindLogEntries(Digest archive, RekorAccess log) implements Operation<ArrayList<FoundEntry>> {
    public FindLogEntries {
        Objects.requireNonNull(archive, "archive");
        Objects.requireNonNull(log, "log");
    }

    @Override
    public ArrayList<FoundEntry> run(Path directory, Progress progress) throws IOException, InterruptedException {
        try (RekorClient client = RekorClient.open(directory, log)) {
            ArrayList<FoundEntry> found = new ArrayList<>();
            for (String uuid : client.search(archive)) {
                found.add(client.entry(uuid));
            }
            return found;
        }
    }
}
