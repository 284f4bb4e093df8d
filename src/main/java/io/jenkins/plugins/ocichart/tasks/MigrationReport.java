package io.jenkins.plugins.ocichart.tasks;

import io.jenkins.plugins.ocichart.operation.migrate.MigratedChart;
import io.jenkins.plugins.ocichart.operation.migrate.MigrationRows;
import java.io.IOException;
import java.io.NotSerializableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/**
 * Keeps the rows of a migration on the controller, for the report of one that is aborted, or whose agent is lost. The agent
 * takes a proxy of this along, which lasts as long as its call.
 */
final class MigrationReport implements MigrationRows, SerializableOnlyOverRemoting {
    private static final long serialVersionUID = 1L;

    /** No repository has as many versions; an agent must not fill the controller's memory. */
    private static final int MOST = 500_000;

    private final transient Map<List<String>, MigratedChart> rows = new LinkedHashMap<>();

    @Override
    public synchronized void take(List<MigratedChart> more) throws IOException {
        for (MigratedChart row : more) {
            rows.put(List.of(row.name(), row.version()), row);
        }
        if (rows.size() > MOST) {
            throw new IOException("a migration has more than " + MOST + " versions; leave some out");
        }
    }

    /** What is known now, in the order of the migration. */
    synchronized List<MigratedChart> rows() {
        return List.copyOf(rows.values());
    }

    private Object writeReplace() throws NotSerializableException {
        return getChannelForSerialization().export(MigrationRows.class, this);
    }
}
