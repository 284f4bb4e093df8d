package io.jenkins.plugins.ocichart.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What real Helm reads from content in memory, for tests that ask a million times. Its files stay in one temporary folder. */
public final class HelmReader implements AutoCloseable {
    private static final String CASES = "kind: Cases\ndata: \"{{ range fromJsonArray (.Files.Get \"cases.json\") }}"
            + "{{ if semverCompare .c .v }}+{{ else }}-{{ end }}{{ end }}\"\n";

    private final Path folder;

    /** A reader with a folder of its own. */
    public HelmReader() {
        try {
            folder = Files.createTempDirectory("helm-reader");
            Files.createDirectories(folder.resolve("yaml"));
            Files.createDirectories(folder.resolve("cases/templates"));
            Files.writeString(folder.resolve("cases/Chart.yaml"), "apiVersion: v2\nname: cases\nversion: 1.0.0\n");
            Files.writeString(folder.resolve("cases/templates/cases.yaml"), CASES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@code helm show chart} of a chart's folder with this Chart.yaml; what Helm says against it begins with "refused". The
     * lines are sorted: Helm's own order of keys such as 89, 100 and 1e-05 changes from run to run.
     */
    public String chartYaml(byte[] yaml) throws IOException {
        Files.write(folder.resolve("yaml/Chart.yaml"), yaml);
        return show(folder.resolve("yaml"));
    }

    /** The same of an archive. */
    public String archive(byte[] tgz) throws IOException {
        return show(Files.write(folder.resolve("chart.tgz"), tgz));
    }

    private static String show(Path chart) {
        try {
            return EmbeddedHelm.show("chart", chart.toString(), null)
                    .lines()
                    .sorted()
                    .collect(Collectors.joining("\n"));
        } catch (EmbeddedHelm.HelmFailure e) {
            return "refused: " + e.getMessage();
        }
    }

    /**
     * Which of these pairs match, by the library that Helm picks versions with.
     *
     * @param json a list of objects with the constraint {@code c} and the version {@code v}
     * @return {@code +} or {@code -} for each; empty if Helm refuses one of them
     */
    public Optional<String> matches(List<String> json) throws IOException {
        Files.writeString(folder.resolve("cases/cases.json"), json.stream().collect(Collectors.joining(",", "[", "]")));
        try {
            return Optional.of(
                    EmbeddedHelm.template("cases", folder.resolve("cases").toString(), null)
                            .replaceAll("(?s).*data: \"([+-]*)\".*", "$1"));
        } catch (EmbeddedHelm.HelmFailure e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        for (String file : List.of(
                "yaml/Chart.yaml",
                "yaml",
                "chart.tgz",
                "cases/cases.json",
                "cases/Chart.yaml",
                "cases/templates/cases.yaml",
                "cases/templates",
                "cases",
                "")) {
            try {
                Files.deleteIfExists(folder.resolve(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
