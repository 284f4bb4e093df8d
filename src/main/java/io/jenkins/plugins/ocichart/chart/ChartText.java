package io.jenkins.plugins.ocichart.chart;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** The text of {@code helm show} of Helm 3 ({@code pkg/action/show.go}). */
public final class ChartText {
    /** The text of all of a chart is kept in memory, on the agent and then on the controller. */
    private static final int LONGEST = 32 << 20;

    private static final String CRDS = "crds/";
    private static final Set<String> READMES = Set.of("readme.md", "readme.txt", "readme");
    private static final byte[] SEPARATOR = "---\n".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LoadedChart chart;
    private final ChartFiles files;
    private final ChartPart part;

    private ChartText(LoadedChart chart, ChartFiles files, ChartPart part) {
        this.chart = chart;
        this.files = files;
        this.part = part;
    }

    /**
     * The bytes that Helm prints. CRDs of charts that are beside each other in {@code charts/}, which have no order in Helm,
     * are sorted by the charts' names.
     *
     * @throws ChartException if there is more than 32 MiB of it, or Helm can't write the chart's metadata
     * @throws IOException if reading fails
     */
    public static byte[] of(LoadedChart chart, ChartFiles files, ChartPart part) throws IOException {
        return new ChartText(chart, files, part).text();
    }

    private byte[] text() throws IOException {
        byte[] metadata = chart.metadata().toYaml().getBytes(StandardCharsets.UTF_8);
        if (shows(ChartPart.CHART)) {
            add(metadata);
        }
        if (shows(ChartPart.VALUES) && chart.hasValues()) {
            separate();
            files.forEach((name, content) -> {
                if (name.equals("values.yaml")) {
                    add(ChartFiles.bytes(content));
                }
            });
        }
        if (shows(ChartPart.README)) {
            addReadme();
        }
        if (shows(ChartPart.CRDS)) {
            addCrds(chart, files, new boolean[1]);
        }
        return out.toByteArray();
    }

    private boolean shows(ChartPart wanted) {
        return part == wanted || part == ChartPart.ALL;
    }

    private void addReadme() throws IOException {
        boolean[] found = new boolean[1];
        files.forEach((name, content) -> {
            if (!found[0] && READMES.contains(name.toLowerCase(Locale.ROOT))) {
                found[0] = true;
                separate();
                add(ChartFiles.bytes(content));
            }
        });
    }

    private void addCrds(LoadedChart of, ChartFiles from, boolean[] found) throws IOException {
        from.forEach((name, content) -> {
            if (name.startsWith(CRDS) && isManifest(name)) {
                byte[] crd = ChartFiles.bytes(content);
                if (!found[0] && !new String(crd, StandardCharsets.ISO_8859_1).startsWith("---")) {
                    separate();
                }
                found[0] = true;
                add(crd);
            }
        });
        for (LoadedChart.Subchart subchart : of.subcharts()) {
            addCrds(subchart.chart(), from.subchart(subchart.entry()), found);
        }
    }

    private static boolean isManifest(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        return lowerCase.endsWith(".yaml") || lowerCase.endsWith(".yml") || lowerCase.endsWith(".json");
    }

    private void separate() {
        if (part == ChartPart.ALL) {
            out.writeBytes(SEPARATOR);
        }
    }

    private void add(byte[] text) throws IOException {
        if (out.size() + text.length > LONGEST) {
            throw new ChartException("there are more than " + (LONGEST >> 20)
                    + " MiB to show; pull the chart with untar and read its files");
        }
        out.writeBytes(text);
        out.write('\n');
    }
}
