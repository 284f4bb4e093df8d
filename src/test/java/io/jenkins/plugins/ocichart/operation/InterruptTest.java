package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.operation.pull.ChartPull;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.ManifestBytes;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An abort in the middle of a transfer, with a registry that stops talking there. */
class InterruptTest {
    /** Far less than the minute after which a silent registry is given up. */
    private static final Duration PROMPT = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    private Path archive;
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch aborted = new CountDownLatch(1);
    private final CountDownLatch closedByClient = new CountDownLatch(1);

    @BeforeEach
    void writeChart() throws IOException {
        archive = ChartTar.large(dir, "web", "1.0.0", 20);
    }

    /** Interrupts the operation when the registry has gone silent, and returns how long it then took to end. */
    private Duration abort(Callable<?> operation) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                operation.call();
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        thread.start();
        assertThat(stalled.await(60, TimeUnit.SECONDS)).as("registry was asked").isTrue();
        Thread.sleep(300);
        long start = System.nanoTime();
        thread.interrupt();
        aborted.countDown();
        thread.join(60_000);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(closedByClient.await(30, TimeUnit.SECONDS))
                .as("connection was closed")
                .isTrue();
        return took;
    }

    private void stall(WireExchange exchange) throws IOException {
        exchange.connection().setSoTimeout(60_000);
        stalled.countDown();
        try {
            aborted.await();
            exchange.connection().getInputStream().transferTo(OutputStream.nullOutputStream());
            closedByClient.countDown();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            closedByClient.countDown();
            throw e;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Tag("slow")
    @Test
    void aPushEndsLongBeforeASilentRegistryIsGivenUpAndTheRegistryGetsNoManifest() throws Exception {
        List<String> requests = Collections.synchronizedList(new java.util.ArrayList<>());
        try (WireServer server = WireServer.start(exchange -> {
            requests.add(exchange.method());
            boolean chart = "PUT".equals(exchange.method())
                    && Long.parseLong(exchange.headers().getOrDefault("content-length", "0")) > 1_000_000;
            if (chart) {
                stall(exchange);
            } else if (exchange.method().equals("POST")) {
                exchange.respond(202, Map.of("Location", "/upload/1"), new byte[0]);
            } else {
                exchange.respond(exchange.method().equals("PUT") ? 201 : 404, "");
            }
        })) {
            Duration took = abort(() -> ChartPush.run(dir, Requests.push("*.tgz", server.host()), line -> {}));
            assertThat(took).isLessThan(PROMPT);
            assertThat(requests).containsOnlyOnce("HEAD").hasSizeLessThanOrEqualTo(5);
        }
        assertThat(archive).exists();
    }

    @Tag("slow")
    @Test
    void aPullEndsLongBeforeASilentRegistryIsGivenUpAndLeavesNothing() throws Exception {
        byte[] content = Files.readAllBytes(archive);
        byte[] manifest = ManifestBytes.of(archive);
        try (WireServer server = WireServer.start(exchange -> {
            if (exchange.path().contains("/manifests/")) {
                exchange.respond(200, Map.of("Content-Type", Manifest.OCI_MANIFEST), manifest);
            } else if (exchange.path().contains("/blobs/")) {
                exchange.raw().write(("HTTP/1.1 200 OK\r\nContent-Length: " + content.length + "\r\n\r\n").getBytes());
                exchange.raw().write(content, 0, content.length / 2);
                exchange.raw().flush();
                stall(exchange);
            } else {
                exchange.respond(200, "{}");
            }
        })) {
            Duration took = abort(() -> ChartPull.run(
                    dir, Requests.pull("oci://" + server.host() + "/charts/web", "1.0.0", "new/folder"), line -> {}));
            assertThat(took).isLessThan(PROMPT);
        }
        try (var files = Files.list(dir)) {
            assertThat(files).containsExactly(archive);
        }
    }
}
