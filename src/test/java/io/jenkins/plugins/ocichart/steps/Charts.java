package io.jenkins.plugins.ocichart.steps;

import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Charts that real Helm packages. */
final class Charts {
    private Charts() {}

    /** Packages a small chart; its {@code appVersion} is 4.5. */
    static void pack(String name, String version, Path destination) throws IOException {
        Path chart = Files.createTempDirectory("chart").resolve(name);
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), """
                apiVersion: v2
                name: %s
                version: %s
                appVersion: "4.5"
                """.formatted(name, version));
        Files.writeString(chart.resolve("templates").resolve("map.yaml"), """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: {{ .Release.Name }}
                """);
        EmbeddedHelm.pack(chart, destination);
    }
}
