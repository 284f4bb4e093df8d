package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.chart.ChartMetadata.Dependency;
import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.UntrustedChart;
import io.jenkins.plugins.ocichart.operation.pull.ChartLookup;
import io.jenkins.plugins.ocichart.operation.pull.RegistryCharts;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A registry: {@code oci://host/path}, below which the chart's name follows. */
final class RegistrySource implements DependencySource, Closeable {
    private final String repository;
    private final String host;
    private final RegistryClient client;
    private final Console console;
    private final RegistryCharts charts;

    RegistrySource(String repository, String host, RegistryClient client, Console console) {
        this.repository = repository;
        this.host = host;
        this.client = client;
        this.console = console;
        this.charts = new RegistryCharts(client, console);
    }

    /** Anything that is a version is a tag; a range is looked for among the tags. */
    @Override
    public Optional<Choice> newest(Dependency dependency, VersionConstraint range)
            throws IOException, InterruptedException {
        boolean exact = ChartVersion.loose(dependency.version()).isPresent();
        String version = exact ? dependency.version() : charts.newest(chart(dependency), range);
        return Optional.of(choice(dependency, version));
    }

    @Override
    public Choice locked(Dependency dependency) throws IOException {
        return choice(dependency, dependency.version());
    }

    private Choice choice(Dependency dependency, String version) throws IOException {
        return new Choice(version, new Layer(charts, chart(dependency), version));
    }

    /** The chart of a reference with a tag that another one has named. */
    Layer layer(Reference chart) {
        return new Layer(charts, "oci://" + chart.name(), chart.tag());
    }

    private String chart(Dependency dependency) throws IOException {
        if (!dependency.name().matches("[^:@/]+")) {
            throw new IOException(
                    "dependency \"" + dependency.name()
                            + "\" can't be the name of a chart in a registry: it has no tag, digest or path, its version says which");
        }
        return repository + "/" + dependency.name();
    }

    @Override
    public void close() {
        console.warnings(host, client);
        client.close();
    }

    /** A chart's layer, looked for when it is needed. Used by one thread. */
    static final class Layer implements Archive {
        private final RegistryCharts charts;
        private final String chart;
        private final String version;
        private ChartLookup.Found found;

        Layer(RegistryCharts charts, String chart, String version) {
            this.charts = charts;
            this.chart = chart;
            this.version = version;
        }

        private ChartLookup.Found found() throws IOException, InterruptedException {
            if (found == null) {
                found = charts.find(chart, version);
            }
            return found;
        }

        @Override
        public String file() throws IOException, InterruptedException {
            return RegistryCharts.file(found());
        }

        @Override
        public String sha256() throws IOException, InterruptedException {
            var digest = found().layers().chart().digest();
            return digest.algorithm().equals("sha256") ? digest.hex() : "";
        }

        @Override
        public void fetch(Path file) throws IOException, InterruptedException {
            charts.download(found(), file);
        }

        @Override
        public UntrustedChart untrusted(String sha256, boolean provenance) throws IOException, InterruptedException {
            return charts.untrusted(found(), provenance);
        }
    }
}
