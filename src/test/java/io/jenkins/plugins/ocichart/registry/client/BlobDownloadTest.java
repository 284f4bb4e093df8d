package io.jenkins.plugins.ocichart.registry.client;

import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.cut;
import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.refuse;
import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.reset;
import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobDownloadTest {
    private static final byte[] CONTENT = new byte[300_000];
    private static final Descriptor BLOB;

    static {
        new Random(2).nextBytes(CONTENT);
        BLOB = Descriptor.of("application/octet-stream", CONTENT);
    }

    @TempDir
    Path directory;

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    private Path target;

    @BeforeEach
    void start() throws Exception {
        registry.blob("charts/web", BLOB.digest().toString(), CONTENT);
        client = Fast.client(registry.host(), RegistryCredential.basic("alice", "secret"));
        target = directory.resolve("web-1.0.0.tgz");
    }

    private void download() throws IOException, InterruptedException {
        client.repository("charts/web").download(BLOB, target, TransferListener.NONE);
    }

    private void assertNothingLeft() {
        assertThat(directory).isEmptyDirectory();
    }

    static Stream<Arguments> passingFaults() {
        return Stream.of(
                Arguments.of("reset", reset()),
                Arguments.of("silence", silence()),
                Arguments.of("429", refuse(429, "TOOMANYREQUESTS", "")),
                Arguments.of("503", refuse(503, "UNAVAILABLE", "")),
                Arguments.of("cut off at once", cut(CONTENT, 0)),
                Arguments.of("cut off", cut(CONTENT, 200_000)),
                Arguments.of("stalled", (WireServer.Handler) BlobDownloadTest::stall),
                Arguments.of("damaged", (WireServer.Handler) BlobDownloadTest::damage));
    }

    private static void stall(WireExchange exchange) throws IOException, InterruptedException {
        exchange.raw().write("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        exchange.raw().write(CONTENT, 0, 1000);
        exchange.raw().flush();
        Thread.sleep(60_000);
    }

    private static void damage(WireExchange exchange) throws IOException {
        byte[] damaged = CONTENT.clone();
        damaged[200_000]++;
        exchange.respond(200, Map.of(), damaged);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFaults")
    void downloadsSurviveFaultsThatPass(String name, WireServer.Handler fault) throws Exception {
        registry.fault("GET", "/blobs/", 1, fault);

        download();

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(directory.toFile().list()).containsExactly("web-1.0.0.tgz");
    }

    @Test
    void downloadsGoOnWhereTheyBrokeOff() throws Exception {
        registry.fault("GET", "/blobs/", 1, cut(CONTENT, 200_000));

        download();

        assertThat(registry.headers().get(0)).doesNotContainKey("range");
        assertThat(registry.headers().get(1)).containsEntry("range", "bytes=200000-");
        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void downloadsGoOnWithRegistriesThatKnowNoRanges() throws Exception {
        registry.fault("GET", "/blobs/", 1, cut(CONTENT, 200_000));
        registry.fault("GET", "/blobs/", 1, e -> e.respond(200, Map.of(), CONTENT));
        ByteArrayOutputStream stream = new ByteArrayOutputStream();

        client.repository("charts/web").download(BLOB, new BlobStream(stream), TransferListener.NONE);

        assertThat(stream.toByteArray()).isEqualTo(CONTENT);
    }

    @Test
    void downloadsRefuseAnotherPartThanTheOneAskedFor() {
        registry.fault("GET", "/blobs/", 1, cut(CONTENT, 200_000));
        registry.always(
                "GET",
                "/blobs/",
                e -> e.respond(
                        206,
                        Map.of("Content-Range", "bytes 100000-299999/300000"),
                        Arrays.copyOfRange(CONTENT, 100_000, 300_000)));

        assertThatThrownBy(this::download)
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("another part than the one asked for");
        assertNothingLeft();
    }

    @Test
    void downloadsDamagedTwiceFailAndLeaveNothing() {
        registry.always("GET", "/blobs/", BlobDownloadTest::damage);

        assertThatThrownBy(this::download)
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining(registry.host())
                .hasMessageContaining(BLOB.digest().toString());
        assertNothingLeft();
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void downloadsIntoAStreamAreNotRepeatedWhenDamaged() {
        registry.always("GET", "/blobs/", BlobDownloadTest::damage);

        assertThatThrownBy(() -> client.repository("charts/web")
                        .download(BLOB, new BlobStream(OutputStream.nullOutputStream()), TransferListener.NONE))
                .isInstanceOf(DigestMismatchException.class);
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void downloadsOfAnotherLengthAreRefusedByTheirHead() {
        registry.always("GET", "/blobs/", e -> e.respond(200, Map.of(), new byte[400_000]));

        assertThatThrownBy(this::download)
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("400000 bytes");
        assertNothingLeft();
    }

    @Test
    void downloadsWithoutAnEndAreCutOffAtTheirSize() {
        registry.always("GET", "/blobs/", exchange -> {
            exchange.raw().write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                exchange.raw().write(new byte[65536]);
            }
        });

        assertThatThrownBy(this::download)
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("more than 300000 bytes");
        assertNothingLeft();
    }

    @Test
    void downloadsThatNeverSucceedNameTheHostAndLeaveNothing() {
        registry.always("GET", "/blobs/", cut(CONTENT, 1000));

        assertThatThrownBy(this::download)
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("connection to " + registry.host() + " broke");
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws-chunked", "none", "gzip"})
    void downloadsWithTheRightBytesAreTakenWhateverTheirLabel(String encoding) throws Exception {
        registry.always("GET", "/blobs/", e -> e.respond(200, Map.of("Content-Encoding", encoding), CONTENT));

        download();
    }

    @Test
    void downloadsCompressedOnTheWayNameTheHostThatServedThemAndTheirLabel() throws Exception {
        try (WireServer storage = WireServer.start(
                e -> e.respond(200, Map.of("Content-Encoding", "gzip"), new byte[] {0x1f, (byte) 0x8b, 8}))) {
            registry.always(
                    "GET", "/blobs/", e -> e.respond(307, Map.of("Location", storage.url() + "/x"), new byte[0]));

            assertThatThrownBy(this::download)
                    .hasMessage(registry.host() + " delivered 3 bytes for " + BLOB.digest() + " of " + BLOB.size()
                            + " bytes (served by " + storage.host()
                            + ", labelled Content-Encoding: gzip): if it persists, check the proxies between");
        }
        assertNothingLeft();
    }

    @Test
    void downloadsRedirectedToAnotherHostCarryNoLogin() throws Exception {
        AtomicReference<Map<String, String>> seen = new AtomicReference<>();
        try (WireServer storage = WireServer.start(exchange -> {
            seen.set(exchange.headers());
            exchange.respond(200, Map.of(), CONTENT);
        })) {
            registry.always(
                    "GET",
                    "/blobs/",
                    e -> e.respond(
                            307,
                            Map.of("Location", storage.url() + "/bucket/blob?X-Amz-Signature=a%2Fb"),
                            new byte[0]));

            download();
        }

        assertThat(registry.headers().get(0)).containsKey("authorization");
        assertThat(seen.get()).doesNotContainKey("authorization");
        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void downloadsRefusedByTheStorageHostNameIt() throws Exception {
        try (WireServer storage = WireServer.start(e -> e.respond(403, "<Error><Code>AccessDenied</Code></Error>"))) {
            registry.always(
                    "GET",
                    "/blobs/",
                    e -> e.respond(307, Map.of("Location", storage.url() + "/bucket?sig=very-secret"), new byte[0]));

            assertThatThrownBy(this::download)
                    .hasMessageContaining(registry.host() + " redirected")
                    .hasMessageContaining(storage.host())
                    .hasMessageContaining("403")
                    .hasMessageNotContaining("very-secret");
        }
        assertNothingLeft();
    }

    @Test
    void replaceAnOlderFile() throws Exception {
        Files.write(target, new byte[CONTENT.length + 1]);

        download();

        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void intoAMissingDirectoryFailWithTheFilesName() {
        target = directory.resolve("none/web.tgz");

        assertThatThrownBy(this::download).hasMessage("cannot write web.tgz: no such file or folder");
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void downloadsWhoseTargetFailsEndAtOnceWithItsMessage() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(() ->
                        client.repository("charts/web").download(BLOB, new BlobStream(full), TransferListener.NONE))
                .hasMessage("No space left on device");
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void downloadsInterruptedEndAtOnceAndLeaveNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch connectionEnded = new CountDownLatch(1);
        registry.always("GET", "/blobs/", exchange -> {
            exchange.raw()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            try {
                for (int i = 0; ; i++) {
                    exchange.raw().write(CONTENT, i * 1000, 1000);
                    exchange.raw().flush();
                    begun.countDown();
                    Thread.sleep(50);
                }
            } catch (IOException e) {
                connectionEnded.countDown();
                throw e;
            }
        });
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                download();
            } catch (Throwable e) {
                outcome.set(e);
            }
        });
        thread.start();
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        thread.interrupt();
        thread.join(30_000); // half of the time after which a silent server is given up

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        assertThat(connectionEnded.await(30, TimeUnit.SECONDS)).isTrue();
        assertNothingLeft();
    }

    @Test
    void downloadsDamagedOnceAreFetchedAgainFromTheStart() throws Exception {
        registry.fault("GET", "/blobs/", 1, BlobDownloadTest::damage);

        download();

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(registry.headers())
                .hasSize(2)
                .allSatisfy(headers -> assertThat(headers)
                        .containsEntry("accept-encoding", "identity")
                        .doesNotContainKey("range"));
    }

    @Test
    void downloadsDamagedByAStorageHostNameIt() throws Exception {
        try (WireServer storage = WireServer.start(BlobDownloadTest::damage)) {
            registry.always(
                    "GET", "/blobs/", e -> e.respond(307, Map.of("Location", storage.url() + "/x"), new byte[0]));

            assertThatThrownBy(this::download)
                    .isInstanceOf(DigestMismatchException.class)
                    .hasMessageContaining("delivered content with the digest sha256:")
                    .hasMessageContaining("(served by " + storage.host() + ")");
        }
    }

    @Test
    void downloadsOfAShorterBlobThanItsManifestSaysBeginAgainOnce() throws Exception {
        registry.fault("GET", "/blobs/", 1, cut(CONTENT, 200_000));
        registry.fault("GET", "/blobs/", 1, refuse(416, "RANGE_INVALID", ""));

        download();

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(registry.headers().get(2)).doesNotContainKey("range");
    }

    @Test
    void downloadsIntoAStreamOfAShorterBlobThanItsManifestSaysFail() {
        registry.fault("GET", "/blobs/", 1, cut(CONTENT, 200_000));
        registry.fault("GET", "/blobs/", 1, refuse(416, "RANGE_INVALID", ""));

        assertThatThrownBy(() -> client.repository("charts/web")
                        .download(BLOB, new BlobStream(OutputStream.nullOutputStream()), TransferListener.NONE))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessage(registry.host() + " has a shorter blob " + BLOB.digest()
                        + " in charts/web than its manifest says");
    }

    @Test
    void downloadsRefusedAsARangeThatNobodyAskedForFailInTheRegistrysWords() {
        registry.always("GET", "/blobs/", refuse(416, "RANGE_INVALID", "no range"));

        assertThatThrownBy(this::download)
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("(416 RANGE_INVALID: no range)");
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void downloadsThatEndEarlyWithoutALengthAreTriedAsOftenAsOthersAndNameTheHost() {
        registry.always("GET", "/blobs/", exchange -> {
            exchange.raw().write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            exchange.raw().write(CONTENT, 0, 1000);
            exchange.hangUp();
        });

        assertThatThrownBy(this::download)
                .isInstanceOf(ConnectionException.class)
                .hasMessage(registry.host() + " delivered 1000 bytes of " + BLOB.digest() + " instead of 300000");
        assertNothingLeft();
        assertThat(registry.requests()).hasSize(4);
    }

    @Test
    void downloadsWhoseAnswerNeverBeginsAreRepeatedByTheTransportOnly() {
        registry.fault("GET", "/blobs/", 1, cut(CONTENT, 1000));
        registry.always("GET", "/blobs/", reset());

        assertThatThrownBy(this::download).isInstanceOf(ConnectionException.class);
        // four attempts, each of which the JDK may make twice
        assertThat(registry.requests()).hasSizeLessThanOrEqualTo(1 + 4 * 2);
    }

    @Test
    void downloadsThatGetOnByAMegabyteEachTimeMayBreakOffMoreOften() throws Exception {
        byte[] content = new byte[5 * 1024 * 1024];
        new Random(3).nextBytes(content);
        Descriptor blob = Descriptor.of("application/octet-stream", content);
        registry.always("GET", "/blobs/", exchange -> {
            String range = exchange.header("range");
            int from = range == null ? 0 : Integer.parseInt(range.substring(6, range.length() - 1));
            exchange.raw()
                    .write(("HTTP/1.1 " + (from == 0 ? 200 : 206) + " OK\r\nContent-Range: bytes " + from + "-"
                                    + (content.length - 1) + "/*\r\nContent-Length: " + (content.length - from)
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            exchange.raw().write(content, from, 1024 * 1024);
            exchange.raw().flush();
            exchange.hangUp();
        });

        client.repository("charts/web").download(blob, target, TransferListener.NONE);

        assertThat(target).hasBinaryContent(content);
        assertThat(registry.requests()).hasSize(5);
    }

    @Test
    void downloadsWaitBeforeTheyGoOn() throws Exception {
        registry.fault("GET", "/blobs/", 1, cut(CONTENT, 200_000));
        RetryPolicy slow = new RetryPolicy(4, Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(2));
        try (RegistryClient patient = RegistryClient.open(
                registry.host(), ConnectionSettings.DEFAULT, RegistryCredential.anonymous(), Fast.LIMITS, slow)) {
            long start = System.nanoTime();
            patient.repository("charts/web").download(BLOB, target, TransferListener.NONE);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(265));
        }
    }

    @Test
    void downloadsThatHaveGotFarButDoNotGetOnFail() {
        byte[] content = new byte[3 * 1024 * 1024];
        Descriptor blob = Descriptor.of("application/octet-stream", content);
        registry.fault("GET", "/blobs/", 1, cut(content, 2 * 1024 * 1024));
        registry.always("GET", "/blobs/", exchange -> {
            String from = exchange.header("range").substring(6);
            exchange.raw()
                    .write(("HTTP/1.1 206 OK\r\nContent-Range: bytes " + from
                                    + "3145727/3145728\r\nConnection: close\r\n\r\nx")
                            .getBytes(StandardCharsets.US_ASCII));
            exchange.hangUp();
        });

        assertThatThrownBy(() -> client.repository("charts/web").download(blob, target, TransferListener.NONE))
                .isInstanceOf(ConnectionException.class);
        assertThat(registry.requests()).hasSize(4);
    }
}
