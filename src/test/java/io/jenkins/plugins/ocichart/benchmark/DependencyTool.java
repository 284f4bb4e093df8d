package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.dependency.DependencySources;
import io.jenkins.plugins.ocichart.operation.dependency.DependencyUpdate;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Updates the dependencies of the chart in a folder with this plugin's operation; a pull gets them all. */
final class DependencyTool implements Tool {
    private static final RegistryAccess ACCESS = new RegistryAccess(
            new ConnectionSettings(true, false, null, null, null, null), RegistryCredential.anonymous(), Map.of());

    @Override
    public String name() {
        return "OCI Chart";
    }

    @Override
    public Action push(List<Path> archives, String host, String namespace) {
        throw new UnsupportedOperationException();
    }

    /** The address is the dependencies' repository, the version their number; {@code directory} gets the chart. */
    @Override
    public Action pull(String host, String repository, String version, Path directory) throws IOException {
        write(directory, host, repository, Integer.parseInt(version));
        DependencySources sources = new DependencySources(Map.of(), Map.of(), List.of(), ACCESS);
        return () -> {
            new DependencyUpdate(".", false, null, null, sources, Trust.NONE).run(directory, line -> {});
            requireAll(directory, Integer.parseInt(version));
        };
    }

    /** A chart with that many dependencies, each with an exact version. */
    static void write(Path chart, String host, String repository, int count) throws IOException {
        StringBuilder yaml = new StringBuilder("apiVersion: v2\nname: parent\nversion: 1.0.0\ndependencies:\n");
        for (int i = 0; i < count; i++) {
            yaml.append(
                    "- name: chart-" + i + "\n  version: 1.2.3\n  repository: oci://" + host + "/" + repository + "\n");
        }
        Files.writeString(chart.resolve("Chart.yaml"), yaml);
    }

    static void requireAll(Path chart, int count) throws IOException {
        try (Stream<Path> archives = Files.list(chart.resolve("charts"))) {
            if (archives.count() != count || !Files.exists(chart.resolve("Chart.lock"))) {
                throw new IllegalStateException("not all dependencies are in " + chart);
            }
        }
    }

    /** {@code helm dependency update}, by the program that is on the path. */
    static final class HelmProgram implements Tool {
        @Override
        public String name() {
            return "Helm, program";
        }

        @Override
        public Action push(List<Path> archives, String host, String namespace) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Action pull(String host, String repository, String version, Path directory) throws IOException {
            write(directory, host, repository, Integer.parseInt(version));
            return () -> {
                Child.start(List.of("helm", "dependency", "update", directory.toString(), "--plain-http"))
                        .await();
                requireAll(directory, Integer.parseInt(version));
            };
        }
    }
}
