package io.jenkins.plugins.ocichart.peer;

import static io.jenkins.plugins.ocichart.peer.ChartArchiveBuilder.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Charts of many shapes, ordinary and odd, all of which Helm pushes: some are packaged by {@code helm package}, others
 * have a Chart.yaml ({@code src/test/resources/charts}) or an archive that it would never write.
 */
public final class ChartFixtures {
    private ChartFixtures() {}

    /**
     * One kind of chart.
     *
     * @param name the chart's name, which says what is special about it, and its repository's last part
     */
    public record Shape(String name, Maker maker) {
        /** Makes the archive in a directory that is empty. */
        public Path archive(Path directory) throws IOException {
            return maker.make(directory);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Makes a chart archive in a directory. */
    @FunctionalInterface
    public interface Maker {
        Path make(Path directory) throws IOException;
    }

    /** All shapes; the name of each is unique. */
    public static Stream<Shape> shapes() {
        return Stream.of(packagedByHelm(), oddChartYamls("charts"), OddArchives.shapes())
                .flatMap(shapes -> shapes);
    }

    /** The least that Chart.yaml must have. */
    public static String chartYaml(String name) {
        return "apiVersion: v2\nname: " + name + "\nversion: 1.0.0\n";
    }

    /** An archive with nothing but a Chart.yaml, written by hand so that Chart.yaml stays as it is. */
    public static Shape chartYaml(String name, byte[] chartYaml) {
        return new Shape(
                name,
                directory -> new ChartArchiveBuilder()
                        .file(name + "/Chart.yaml", chartYaml)
                        .write(directory.resolve(name + ".tgz")));
    }

    /** A shape for every Chart.yaml in a folder of the test resources; the file's name is the chart's. */
    public static Stream<Shape> oddChartYamls(String folder) {
        URL resource = ChartFixtures.class.getResource("/" + folder);
        try (Stream<Path> files = Files.list(Path.of(resource.toURI()))) {
            List<Path> yamls = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            return yamls.stream().map(file -> {
                try {
                    String name = file.getFileName().toString().replaceFirst("\\.yaml$", "");
                    return chartYaml(name, Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Shape> packagedByHelm() {
        return Stream.of(
                packaged("minimal", chartYaml("minimal"), Map.of()),
                packaged("library", chartYaml("library") + "type: library\n", Map.of()),
                packaged("build-metadata", chartYaml("build-metadata").replace("1.0.0", "1.2.3-rc.1+b.1"), Map.of()),
                packaged(
                        "crds",
                        chartYaml("crds") + "type: application\n",
                        Map.of(
                                "crds/crd.yaml", "kind: CustomResourceDefinition\n",
                                "templates/NOTES.txt", "thanks\n",
                                "values.schema.json", "{}",
                                "README.md", "# crds\n")),
                packaged(
                        "every-field",
                        everyField(),
                        Map.of("charts/db/Chart.yaml", chartYaml("db"), "values.yaml", "replicas: 1\n")),
                packaged(
                        "subcharts",
                        chartYaml("subcharts") + "dependencies:\n- {name: db, version: ^1, condition: db.enabled}\n",
                        Map.of(
                                "charts/db/Chart.yaml",
                                chartYaml("db") + "dependencies:\n- {name: inner, version: 1.x}\n",
                                "charts/db/charts/inner/Chart.yaml",
                                chartYaml("inner"),
                                "charts/db/charts/inner/values.yaml",
                                "a: 1\n",
                                "values.yaml",
                                "db:\n  enabled: true\n")),
                packaged(
                        "subchart-archive",
                        chartYaml("subchart-archive") + "dependencies:\n- {name: cache, version: '*', alias: redis}\n",
                        Map.of("charts/cache-1.0.0.tgz", archive(Map.of("cache/Chart.yaml", chartYaml("cache"))))),
                packaged(
                        "helm2-requirements",
                        chartYaml("helm2-requirements").replace("v2", "v1"),
                        Map.of(
                                "requirements.yaml",
                                        "dependencies:\n- {name: db, version: 1.0.0, repository: 'https://h/c'}\n",
                                "requirements.lock",
                                        "generated: 2020-01-01T00:00:00Z\ndigest: sha256:00\ndependencies: []\n",
                                "charts/db/Chart.yaml", chartYaml("db"))),
                packaged(
                        "unicode",
                        chartYaml("unicode") + "description: Grüße, 世界, мир, 🚀 <b> & \"c\" \\ 'd'\n"
                                + "maintainers:\n- {name: Zoë Ångström, email: zoe@example.com}\n",
                        Map.of()));
    }

    private static String everyField() {
        return """
                apiVersion: v2
                name: every-field
                version: 1.2.3
                appVersion: "4.5.6"
                kubeVersion: ">=1.20.0-0 <2"
                description: Everything that Chart.yaml knows
                type: application
                keywords: [web, http]
                home: https://example.com
                icon: https://example.com/i.svg
                sources: ["https://example.com/src", "https://example.com/more"]
                deprecated: true
                condition: a.b
                tags: t1
                maintainers:
                - {name: A B, email: a@example.com, url: "https://a.example.com"}
                - {name: C}
                annotations: {category: Infrastructure, licenses: Apache-2.0}
                dependencies:
                - name: db
                  version: ~1.0
                  repository: oci://example.com/charts
                  condition: db.enabled,global.db
                  tags: [data, storage]
                  enabled: true
                  alias: database
                  import-values:
                  - defaults
                  - {child: a.b, parent: c}
                """;
    }

    /** A chart that {@code helm package} makes of a directory. */
    private static Shape packaged(String name, String chartYaml, Map<String, ?> otherFiles) {
        Map<String, Object> files = new TreeMap<>(otherFiles);
        files.put("Chart.yaml", chartYaml);
        return new Shape(name, directory -> {
            Path chart = directory.resolve(name);
            for (Map.Entry<String, Object> entry : files.entrySet()) {
                Path file = chart.resolve(entry.getKey());
                Files.createDirectories(file.getParent());
                Files.write(
                        file,
                        entry.getValue() instanceof byte[] bytes
                                ? bytes
                                : entry.getValue().toString().getBytes(StandardCharsets.UTF_8));
            }
            EmbeddedHelm.pack(chart, directory);
            try (Stream<Path> archives = Files.list(directory)) {
                return archives.filter(file -> file.toString().endsWith(".tgz"))
                        .findFirst()
                        .orElseThrow();
            }
        });
    }
}
