package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Charts to push, packaged by Helm: the same bytes for every tool. */
final class SampleCharts {
    /** Below the 5 MiB that Helm allows a file in a chart. */
    private static final int FILE_BYTES = 4_500_000;

    private final Path directory;

    SampleCharts(Path directory) {
        this.directory = directory;
    }

    /** Small charts as people write them, a few templates each; archives of one kilobyte or so. */
    List<Path> small(int count) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("small-" + count));
        List<Path> archives = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            archives.add(pack(write(folder, "chart-" + i), folder));
        }
        return archives;
    }

    /** One chart that cannot be compressed, this many megabytes large. */
    Path large(int megabytes) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("large-" + megabytes));
        Path chart = write(folder, "large-" + megabytes);
        Random random = new Random(megabytes);
        long left = megabytes * 1_000_000L;
        for (int i = 0; left > 0; i++) {
            byte[] content = new byte[(int) Math.min(left, FILE_BYTES)];
            random.nextBytes(content);
            Files.write(Files.createDirectories(chart.resolve("files")).resolve(i + ".bin"), content);
            left -= content.length;
        }
        return pack(chart, folder);
    }

    private static Path write(Path folder, String name) throws IOException {
        Path chart = Files.createDirectories(folder.resolve("src").resolve(name));
        Path templates = Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), """
                apiVersion: v2
                name: %s
                version: 1.2.3
                appVersion: "4.5"
                description: A chart to measure with
                keywords: [benchmark, oci]
                """.formatted(name));
        Files.writeString(chart.resolve("values.yaml"), "replicas: 1\nimage: {repository: nginx, tag: stable}\n");
        for (String kind : List.of("Deployment", "Service", "ConfigMap", "Ingress")) {
            Files.writeString(
                    templates.resolve(kind.toLowerCase(java.util.Locale.ROOT) + ".yaml"), """
                    apiVersion: v1
                    kind: %s
                    metadata:
                      name: {{ .Release.Name }}-%s
                      labels: {app.kubernetes.io/name: {{ .Chart.Name }}}
                    """.formatted(kind, name));
        }
        return chart;
    }

    private static Path pack(Path chart, Path destination) {
        EmbeddedHelm.pack(chart, destination);
        return destination.resolve(chart.getFileName() + "-1.2.3.tgz");
    }
}
