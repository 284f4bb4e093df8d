package io.jenkins.plugins.ocichart.differential;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.fixture.Cost;
import io.jenkins.plugins.ocichart.peer.HelmReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Charts in some form; what is compared is the config blob and the names of the charts in the chart. */
abstract class Charts implements Subject {
    final HelmReader helm = new HelmReader();
    private final String file;

    /** Takes what an input is, as {@link HelmReader#charts} has it. */
    Charts(String file) {
        this.file = file;
    }

    /** What is read of a chart. */
    record Read(byte[] config, String... subcharts) {}

    /** Reads a chart. */
    abstract Read read(byte[] input) throws IOException;

    /** What {@code helm show chart} shows of it alone. */
    abstract String show(byte[] input) throws IOException;

    @Override
    public String ours(byte[] input) throws Exception {
        try {
            Read read = read(input);
            return HelmReader.hash(read.config, read.subcharts);
        } catch (ChartException e) {
            Cost.requireOneLine(e.getMessage());
            return null;
        }
    }

    @Override
    public List<String> helms(List<byte[]> inputs) throws IOException {
        List<String> all = new ArrayList<>(helm.charts(file, inputs));
        for (int i = 0; i < all.size(); i++) {
            String config = new String(read(inputs.get(i)).config, StandardCharsets.UTF_8);
            if (all.get(i).startsWith("refused") || config.contains("\"import-values\":")) {
                all.set(i, alone(inputs.get(i)));
            }
        }
        return all;
    }

    /** For what Helm doesn't show together with others. What is a line end in YAML only is written in another way. */
    private String alone(byte[] input) throws IOException {
        String shown = show(input);
        Read read = read(input);
        String yaml = new String(read.config, StandardCharsets.UTF_8).replace("\u0085", "\\u0085");
        boolean same = helm.chartYaml(yaml.getBytes(StandardCharsets.UTF_8)).equals(shown);
        return same ? HelmReader.hash(read.config, read.subcharts) : shown;
    }

    @Override
    public void close() {
        helm.close();
    }
}
