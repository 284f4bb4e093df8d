package io.jenkins.plugins.ocichart.operation.sigstore;

import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Has a log take in an entry, unless it has the same one already.
 *
 * @param proposal the entry's JSON
 * @param log how to reach the log
 */
public record AddLogEntry(byte[] proposal, RekorAccess log) implements Operation<AddedEntry> {
    public AddLogEntry {
        Objects.requireNonNull(proposal, "proposal");
        Objects.requireNonNull(log, "log");
    }

    @Override
    public AddedEntry run(Path directory, Progress progress) throws IOException, InterruptedException {
        try (RekorClient client = RekorClient.open(directory, log)) {
            return client.add(proposal);
        }
    }
}
