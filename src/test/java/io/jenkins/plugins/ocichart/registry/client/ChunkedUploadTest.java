package io.jenkins.plugins.ocichart.registry.client;

import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.refuse;
import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.reset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.DeniedException;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.http.TimeLimits;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads past proxies and registries that take no large body. */
class ChunkedUploadTest {
    private static final int MB = 1 << 20;
    private static final byte[] CONTENT = new byte[5 * MB + 12_345];
    private static final Descriptor BLOB;

    static {
        new Random(2).nextBytes(CONTENT);
        BLOB = Descriptor.of("application/octet-stream", CONTENT);
    }

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    @BeforeEach
    void start() throws Exception {
        client = Fast.client(registry.host(), RegistryCredential.basic("alice", "secret"));
    }

    private void upload() throws IOException, InterruptedException {
        client.repository("charts/web").upload(BLOB, Body.of(CONTENT), TransferListener.NONE);
    }

    private void limit(int bytes) {
        WireServer.Handler limit = exchange -> {
            if (Integer.parseInt(exchange.header("content-length")) > bytes) {
                exchange.respond(413, "<html><title>413 Request Entity Too Large</title></html>");
            } else {
                registry.answer(exchange);
            }
        };
        registry.always("PUT", "/uploads/", limit);
        registry.always("PATCH", "/uploads/", limit);
    }

    private List<String> methods() {
        return registry.requests().stream().map(line -> line.split(" ")[0]).toList();
    }

    private void assertStored() {
        assertThat(registry.blob(BLOB.digest().toString())).isEqualTo(CONTENT);
    }

    @Test
    void theWholeIsTriedFirst() throws Exception {
        upload();

        assertThat(methods()).containsExactly("POST", "PUT");
    }

    @Test
    void whatIsTooLargeIsSentInChunksThatFollowEachOther() throws Exception {
        limit(4 * MB);

        upload();

        assertStored();
        assertThat(methods()).containsExactly("POST", "PUT", "POST", "PATCH", "PATCH", "PUT");
        assertThat(registry.headers().get(3)).containsEntry("content-range", "0-" + (4 * MB - 1));
        assertThat(registry.headers().get(4))
                .containsEntry("content-range", 4 * MB + "-" + (CONTENT.length - 1))
                .containsEntry("content-length", String.valueOf(CONTENT.length - 4 * MB))
                .containsEntry("content-type", "application/octet-stream")
                .containsKey("authorization");
        assertThat(registry.headers().get(5)).containsEntry("content-length", "0");
    }

    /** The registry puts the chunks together before it answers, which takes longer than a connection may be idle. */
    @Tag("slow")
    @Test
    void theLastRequestHasAsLongForItsAnswerAsAnUpload() throws Exception {
        limit(4 * MB);
        registry.prefer("PUT", "/uploads/", 2, exchange -> {
            if (exchange.header("content-length").equals("0")) {
                Thread.sleep(4500);
                registry.answer(exchange);
            } else {
                exchange.respond(413, "too large");
            }
        });
        TimeLimits limits = new TimeLimits(
                Duration.ofSeconds(60), Duration.ofSeconds(3), Duration.ofSeconds(60), Duration.ofSeconds(60));
        try (RegistryClient patient = RegistryClient.open(
                registry.host(),
                ConnectionSettings.DEFAULT,
                RegistryCredential.basic("alice", "secret"),
                limits,
                Fast.RETRIES)) {
            patient.repository("charts/web").upload(BLOB, Body.of(CONTENT), TransferListener.NONE);
        }

        assertStored();
        assertThat(methods()).containsExactly("POST", "PUT", "POST", "PATCH", "PATCH", "PUT");
    }

    @ParameterizedTest
    @CsvSource({"1048576, 6", "1000000, 11", "600000, 11"})
    void chunksShrinkUntilTheyPass(int limit, long patches) throws Exception {
        limit(limit);

        upload();

        assertStored();
        assertThat(methods().subList(methods().lastIndexOf("POST"), methods().size()))
                .filteredOn("PATCH"::equals)
                .hasSize((int) patches);
    }

    @Test
    void aLimitThatNothingPassesIsNamed() {
        limit(1000);

        assertThatThrownBy(this::upload)
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("limits the size of uploads")
                .hasMessageContaining(registry.host());
        assertThat(methods()).filteredOn("POST"::equals).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {2 * MB, 3 * MB})
    void chunksAreNoSmallerThanTheRegistryAsks(int minimum) throws Exception {
        limit(4 * MB);
        registry.always("POST", "/uploads/", exchange -> answerWith(exchange, minimum));

        upload();

        assertStored();
        assertThat(registry.headers().get(3)).containsEntry("content-length", String.valueOf(4 * MB));
    }

    @Test
    void aMinimumBetweenTheUsualSizesIsTaken() throws Exception {
        limit(5 * MB);
        registry.always("POST", "/uploads/", exchange -> answerWith(exchange, 9 * MB / 2));

        upload();

        assertStored();
        assertThat(registry.headers().get(3)).containsEntry("content-length", String.valueOf(9 * MB / 2));
    }

    /** The usual answer of the registry to POST, with the least size of chunks in it. */
    private void answerWith(WireExchange exchange, int minimum) throws IOException {
        registry.answer(exchange, Map.of("OCI-Chunk-Min-Length", String.valueOf(minimum)));
    }

    @Test
    void aBreakInTheMiddleBeginsAgainWithANewSession() throws Exception {
        limit(2 * MB);
        registry.prefer("PATCH", "/uploads/3", 1, reset());

        upload();

        assertStored();
        assertThat(methods()).endsWith("HEAD", "POST", "PATCH", "PATCH", "PATCH", "PATCH", "PATCH", "PATCH", "PUT");
    }

    @Test
    void aSessionThatIsLostBeginsAgain() throws Exception {
        limit(2 * MB);
        registry.prefer("PATCH", "/uploads/3", 1, refuse(416, "RANGE_INVALID", "out of order"));

        upload();

        assertStored();
    }

    @Test
    void aRefusalOfAChunkIsExplained() {
        limit(2 * MB);
        registry.prefer("PATCH", "/uploads/", 100, refuse(403, "DENIED", "no chunks here"));

        assertThatThrownBy(this::upload)
                .isInstanceOf(DeniedException.class)
                .hasMessageContaining("charts/web")
                .hasMessageContaining("no chunks here");
    }

    @Test
    void progressGoesOnFromChunkToChunk() throws Exception {
        List<Long> told = new CopyOnWriteArrayList<>();
        registry.fault("PUT", "/uploads/", 1, e -> e.respond(413, "too large"));
        registry.fault("POST", "/uploads/", 1, registry::answer);
        registry.fault("POST", "/uploads/", 1, exchange -> {
            told.clear(); // the client waits for this answer before it sends the first chunk
            registry.answer(exchange);
        });

        client.repository("charts/web").upload(BLOB, Body.of(CONTENT), told::add);

        assertThat(told).isSorted().contains(4L * MB).last().isEqualTo((long) CONTENT.length);
    }

    @Tag("slow")
    @Test
    void aRealRegistryPutsTheChunksTogether(@Started DockerRegistry real) throws Exception {
        try (RecordingRegistry proxy = RecordingRegistry.limitingBodies(real.host(), MB);
                RegistryClient behindProxy = Fast.client(proxy.host(), RegistryCredential.anonymous())) {
            behindProxy.repository("charts/web").upload(BLOB, Body.of(CONTENT), TransferListener.NONE);

            ByteArrayOutputStream back = new ByteArrayOutputStream();
            behindProxy.repository("charts/web").download(BLOB, new BlobStream(back), TransferListener.NONE);
            assertThat(back.toByteArray()).isEqualTo(CONTENT);
            assertThat(proxy.lines())
                    .filteredOn(line -> line.startsWith("PATCH") && line.endsWith("202"))
                    .hasSize(6);
        }
    }

    @Test
    void chunksThatFillTheBlobAreFollowedByNoEmptyOne() throws Exception {
        byte[] content = Arrays.copyOf(CONTENT, MB);
        Descriptor blob = Descriptor.of("application/octet-stream", content);
        limit(MB / 2);

        client.repository("charts/web").upload(blob, Body.of(content), TransferListener.NONE);

        assertThat(registry.blob(blob.digest().toString())).isEqualTo(content);
        assertThat(methods()).containsExactly("POST", "PUT", "POST", "PATCH", "PATCH", "PUT");
    }

    @Test
    void chunksWithoutANewLocationGoToTheLastOne() throws Exception {
        List<String> targets = new CopyOnWriteArrayList<>();
        registry.fault("PUT", "/uploads/", 1, e -> e.respond(413, "too large"));
        registry.always("PATCH", "/uploads/", exchange -> {
            targets.add(exchange.target());
            exchange.respond(202, targets.size() == 2 ? Map.of("Location", "/v2/next") : Map.of(), new byte[0]);
        });
        registry.always("PATCH", "/v2/next", exchange -> {
            targets.add(exchange.target());
            exchange.respond(202, "");
        });
        registry.always("PUT", "/v2/next", exchange -> {
            targets.add(exchange.path());
            exchange.respond(201, "");
        });
        byte[] content = Arrays.copyOf(CONTENT, 3 * MB);

        client.repository("charts/web").upload(Descriptor.of("a/b", content), Body.of(content), TransferListener.NONE);

        assertThat(targets).hasSize(4).endsWith("/v2/next", "/v2/next");
        assertThat(targets.get(1)).isEqualTo(targets.get(0));
    }

    @Test
    void contentThatShrinksBetweenChunksFailsWithItsOwnMessageAndIsClosed() {
        limit(4 * MB);
        AtomicInteger open = new AtomicInteger();
        AtomicInteger opened = new AtomicInteger();

        assertThatThrownBy(() -> client.repository("charts/web")
                        .upload(BLOB, shrinking(opened, open, null), TransferListener.NONE))
                .hasMessageContaining("became shorter while it was sent");
        assertThat(open).hasValue(0);
        assertThat(opened).hasValueGreaterThan(2);
    }

    @Test
    void contentThatCannotBeReadBetweenChunksFailsWithTheReadersMessageAndIsClosed() {
        limit(4 * MB);
        AtomicInteger open = new AtomicInteger();

        assertThatThrownBy(() -> client.repository("charts/web")
                        .upload(BLOB, shrinking(new AtomicInteger(), open, "stale file handle"), TransferListener.NONE))
                .hasMessage("stale file handle");
        assertThat(open).hasValue(0);
    }

    /** The content, of which the second chunk is not there any more, or can't be read. */
    private static Body shrinking(AtomicInteger opened, AtomicInteger open, String failure) {
        return new Body() {
            @Override
            public long length() {
                return CONTENT.length;
            }

            @Override
            public InputStream open() {
                boolean whole = opened.incrementAndGet() < 3;
                open.incrementAndGet();
                return new ByteArrayInputStream(CONTENT, 0, whole ? CONTENT.length : MB) {
                    @Override
                    public void skipNBytes(long number) throws IOException {
                        if (failure != null && !whole) {
                            throw new IOException(failure);
                        }
                        super.skipNBytes(number);
                    }

                    @Override
                    public void close() {
                        open.decrementAndGet();
                    }
                };
            }
        };
    }
}
