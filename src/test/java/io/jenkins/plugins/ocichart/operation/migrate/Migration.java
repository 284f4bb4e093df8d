package io.jenkins.plugins.ocichart.operation.migrate;

import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.repository.ChartRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A migration to {@code HOST/charts} with the parameters that a test doesn't care about. */
final class Migration {
    private final String from;
    private final String host;
    private final List<MigratedChart> rows = Collections.synchronizedList(new ArrayList<>());
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private MigrationScope scope = MigrationScope.ALL;
    private IfExists ifExists = IfExists.SKIP;
    private boolean dryRun;
    private int parallelism = 4;

    Migration(String from, String host) {
        this.from = from;
        this.host = host;
    }

    Migration scope(String include, String exclude, String versions, String shard) {
        scope = new MigrationScope(include, exclude, versions, shard);
        return this;
    }

    Migration ifExists(IfExists policy) {
        ifExists = policy;
        return this;
    }

    Migration dryRun() {
        dryRun = true;
        return this;
    }

    Migration oneAtATime() {
        return parallelism(1);
    }

    Migration parallelism(int charts) {
        parallelism = charts;
        return this;
    }

    Migrate request() {
        ChartRepository repository =
                new ChartRepository("", from, RegistryCredential.anonymous(), false, ConnectionSettings.DEFAULT);
        return new Migrate(
                repository,
                "oci://" + host + "/charts",
                scope,
                ifExists,
                parallelism,
                dryRun,
                Requests.NOBODY,
                rows::addAll);
    }

    MigrationResult run(Path directory) throws Exception {
        return request().run(directory, lines::add);
    }

    /** The rows that came while the migration ran. */
    List<MigratedChart> rows() {
        return List.copyOf(rows);
    }

    List<String> lines() {
        return lines;
    }

    /** One in a process of its own: {@code FROM HOST DIR}. Prints the counts, and of how many charts the newest is told. */
    public static void main(String[] arguments) throws Exception {
        MigrationResult result = new Migration(arguments[0], arguments[1]).run(Path.of(arguments[2]));
        System.out.println(result.counts() + " " + result.newest().size());
    }
}
