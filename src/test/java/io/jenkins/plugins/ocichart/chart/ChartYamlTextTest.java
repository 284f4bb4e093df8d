package io.jenkins.plugins.ocichart.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.yaml.GoYaml;
import io.jenkins.plugins.ocichart.fixture.ChartFixtures;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chart.yaml is written with the text with which real Helm writes it. */
class ChartYamlTextTest {
    static Stream<ChartFixtures.Shape> shapes() {
        return ChartFixtures.shapes();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void isTheTextOfHelmShowChart(ChartFixtures.Shape shape, @TempDir Path directory) throws Exception {
        Path archive = shape.archive(directory);

        isTheTextOfHelm(ChartArchive.read(archive).metadata(), archive);
    }

    static Stream<String> yamls() throws Exception {
        return ChartYamlCorpusTest.cases()
                .filter(one -> one.hasNonNull("config") && !one.has("refused"))
                .map(one -> one.get("yaml").asText());
    }

    @ParameterizedTest
    @MethodSource("yamls")
    void ofARandomChartYamlItIsTheTextOfHelmToo(String yaml, @TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("Chart.yaml"), yaml);

        MetadataDraft metadata = new MetadataDraft();
        metadata.decode("Chart.yaml", GoYaml.decode(Files.readAllBytes(directory.resolve("Chart.yaml"))));
        metadata.defaultApiVersion();
        isTheTextOfHelm(metadata.validated(), directory);
    }

    private static void isTheTextOfHelm(ChartMetadata metadata, Path chart) throws Exception {
        String expected;
        try {
            expected = EmbeddedHelm.show("chart", chart.toString(), null);
        } catch (EmbeddedHelm.HelmFailure e) {
            assertThat(e).hasMessageContaining("control characters are not allowed");
            assertThatThrownBy(metadata::toYaml).hasMessageStartingWith("control characters are not allowed");
            return;
        }
        assertThat(metadata.toYaml() + "\n").isEqualTo(expected);
    }
}
