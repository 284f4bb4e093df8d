package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.chart.ChartMetadata.Dependency;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.Staging;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.repository.RepositoryClient;
import io.jenkins.plugins.ocichart.repository.RepositoryUrl;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The sources of dependencies: a client for each registry and repository, however many charts are there or want them. */
final class DependencyClients implements Closeable {
    private final DependencySources sources;
    private final Path directory;
    private final Console console;
    private final List<Dependency> wanted;
    private final Map<String, RegistrySource> registries = new LinkedHashMap<>();
    private final Map<String, RepositorySource> repositories = new HashMap<>();

    DependencyClients(DependencySources sources, Path directory, Console console, List<Dependency> wanted) {
        this.sources = sources;
        this.directory = directory;
        this.console = console;
        this.wanted = wanted;
    }

    /** The source of a dependency that is no folder; an index is stored in {@code staging} while it is read. */
    DependencySource source(Dependency dependency, Staging staging) throws IOException, InterruptedException {
        String repository = dependency.repository();
        return RepositoryNames.isRegistry(repository) ? registry(repository) : repository(repository, staging);
    }

    private RepositorySource repository(String url, Staging staging) throws IOException {
        String identity = RepositoryUrl.identity(url);
        RepositorySource known = repositories.get(identity);
        if (known == null) {
            Set<String> charts = wanted.stream()
                    .filter(one -> RepositoryUrl.areSame(one.repository(), url))
                    .map(Dependency::name)
                    .collect(Collectors.toSet());
            Path stored = staging.resolve("index-" + repositories.size() + ".yaml");
            RepositoryClient client = RepositoryClient.open(sources.repository(url, directory));
            known = new RepositorySource(client, charts, stored, console, this::layer);
            repositories.put(identity, known);
        }
        return known;
    }

    private synchronized RegistrySource registry(String repository) throws IOException, InterruptedException {
        RegistrySource known = registries.get(repository);
        if (known == null) {
            Reference below = reference(repository, "/chart");
            RegistryAccess access = sources.registry(repository);
            RegistryClient client = access.open(directory, below.registry(), below.repository());
            known = new RegistrySource(repository, below.registry(), client, console);
            registries.put(repository, known);
        }
        return known;
    }

    /** The chart that an index says is in a registry. */
    private RegistrySource.Layer layer(String address) throws IOException, InterruptedException {
        Reference chart = reference(address, "");
        if (chart.tag() == null) {
            throw new IOException("an index has the address " + address + ", which has no tag");
        }
        String repository = "oci://" + chart.name().replaceFirst("/[^/]+$", "");
        return registry(repository).layer(chart);
    }

    private static Reference reference(String address, String end) throws IOException {
        try {
            return Reference.parse(address.replaceFirst("^oci://", "") + end);
        } catch (IllegalArgumentException e) {
            throw new IOException("repository '" + address + "' cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        registries.values().forEach(RegistrySource::close);
        repositories.values().forEach(RepositorySource::close);
    }
}
