package io.jenkins.plugins.ocichart.operation.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry announces is compared with what a chart can have before anything of it is stored. */
class HostileContentTest {
    private static final String PROVENANCE = "application/vnd.cncf.helm.chart.provenance.v1.prov";

    @TempDir
    private Path dir;

    @Started
    private SimulatedRegistry registry;

    private Path archive;

    /** A chart's manifest with these sizes of archive and provenance file, which aren't there. */
    private byte[] manifest(long chart, long provenance) throws Exception {
        archive = ChartTar.write(Files.createTempDirectory(dir, "chart"), "web", "1.0.0");
        Descriptor config = Descriptor.of(OddContent.HELM_CONFIG, "{}".getBytes(StandardCharsets.UTF_8));
        Descriptor real = Descriptor.of(OddContent.HELM_CHART, archive);
        registry.blob("charts/web", real.digest().toString(), Files.readAllBytes(archive));
        return ("{\"schemaVersion\":2,\"config\":" + json(config, config.size()) + ",\"layers\":["
                        + json(real, chart < 0 ? real.size() : chart) + ","
                        + json(new Descriptor(PROVENANCE, config.digest(), 1), provenance) + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String json(Descriptor descriptor, long size) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(descriptor.mediaType(), descriptor.digest(), size);
    }

    private PulledChart pull(String chart) throws Exception {
        return new Pull("oci://" + registry.host() + "/" + chart, null, false, "out", false, ".", true, Requests.ALICE)
                .run(dir, line -> {});
    }

    private void assertNothingStored() throws Exception {
        try (Stream<Path> files = Files.walk(dir)) {
            assertThat(files.filter(file -> file.startsWith(dir.resolve("out"))).filter(Files::isRegularFile))
                    .isEmpty();
        }
        assertThat(registry.requests()).noneMatch(request -> request.contains("/blobs/"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 62, 1_200_000_000})
    void aLayerLargerThanAnyChartIsNotFetched(long size) throws Exception {
        registry.manifest("charts/web", "1.0.0", Manifest.OCI_MANIFEST, manifest(size, 1));

        assertThatThrownBy(() -> pull("charts/web:1.0.0"))
                .hasMessage(registry.host() + "/charts/web:1.0.0 has a layer of " + size + " bytes ("
                        + OddContent.HELM_CHART + "), more than the 256 MiB that are downloaded");
        assertNothingStored();
    }

    @Test
    void aProvenanceFileLargerThanAnyIsNotFetched() throws Exception {
        registry.manifest("charts/web", "1.0.0", Manifest.OCI_MANIFEST, manifest(-1, 1L << 30));

        assertThatThrownBy(() -> pull("charts/web:1.0.0"))
                .hasMessageContaining("has a layer of 1073741824 bytes (" + PROVENANCE
                        + "), more than the 16 MiB that are downloaded");
        assertNothingStored();
    }

    @Test
    void aTagBesideADigestOfAnotherAlgorithmIsComparedByItsContent() throws Exception {
        byte[] manifest = manifest(-1, 1);
        Digest digest = Digest.parse("sha512:" + "0".repeat(128)).of(manifest);
        registry.manifest("charts/web", "1.0.0", Manifest.OCI_MANIFEST, manifest);
        String chart = "oci://" + registry.host() + "/charts/web:1.0.0@" + digest;

        new Pull(chart, null, false, "out", false, ".", false, Requests.ALICE).run(dir, line -> {});

        assertThat(dir.resolve("out")).isDirectoryContaining("glob:**.tgz");
    }

    @Test
    void aReplicaThatDoesNotKnowABlobYetGetsItOnceMore() throws Exception {
        ChartTar.write(dir, "web", "2.0.0");
        registry.fault(
                "PUT",
                "/manifests/",
                1,
                SimulatedRegistry.refuse(404, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry"));
        registry.fault("HEAD", "/blobs/", 1, exchange -> exchange.respond(404, ""));

        PushResult result = Requests.push("web-2.0.0.tgz", registry.host()).run(dir, line -> {});

        assertThat(result.problem()).isEmpty();
        assertThat(registry.requests())
                .filteredOn(r -> r.contains("PUT /v2/charts/web/manifests"))
                .hasSize(2);
        assertThat(registry.requests())
                .filteredOn(r -> r.contains("PUT /v2/charts/web/blobs"))
                .hasSize(3);
    }
}
