package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import io.jenkins.plugins.ocichart.simulator.TokenServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a push and a pull cost, counted at a real registry. */
class RequestCountTest {
    private static final byte[] CHART = "chart".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CONFIG = "{\"name\":\"web\"}".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor LAYER = Descriptor.of("application/octet-stream", CHART);
    private static final Descriptor CONFIG_BLOB = Descriptor.of("application/json", CONFIG);
    private static final byte[] MANIFEST = ("{\"schemaVersion\":2,\"config\":" + json(CONFIG_BLOB) + ",\"layers\":["
                    + json(LAYER) + "]}")
            .getBytes(StandardCharsets.UTF_8);

    private static String json(Descriptor d) {
        return "{\"mediaType\":\"" + d.mediaType() + "\",\"digest\":\"" + d.digest() + "\",\"size\":" + d.size() + "}";
    }

    private static void push(RegistryClient client) throws Exception {
        if (client.repository("charts/web")
                .forPush()
                .resolve("1.0.0")
                .filter(d -> d.digest().equals(Digest.sha256(MANIFEST)))
                .isPresent()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Void>> uploads = List.of(
                    () -> {
                        client.repository("charts/web").upload(CONFIG_BLOB, Body.of(CONFIG), TransferListener.NONE);
                        return null;
                    },
                    () -> {
                        client.repository("charts/web").upload(LAYER, Body.of(CHART), TransferListener.NONE);
                        return null;
                    });
            for (Future<Void> upload : threads.invokeAll(uploads)) {
                upload.get();
            }
        } finally {
            threads.shutdown();
        }
        client.repository("charts/web").putManifest("1.0.0", Manifest.OCI_MANIFEST, MANIFEST);
    }

    @Tag("slow")
    @Test
    void aFirstPushTakesSixRequestsFourInSequenceASecondOneAndAPullTwo(
            @TempDir Path directory, @Started EmbeddedRegistry registry) throws Exception {
        try (RecordingRegistry recording = RecordingRegistry.farFrom(registry.host(), Duration.ofMillis(40));
                RegistryClient client = RegistryClient.open(
                        recording.host(),
                        ConnectionSettings.DEFAULT,
                        RegistryCredential.basic(EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD))) {
            push(client);
            assertThat(recording.lines()).hasSize(6);
            assertThat(recording.sequenceDepth()).isEqualTo(4);

            recording.clear();
            push(client);
            assertThat(recording.lines()).containsExactly("HEAD /v2/charts/web/manifests/1.0.0 200");

            recording.clear();
            Manifest manifest = client.repository("charts/web").manifest("1.0.0");
            client.repository("charts/web")
                    .download(manifest.layers().get(0), directory.resolve("web.tgz"), TransferListener.NONE);
            assertThat(recording.lines())
                    .containsExactly(
                            "GET /v2/charts/web/manifests/1.0.0 200",
                            "GET /v2/charts/web/blobs/" + LAYER.digest() + " 200");
        }
    }

    @Tag("slow")
    @Test
    void aPushWithTokensAsksForOneTokenOnly(@Started TokenServer tokens) throws Exception {
        try (DockerRegistry registry = tokens.registry();
                RecordingRegistry recording = RecordingRegistry.farFrom(registry.host(), Duration.ofMillis(40));
                RegistryClient client = RegistryClient.open(
                        recording.host(),
                        ConnectionSettings.DEFAULT,
                        RegistryCredential.basic(TokenServer.USER, TokenServer.PASSWORD))) {
            push(client);

            assertThat(tokens.requests()).containsExactly("GET basic repository:charts/web:pull,push");
            assertThat(recording.lines()).hasSize(7).first().isEqualTo("HEAD /v2/charts/web/manifests/1.0.0 401");
        }
    }
}
