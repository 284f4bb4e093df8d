package io.jenkins.plugins.ocichart.peer;

import io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder;
import io.jenkins.plugins.ocichart.fixture.ChartFixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What real Helm reads from content in memory, for tests that ask a million times. Its files stay in one temporary folder. */
public final class HelmReader implements AutoCloseable {
    private static final String CASES = "kind: Cases\ndata: \"{{ range fromJsonArray (.Files.Get \"cases.json\") }}"
            + "{{ if semverCompare .c .v }}+{{ else }}-{{ end }}{{ end }}\"\n";

    /** Helm's JSON of the only chart in each wrapper, and the names of the charts in it. */
    private static final String CHARTS = "kind: Charts\ndata: '{{ range .Subcharts }}{{ range .Subcharts }}"
            + "{{ print (toJson .Chart) (keys .Subcharts | sortAlpha | join \"/\") | sha256sum }} {{ end }}{{ end }}'\n";

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

    /**
     * What real Helm reads of many charts at once, as {@link #hash} has it of the same; what begins with "refused" is what Helm
     * says against one. Helm changes charts whose dependencies import values before it shows them.
     *
     * @param file what each content is: {@code x/Chart.yaml} or {@code x.tgz}
     */
    public List<String> charts(String file, List<byte[]> contents) throws IOException {
        ChartArchiveBuilder all = new ChartArchiveBuilder()
                .file("all/Chart.yaml", ChartFixtures.chartYaml("all"))
                .file("all/templates/charts.yaml", CHARTS);
        for (int i = 0; i < contents.size(); i++) {
            String wrapper = String.format("w%06d", i);
            all.file("all/charts/" + wrapper + "/Chart.yaml", ChartFixtures.chartYaml(wrapper));
            all.file("all/charts/" + wrapper + "/charts/" + file, contents.get(i));
        }
        Path archive = Files.write(folder.resolve("chart.tgz"), all.gzip());
        try {
            String shown = EmbeddedHelm.template("all", archive.toString(), null);
            return List.of(
                    shown.replaceAll("(?s).*data: '([^']*)'.*", "$1").strip().split(" "));
        } catch (EmbeddedHelm.HelmFailure e) {
            if (contents.size() == 1) {
                return List.of("refused: " + e.getMessage());
            }
            List<String> halves = new ArrayList<>(charts(file, contents.subList(0, contents.size() / 2)));
            halves.addAll(charts(file, contents.subList(contents.size() / 2, contents.size())));
            return halves;
        }
    }

    /**
     * Stands for a chart in {@link #charts}.
     *
     * @param config the chart's config blob
     * @param subcharts the names of the charts in it, sorted
     */
    public static String hash(byte[] config, String... subcharts) {
        String json = new String(config, StandardCharsets.UTF_8);
        String shown = json.substring(0, json.length() - 1) + ",\"IsRoot\":false}" + String.join("/", subcharts);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(shown.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
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
