package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.ChartMediaTypes;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a manifest is a chart, and what is said of it. */
class ChartLayersTest {
    private static final long CHART_LIMIT = 256L << 20;
    private static final long PROVENANCE_LIMIT = 16L << 20;

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    private Repository repository;
    private StoredContent content;

    @BeforeEach
    void connect() throws Exception {
        client = RegistryClient.open(registry.host(), ConnectionSettings.DEFAULT, RegistryCredential.anonymous());
        repository = client.repository("charts/web");
        content = new StoredContent(registry, "charts/web");
    }

    private static Descriptor blob(String mediaType, long size) {
        return new Descriptor(mediaType, Digest.sha256((mediaType + size).getBytes()), size);
    }

    private static Manifest manifest(String config, Descriptor... layers) throws IOException {
        String text = "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_MANIFEST + "\",\"config\":"
                + StoredContent.json(blob(config, 2)) + ",\"layers\":"
                + Arrays.stream(layers).map(StoredContent::json).collect(Collectors.joining(",", "[", "]")) + "}";
        return Manifest.parse(text.getBytes(StandardCharsets.UTF_8), null);
    }

    private static ChartLayers layers(Descriptor... layers) throws IOException {
        return ChartLayers.of("h/web:1", manifest(ChartMediaTypes.CONFIG, layers));
    }

    @Test
    void areTheFirstOfTheirTypes() throws Exception {
        Descriptor readme = blob("text/plain", 1);
        Descriptor chart = blob(ChartMediaTypes.CONTENT, 1);
        Descriptor provenance = blob(ChartMediaTypes.PROVENANCE, 1);

        ChartLayers found = layers(
                readme, provenance, blob(ChartMediaTypes.LEGACY_CONTENT, 1), chart, blob(ChartMediaTypes.CONTENT, 2));

        assertThat(found.chart()).isEqualTo(chart);
        assertThat(found.provenance()).isEqualTo(provenance);
        assertThat(found.config().mediaType()).isEqualTo(ChartMediaTypes.CONFIG);
        assertThat(found.isLegacy()).isFalse();
        assertThat(layers(chart).provenance()).isNull();
        assertThat(layers(blob(ChartMediaTypes.LEGACY_CONTENT, 1)).isLegacy()).isTrue();
    }

    @Test
    void areNotTakenFromWhatIsNoChart() throws Exception {
        assertThat(ChartLayers.isChart(manifest(ChartMediaTypes.CONFIG))).isTrue();
        assertThat(ChartLayers.isChart(manifest("text/plain"))).isFalse();
        assertThatThrownBy(() -> ChartLayers.of("h/web:1", manifest("text/plain")))
                .hasMessage("h/web:1 is not a Helm chart: its config has the media type text/plain, not "
                        + ChartMediaTypes.CONFIG);
        assertThatThrownBy(() -> layers(blob("text/plain", 1)))
                .hasMessage("h/web:1 holds no chart: its manifest has no layer with the media type "
                        + ChartMediaTypes.CONTENT);
        byte[] index = ("{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX + "\",\"manifests\":[]}")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ChartLayers.of("h/web:1", Manifest.parse(index, null)))
                .hasMessageContaining("media type " + Manifest.OCI_INDEX);
    }

    @Test
    void haveLimitsThatTheyMayReach() throws Exception {
        assertThat(layers(
                                blob(ChartMediaTypes.CONTENT, CHART_LIMIT),
                                blob(ChartMediaTypes.PROVENANCE, PROVENANCE_LIMIT))
                        .chart()
                        .size())
                .isEqualTo(CHART_LIMIT);
        assertThatThrownBy(() -> layers(blob(ChartMediaTypes.CONTENT, CHART_LIMIT + 1)))
                .hasMessage("h/web:1 has a layer of 268435457 bytes (" + ChartMediaTypes.CONTENT
                        + "), more than the 256 MiB that are downloaded");
        assertThatThrownBy(() -> layers(
                        blob(ChartMediaTypes.CONTENT, 1), blob(ChartMediaTypes.PROVENANCE, PROVENANCE_LIMIT + 1)))
                .hasMessage("h/web:1 has a layer of 16777217 bytes (" + ChartMediaTypes.PROVENANCE
                        + "), more than the 16 MiB that are downloaded");
    }

    @Test
    void nameWhereTheyAre() throws Exception {
        Descriptor chart = blob(ChartMediaTypes.CONTENT, 1);
        Descriptor provenance = blob(ChartMediaTypes.PROVENANCE, 1);
        Digest digest = Digest.sha256(new byte[0]);
        ChartFacts facts = new ChartFacts("web", "1.0.0+b", "7");

        RegistryChart tagged = RegistryChart.of(
                new Reference("h", "charts/web", "1.0.0_b", null), digest, facts, layers(chart, provenance));
        RegistryChart untagged =
                RegistryChart.of(new Reference("h", "charts/web", null, null), digest, facts, layers(chart));

        assertThat(tagged)
                .isEqualTo(new RegistryChart(
                        "h/charts/web:1.0.0_b",
                        "h",
                        "charts/web",
                        "1.0.0_b",
                        digest.toString(),
                        "web",
                        "1.0.0+b",
                        "7",
                        chart.digest().toString(),
                        1,
                        provenance.digest().toString()));
        assertThat(untagged.ref()).isEqualTo("h/charts/web@" + digest);
        assertThat(untagged.tag()).isNull();
        assertThat(untagged.provenanceDigest()).isNull();
    }

    private ChartFacts facts(String config, String annotations) throws Exception {
        content.manifest("1.0.0", content.blob(ChartMediaTypes.CONFIG, config), List.of(), annotations);
        return ChartFacts.of(repository, repository.manifest("1.0.0"));
    }

    @Test
    void theFactsAreInTheConfig() throws Exception {
        ChartFacts facts = facts(
                "{\"name\":\"db\",\"version\":\"2.0.0+b\",\"appVersion\":\"9\"}",
                ",\"annotations\":{\"org.opencontainers.image.title\":\"x\","
                        + "\"org.opencontainers.image.version\":\"0\"}");

        assertThat(facts).isEqualTo(new ChartFacts("db", "2.0.0+b", "9"));
        assertThat(facts.archiveName()).isEqualTo("db-2.0.0+b.tgz");
    }

    @Test
    void elseTheyAreInTheAnnotationsOrTheRepositorysName() throws Exception {
        assertThat(facts(
                        "{}",
                        ",\"annotations\":{\"org.opencontainers.image.title\":\"db\","
                                + "\"org.opencontainers.image.version\":\"2.0.0\"}"))
                .isEqualTo(new ChartFacts("db", "2.0.0", ""));
        assertThat(facts("{}", "")).isEqualTo(new ChartFacts("web", "", ""));
    }
}
