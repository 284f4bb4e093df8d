package io.jenkins.plugins.ocichart.operation.migrate;

import java.io.IOException;
import java.util.List;

/**
 * Takes the rows of a migration while it runs, where they outlive it: an operation on an agent sends them to the controller
 * through a proxy of this. At first all versions come as pending ones; each comes again when it is known what became of it.
 */
@FunctionalInterface
public interface MigrationRows {
    /** Takes rows, each in place of the earlier one for the same version. */
    void take(List<MigratedChart> rows) throws IOException, InterruptedException;
}
