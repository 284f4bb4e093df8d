package io.jenkins.plugins.ocichart.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoYaml;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random Chart.yamls and what Helm 3.21.0 makes of them: the config blob, or null if it refuses them. They were picked
 * from some hundred thousand for the variety of their syntax and of Helm's errors. Of some that Helm reads, {@code refused}
 * is the line with which we refuse them.
 */
class ChartYamlCorpusTest {
    static Stream<JsonNode> cases() throws Exception {
        try (InputStream cases = ChartYamlCorpusTest.class.getResourceAsStream("chart-yaml-cases.jsonl")) {
            ObjectMapper json = new ObjectMapper();
            return json.readerFor(JsonNode.class).<JsonNode>readValues(cases.readAllBytes()).readAll().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isReadOrRefusedAsByHelmOrRefusedWithTheLineThatSaysWhy(JsonNode testCase) throws Exception {
        byte[] yaml = testCase.get("yaml").asText().getBytes(StandardCharsets.UTF_8);

        if (testCase.has("refused")) {
            assertThatThrownBy(() -> read(yaml))
                    .isInstanceOf(ChartException.class)
                    .hasMessage(testCase.get("refused").asText());
        } else if (testCase.get("config").isNull()) {
            assertThatThrownBy(() -> read(yaml))
                    .isInstanceOf(ChartException.class)
                    .message()
                    .isNotBlank()
                    .doesNotContain("\n");
        } else {
            assertThat(read(yaml).toJson())
                    .asString()
                    .isEqualTo(testCase.get("config").asText());
        }
    }

    private static ChartMetadata read(byte[] yaml) throws ChartException {
        MetadataDraft metadata = new MetadataDraft();
        metadata.decode("Chart.yaml", GoYaml.decode(yaml));
        metadata.defaultApiVersion();
        return metadata.validated();
    }
}
