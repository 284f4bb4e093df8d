package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.chart.ChartMetadata.Dependency;
import io.jenkins.plugins.ocichart.repository.ChartRepository;
import io.jenkins.plugins.ocichart.repository.RepositoryUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Puts addresses in the place of {@code @NAME} and {@code alias:NAME}, as Helm does before it does anything else. */
record RepositoryNames(List<ChartRepository> known) {
    private static final String OCI = "oci://";

    static boolean isRegistry(String repository) {
        return repository.startsWith(OCI);
    }

    /** Whether a repository is a folder on this machine. */
    static boolean isFolder(String repository) {
        return repository.isEmpty() || repository.startsWith(FolderSource.SCHEME);
    }

    /**
     * The dependencies with addresses.
     *
     * @throws IOException if a name is unknown, or an address is none or has a login in it
     */
    List<Dependency> resolve(List<Dependency> dependencies) throws IOException {
        List<Dependency> resolved = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Dependency dependency : dependencies) {
            String repository = dependency.repository();
            String url = known.stream()
                    .filter(one -> one.isNamed(repository))
                    .findFirst()
                    .map(ChartRepository::url)
                    .orElse(repository);
            if (url.startsWith("@") || url.startsWith("alias:") || !url.isEmpty() && !url.contains(":")) {
                missing.add(url);
            } else if (isRegistry(url)) {
                requireNoLogin(dependency.name(), url);
            } else if (!isFolder(url)) {
                parse(dependency.name(), url);
            }
            resolved.add(with(dependency, url));
        }
        if (!missing.isEmpty()) {
            throw new IOException("no repository definition for " + String.join(", ", missing)
                    + "; name it with its address in the parameter repositories");
        }
        return resolved;
    }

    private static void parse(String dependency, String url) throws IOException {
        try {
            RepositoryUrl.parse(url);
        } catch (IOException e) {
            throw new IOException("dependency " + dependency + ": " + e.getMessage(), e);
        }
    }

    private static void requireNoLogin(String dependency, String url) throws IOException {
        if (!RepositoryUrl.withoutLogin(url).equals(url)) {
            throw new IOException("dependency " + dependency + ": " + RepositoryUrl.withoutLogin(url)
                    + " was given with a user name or password; use credentialsId or ociRegistryLogin");
        }
    }

    private static Dependency with(Dependency dependency, String repository) {
        return new Dependency(
                dependency.name(),
                dependency.version(),
                repository,
                dependency.condition(),
                dependency.tags(),
                dependency.enabled(),
                dependency.importValues(),
                dependency.alias());
    }
}
