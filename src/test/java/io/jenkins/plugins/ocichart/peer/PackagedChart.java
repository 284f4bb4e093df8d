package io.jenkins.plugins.ocichart.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small chart that real Helm packages. */
public final class PackagedChart {
    private PackagedChart() {}

    /** Packages the chart into a folder and returns its archive. Its {@code appVersion} is 4.5. */
    public static Path pack(String name, String version, Path destination) throws IOException {
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
        return destination.resolve(name + "-" + version + ".tgz");
    }
}
