package io.jenkins.plugins.ocichart.operation.migrate;

import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.logins.AgentLogins;
import io.jenkins.plugins.ocichart.repository.ChartRepository;
import io.jenkins.plugins.ocichart.repository.RepositoriesFile;
import io.jenkins.plugins.ocichart.repository.RepositoryUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Brings the charts of a classic repository to a registry, as {@code helm pull} and {@code helm push} of each version would.
 * What is there with the same chart is not sent, so a migration that was stopped goes on if it is run again.
 *
 * @param from the repository; without a login, that of the machine's {@code repositories.yaml} counts
 * @param remote {@code oci://host[:port]/namespace}, with neither a chart's name nor a tag
 * @param scope which versions
 * @param ifExists what to do if a tag exists with another chart
 * @param parallelism how many charts are in flight at once, at least 1
 * @param dryRun whether to send nothing, and only say what would be sent
 * @param access how to reach the registry
 * @param rows gets what is known of each version while the migration runs, in case it is stopped
 */
public record Migrate(
        ChartRepository from,
        String remote,
        MigrationScope scope,
        IfExists ifExists,
        int parallelism,
        boolean dryRun,
        RegistryAccess access,
        MigrationRows rows)
        implements Operation<MigrationResult> {
    public Migrate {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(ifExists, "ifExists");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(rows, "rows");
    }

    @Override
    public MigrationResult run(Path directory, Progress progress) throws IOException, InterruptedException {
        return ChartMigration.run(directory.toAbsolutePath().normalize(), this, progress);
    }

    /** The repository with the login and connection that count on this machine. */
    ChartRepository source(Path directory) throws IOException {
        ChartRepository known = from;
        if (from.credential().kind() == RegistryCredential.Kind.ANONYMOUS) {
            Path file = directory.resolve(AgentLogins.repositoriesFile(access.environment()));
            known = RepositoriesFile.read(file).stream()
                    .filter(one -> RepositoryUrl.areSame(one.url(), from.url()))
                    .findFirst()
                    .orElse(from);
        }
        return new ChartRepository(
                "",
                from.url(),
                known.credential(),
                known.passCredentials(),
                (from.connection().isDefault() ? known : from)
                        .connection()
                        .below(directory)
                        .withProxy(access.settings().proxy()));
    }
}
