package io.jenkins.plugins.ocichart.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoYaml;
import io.jenkins.plugins.ocichart.fixture.Cost;
import io.jenkins.plugins.ocichart.peer.HelmReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;

/** Chart.yaml comes from the charts that a job pushes or pulls. What we read, real Helm reads, and as the same. */
class ChartYamlFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HelmReader HELM = new HelmReader();

    @AfterAll
    static void close() {
        HELM.close();
    }

    @FuzzTest
    void isReadOrRefused(byte[] input) throws Exception {
        try {
            ChartMetadata metadata = Cost.limited(256, () -> read(input));
            byte[] config = Cost.limited(64, metadata::toJson);

            assertThat(JSON.readTree(config).path("name").asText()).isEqualTo(metadata.name());
            metadata.ociAnnotations(Instant.EPOCH.atOffset(ZoneOffset.UTC));
            // The config blob is a Chart.yaml too, and means the same, but for what is a line end in YAML only.
            byte[] yaml = new String(config, StandardCharsets.UTF_8)
                    .replace("\u0085", "\\u0085")
                    .getBytes(StandardCharsets.UTF_8);
            assertThat(read(yaml).toJson()).isEqualTo(config);
            String helms = HELM.chartYaml(input);
            assertThat(helms).doesNotStartWith("refused");
            assertThat(HELM.chartYaml(yaml)).isEqualTo(helms);
        } catch (ChartException e) {
            Cost.requireOneLine(e.getMessage());
        }
    }

    private static ChartMetadata read(byte[] yaml) throws ChartException {
        MetadataDraft metadata = new MetadataDraft();
        metadata.decode("Chart.yaml", GoYaml.decode(yaml));
        metadata.defaultApiVersion();
        return metadata.validated();
    }
}
