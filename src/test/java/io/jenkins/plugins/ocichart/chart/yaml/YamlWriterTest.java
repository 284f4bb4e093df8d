package io.jenkins.plugins.ocichart.chart.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts and what Helm 3.21.0 makes of them as the value of the annotation {@code key}. What it makes of whole files is compared
 * with real Helm where charts are packaged.
 */
class YamlWriterTest {
    static Stream<JsonNode> scalars() throws Exception {
        try (InputStream scalars = YamlWriterTest.class.getResourceAsStream("yaml-scalars.json")) {
            return StreamSupport.stream(new ObjectMapper().readTree(scalars).spliterator(), false);
        }
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void writesATextAsHelmDoes(JsonNode pair) throws Exception {
        assertThat(YamlWriter.write(
                        Map.of("annotations", Map.of("key", pair.get(0).asText()))))
                .isEqualTo("annotations:\n  key:" + pair.get(1).asText() + "\n");
    }

    @Test
    void thereAreAllOfThem() throws Exception {
        assertThat(scalars()).hasSize(127);
    }

    @Test
    void refusesWhatHelmCannotWrite() {
        assertThatThrownBy(() -> YamlWriter.write(Map.of("a", "\u007f")))
                .isInstanceOf(ChartException.class)
                .hasMessage("control characters are not allowed: U+007F");
    }
}
