package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.chart.ChartMetadata.Dependency;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.UntrustedChart;
import io.jenkins.plugins.ocichart.operation.Workers;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.repository.IndexEntry;
import io.jenkins.plugins.ocichart.repository.RepositoryClient;
import io.jenkins.plugins.ocichart.repository.RepositoryIndex;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;

/** A classic repository, whose index is fetched once. */
final class RepositorySource implements DependencySource, Closeable {
    private final RepositoryClient client;
    private final Console console;
    private final Registries registries;
    private final FutureTask<RepositoryIndex> index;

    /** Gives the charts of a registry that an index points to. */
    @FunctionalInterface
    interface Registries {
        RegistrySource.Layer layer(String reference) throws IOException, InterruptedException;
    }

    /**
     * A repository of which some charts are wanted.
     *
     * @param stored where the index is stored while it is read
     */
    RepositorySource(RepositoryClient client, Set<String> charts, Path stored, Console console, Registries registries) {
        this.client = client;
        this.console = console;
        this.registries = registries;
        this.index = new FutureTask<>(() -> client.index(charts::contains, stored, false, console::lines));
    }

    /** The first thread that asks fetches it, the others wait. */
    private RepositoryIndex index() throws IOException, InterruptedException {
        index.run();
        return Workers.result(index);
    }

    @Override
    public Optional<Choice> newest(Dependency dependency, VersionConstraint range)
            throws IOException, InterruptedException {
        Optional<IndexEntry> newest = known(dependency).newest(dependency.name(), range);
        return newest.isPresent() ? Optional.of(choice(newest.get())) : Optional.empty();
    }

    @Override
    public Choice locked(Dependency dependency) throws IOException, InterruptedException {
        IndexEntry entry = known(dependency)
                .version(dependency.name(), dependency.version())
                .orElseThrow(() -> new IOException("chart \"" + dependency.name() + "\" version \""
                        + dependency.version() + "\" not found in " + client.url() + " repository"));
        if (!entry.version().text().equals(dependency.version())) {
            console.lines("WARNING: " + client.url() + " has no " + dependency.name() + " " + dependency.version()
                    + " any more; its " + entry.version() + " is taken, which counts as the same version");
        }
        return choice(entry);
    }

    private RepositoryIndex known(Dependency dependency) throws IOException, InterruptedException {
        if (!index().has(dependency.name())) {
            throw new IOException(dependency.name() + " chart not found in repo " + client.url());
        }
        return index();
    }

    private Choice choice(IndexEntry entry) throws IOException, InterruptedException {
        String url = entry.urls().get(0);
        Archive archive = url.startsWith("oci://") ? registries.layer(url) : new File(entry);
        return new Choice(entry.version().text(), archive);
    }

    @Override
    public void close() {
        client.close();
    }

    /** An archive on a web server. */
    private final class File implements Archive {
        private final IndexEntry entry;

        File(IndexEntry entry) {
            this.entry = entry;
        }

        /** The last segment of the address; what would be no chart in {@code charts/} gets the name of one. */
        @Override
        public String file() throws IOException {
            String path = client.address(entry).getPath();
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (!name.matches("[^._\\\\][^\\\\]*\\.tgz")) {
                throw new IOException(
                        "the index of " + client.url() + " has an address whose last part is not the name of"
                                + " a chart archive (NAME.tgz): '" + name + "'");
            }
            return name;
        }

        @Override
        public String sha256() {
            return entry.digest();
        }

        @Override
        public void fetch(Path file) throws IOException, InterruptedException {
            client.download(entry, file);
        }

        @Override
        public UntrustedChart untrusted(String sha256, boolean provenance) throws IOException, InterruptedException {
            return new UntrustedChart(
                    client.url() + ": " + file(),
                    file(),
                    Digest.parse("sha256:" + sha256),
                    provenance ? client.provenance(entry).orElse(null) : null,
                    null,
                    null);
        }
    }
}
