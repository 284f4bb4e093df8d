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
class DependencyTool implements Tool {
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
        int count = Integer.parseInt(version);
        StringBuilder yaml = new StringBuilder("apiVersion: v2\nname: parent\nversion: 1.0.0\ndependencies:\n");
        for (int i = 0; i < count; i++) {
            yaml.append(
                    "- {name: chart-" + i + ", version: 1.2.3, repository: 'oci://" + host + "/" + repository + "'}\n");
        }
        Files.writeString(directory.resolve("Chart.yaml"), yaml);
        return () -> {
            update(directory);
            try (Stream<Path> archives = Files.list(directory.resolve("charts"))) {
                if (archives.count() != count || !Files.exists(directory.resolve("Chart.lock"))) {
                    throw new IllegalStateException("not all dependencies are in " + directory);
                }
            }
        };
    }

    void update(Path chart) throws IOException, InterruptedException {
        DependencySources sources = new DependencySources(Map.of(), Map.of(), List.of(), ACCESS);
        new DependencyUpdate(List.of("."), false, null, null, sources, Trust.NONE).run(chart, line -> {});
    }

    /** {@code helm dependency update}, by the program that is on the path. */
    static final class Helm extends DependencyTool {
        @Override
        public String name() {
            return "Helm, program";
        }

        @Override
        void update(Path chart) throws IOException, InterruptedException {
            Child.start(List.of("helm", "dependency", "update", chart.toString(), "--plain-http"))
                    .await();
        }
    }
}
