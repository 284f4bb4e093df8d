package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.logins.AgentLogins;
import io.jenkins.plugins.ocichart.repository.ChartRepository;
import io.jenkins.plugins.ocichart.repository.RepositoriesFile;
import io.jenkins.plugins.ocichart.repository.RepositoryUrl;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How the places that dependencies come from are reached.
 *
 * @param names the addresses of the repositories that have a name; null for those of {@code repositories.yaml} of the
 *     machine
 * @param registries how to reach the registry of a dependency, by the dependency's repository
 * @param repositories how to reach classic repositories
 * @param others how to reach what is in neither: without a login, or with the machine's own
 */
public record DependencySources(
        Map<String, String> names,
        Map<String, RegistryAccess> registries,
        List<ChartRepository> repositories,
        RegistryAccess others)
        implements Serializable {
    /** The repositories that the machine knows, if they count. */
    List<ChartRepository> ofMachine(Path directory) throws IOException {
        if (names != null) {
            return List.of();
        }
        Path file = directory.resolve(AgentLogins.repositoriesFile(others.environment()));
        return RepositoriesFile.read(file);
    }

    List<ChartRepository> named(Path directory) throws IOException {
        return names == null
                ? ofMachine(directory)
                : names.entrySet().stream()
                        .map(named -> new ChartRepository(
                                named.getKey(),
                                named.getValue(),
                                RegistryCredential.anonymous(),
                                false,
                                ConnectionSettings.DEFAULT))
                        .toList();
    }

    RegistryAccess registry(String repository) {
        return registries.getOrDefault(repository, others);
    }

    /** How to reach a classic repository: as configured in Jenkins, and what isn't as the machine has it. */
    ChartRepository repository(String url, Path directory) throws IOException {
        ChartRepository anonymous =
                new ChartRepository("", url, RegistryCredential.anonymous(), false, ConnectionSettings.DEFAULT);
        ChartRepository configured = find(repositories, url, anonymous);
        ChartRepository known = find(ofMachine(directory), url, anonymous);
        boolean hasLogin = configured.credential().kind() != RegistryCredential.Kind.ANONYMOUS;
        ChartRepository login = hasLogin ? configured : known;
        ConnectionSettings connection =
                configured.connection().isDefault() ? known.connection() : configured.connection();
        return new ChartRepository(
                "",
                url,
                login.credential(),
                login.passCredentials(),
                connection.below(directory).withProxy(others.settings().proxy()));
    }

    private static ChartRepository find(List<ChartRepository> repositories, String url, ChartRepository otherwise) {
        return repositories.stream()
                .filter(one -> RepositoryUrl.areSame(one.url(), url))
                .findFirst()
                .orElse(otherwise);
    }
}
