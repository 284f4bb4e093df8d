package io.jenkins.plugins.ocichart.registry.client;

import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.refuse;
import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.reset;
import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.DeniedException;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobUploadTest {
    private static final byte[] CONTENT = new byte[300_000];
    private static final Descriptor BLOB;

    static {
        new Random(1).nextBytes(CONTENT);
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

    private void assertStored() {
        assertThat(registry.blob(BLOB.digest().toString())).isEqualTo(CONTENT);
    }

    @Test
    void anUploadTakesOnePostAndOnePutOfKnownLength() throws Exception {
        upload();

        assertStored();
        assertThat(registry.requests())
                .containsExactly("POST /v2/charts/web/blobs/uploads/", "PUT /v2/charts/web/blobs/uploads/1");
        assertThat(registry.headers().get(0)).containsEntry("content-length", "0");
        assertThat(registry.headers().get(1))
                .containsEntry("content-length", "300000")
                .containsEntry("content-type", "application/octet-stream")
                .containsKey("authorization")
                .doesNotContainKey("transfer-encoding");
    }

    static Stream<Arguments> passingFaults() {
        return Stream.of(
                Arguments.of("reset at POST", "POST", reset()),
                Arguments.of("reset at PUT", "PUT", reset()),
                Arguments.of("silence at PUT", "PUT", silence()),
                Arguments.of("408 at PUT", "PUT", refuse(408, "", "")),
                Arguments.of("429 at POST", "POST", refuse(429, "TOOMANYREQUESTS", "slow down")),
                Arguments.of("429 at PUT", "PUT", refuse(429, "TOOMANYREQUESTS", "slow down")),
                Arguments.of("500 at POST", "POST", refuse(500, "UNKNOWN", "")),
                Arguments.of("500 at PUT", "PUT", refuse(500, "UNKNOWN", "")),
                Arguments.of("502 at PUT", "PUT", refuse(502, "", "")),
                Arguments.of("503 at PUT", "PUT", refuse(503, "UNAVAILABLE", "")),
                Arguments.of("504 at PUT", "PUT", refuse(504, "", "")),
                Arguments.of("lost session at PUT", "PUT", refuse(404, "BLOB_UPLOAD_UNKNOWN", "")),
                Arguments.of("range at PUT", "PUT", refuse(416, "RANGE_INVALID", "")));
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFaults")
    void uploadsSurviveFaultsThatPass(String name, String method, WireServer.Handler fault) throws Exception {
        registry.fault(method, "/blobs/uploads/", 1, fault);

        upload();

        assertStored();
    }

    @Test
    void uploadsBrokenOffInTheMiddleOfTheBodyBeginAgainWithANewSession() throws Exception {
        registry.fault("PUT", "/uploads/", 2, exchange -> {
            exchange.body().readNBytes(100_000);
            exchange.reset();
        });

        upload();

        assertStored();
        assertThat(registry.requests())
                .containsExactly(
                        "POST /v2/charts/web/blobs/uploads/",
                        "PUT /v2/charts/web/blobs/uploads/1",
                        "HEAD /v2/charts/web/blobs/" + BLOB.digest(),
                        "POST /v2/charts/web/blobs/uploads/",
                        "PUT /v2/charts/web/blobs/uploads/2",
                        "HEAD /v2/charts/web/blobs/" + BLOB.digest(),
                        "POST /v2/charts/web/blobs/uploads/",
                        "PUT /v2/charts/web/blobs/uploads/3");
    }

    @Test
    void uploadsWhoseAnswerIsLostAreNotSentAgain() throws Exception {
        registry.fault("PUT", "/uploads/", 1, exchange -> {
            registry.blob(
                    "charts/web", BLOB.digest().toString(), exchange.body().readAllBytes());
            exchange.reset();
        });

        upload();

        assertStored();
        assertThat(registry.requests()).last().isEqualTo("HEAD /v2/charts/web/blobs/" + BLOB.digest());
    }

    @Test
    void uploadsGiveUpAfterTheLastAttempt() {
        registry.always("PUT", "/uploads/", refuse(503, "UNAVAILABLE", "maintenance"));

        assertThatThrownBy(this::upload)
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(registry.host())
                .hasMessageContaining("503 UNAVAILABLE: maintenance");
        assertThat(registry.requests()).filteredOn(r -> r.startsWith("PUT")).hasSize(4);
    }

    @Test
    void uploadsRefusedForGoodAreNotRepeated() {
        registry.always("PUT", "/uploads/", refuse(403, "DENIED", "no right"));

        assertThatThrownBy(this::upload)
                .isInstanceOf(DeniedException.class)
                .hasMessageContaining("charts/web")
                .hasMessageContaining("no right");
        assertThat(registry.requests()).filteredOn(r -> r.startsWith("PUT")).hasSize(1);
    }

    @Test
    void uploadsOfContentThatHasChangedAreRefusedBeforeAnythingIsSent(@TempDir Path directory) throws Exception {
        Path file = Files.write(directory.resolve("chart.tgz"), new byte[10]);

        assertThatThrownBy(() -> client.repository("charts/web").upload(BLOB, Body.of(file), TransferListener.NONE))
                .hasMessageContaining("has changed")
                .hasMessageContaining("10 bytes instead of 300000");
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void uploadsOfContentThatShrinksOnTheWayFailWithItsOwnMessage() {
        Body shrinking = new Body() {
            @Override
            public long length() {
                return CONTENT.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(CONTENT, 0, 1000);
            }
        };

        assertThatThrownBy(() -> client.repository("charts/web").upload(BLOB, shrinking, TransferListener.NONE))
                .hasMessageContaining("became shorter while it was sent");
        assertThat(registry.requests()).filteredOn(r -> r.startsWith("POST")).hasSize(1);
    }

    @Test
    void uploadsOfContentThatCannotBeReadFailWithTheReadersMessage() {
        Body unreadable = new Body() {
            @Override
            public long length() {
                return CONTENT.length;
            }

            @Override
            public InputStream open() throws IOException {
                throw new IOException("stale file handle");
            }
        };

        assertThatThrownBy(() -> client.repository("charts/web").upload(BLOB, unreadable, TransferListener.NONE))
                .hasMessage("stale file handle");
    }

    @Test
    void uploadsWhoseContentDoesNotMatchItsDigestSayThatItWasDamaged() {
        byte[] other = CONTENT.clone();
        other[7]++;

        assertThatThrownBy(() -> client.repository("charts/web").upload(BLOB, Body.of(other), TransferListener.NONE))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("DIGEST_INVALID");
        assertThat(registry.blob(BLOB.digest().toString())).isNull();
    }

    @Test
    void uploadsToAnotherHostCarryNoLogin() throws Exception {
        List<Map<String, String>> seen = new CopyOnWriteArrayList<>();
        try (WireServer storage = WireServer.start(exchange -> {
            seen.add(exchange.headers());
            registry.blob(
                    "charts/web", exchange.query("digest"), exchange.body().readAllBytes());
            exchange.respond(201, "");
        })) {
            registry.fault(
                    "POST",
                    "/uploads/",
                    1,
                    e -> e.respond(202, Map.of("Location", storage.url() + "/store?sig=a%2Fb"), new byte[0]));

            upload();
        }

        assertStored();
        assertThat(seen).hasSize(1).first().satisfies(h -> assertThat(h).doesNotContainKey("authorization"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/charts/web/blobs/uploads/1?_state=a%3Db%2B",
                "1?_state=a%3Db%2B",
                "http://HOST/v2/charts/web/blobs/uploads/1?_state=a%3Db%2B",
                "HOST/v2/charts/web/blobs/uploads/1?_state=a%3Db%2B"
            })
    void uploadsGoToEveryFormOfLocation(String location) throws Exception {
        registry.fault("POST", "/uploads/", 1, exchange -> {
            // opens the session, answers by another Location
            exchange.respond(202, Map.of("Location", location.replace("HOST", registry.host())), new byte[0]);
        });
        registry.fault("PUT", "/uploads/1", 1, exchange -> {
            assertThat(exchange.target()).contains("?_state=a%3Db%2B&digest=sha256%3A");
            registry.blob(
                    "charts/web", exchange.query("digest"), exchange.body().readAllBytes());
            exchange.respond(201, "");
        });

        upload();

        assertStored();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://elsewhere/x", "http://", "http://user:pw@[bad/"})
    void uploadsWithoutAUsableLocationFail(String location) {
        registry.always("POST", "/uploads/", e -> e.respond(202, Map.of("Location", location), new byte[0]));

        assertThatThrownBy(this::upload)
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(registry.host())
                .hasMessageContaining("Location");
    }

    @Test
    void uploadsInterruptedEndAsInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        registry.always("PUT", "/uploads/", exchange -> {
            exchange.body().readNBytes(100_000);
            begun.countDown();
            Thread.sleep(60_000);
        });
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                upload();
            } catch (IOException | InterruptedException e) {
                outcome.set(e);
            }
        });
        thread.start();
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

        thread.interrupt();
        thread.join(60_000);

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void uploadsTellHowFarTheyAre() throws Exception {
        List<Long> told = new CopyOnWriteArrayList<>();

        client.repository("charts/web").upload(BLOB, Body.of(CONTENT), told::add);

        assertThat(told).isSorted().hasSizeGreaterThan(5).last().isEqualTo(300_000L);
    }

    @Test
    void uploadsAnsweredBeforeTheirEndStopAndSayWhy() {
        registry.always("PUT", "/uploads/", exchange -> {
            exchange.raw()
                    .write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            exchange.raw().flush();
            exchange.connection().shutdownOutput();
            exchange.body().readNBytes(100_000);
            exchange.hangUp();
        });

        assertThatThrownBy(this::upload).hasMessageContaining("limits the size of uploads");
    }

    @Test
    void uploadsRefusedForTheirSizeNameTheProxy() {
        registry.always("PUT", "/uploads/", e -> e.respond(413, "<html><title>413 Too Large</title></html>"));

        assertThatThrownBy(this::upload)
                .hasMessageContaining("limits the size of uploads")
                .hasMessageContaining(registry.host());
    }

    private long count(String method) {
        return registry.requests().stream()
                .filter(request -> request.startsWith(method))
                .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 416})
    void uploadsBeginAgainTwiceIfTheirSessionIsLostAndThenFail(int status) throws Exception {
        registry.fault("PUT", "/uploads/", 2, refuse(status, "BLOB_UPLOAD_UNKNOWN", "lost"));
        upload();
        assertStored();
        assertThat(count("PUT")).isEqualTo(3);
        assertThat(count("HEAD")).isZero();

        registry.prefer("PUT", "/uploads/", Integer.MAX_VALUE, refuse(status, "BLOB_UPLOAD_UNKNOWN", "lost"));
        registry.prefer("HEAD", "/blobs/", Integer.MAX_VALUE, refuse(404, "", ""));
        assertThatThrownBy(this::upload)
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("(" + status + " BLOB_UPLOAD_UNKNOWN: lost)");
        assertThat(count("PUT")).isEqualTo(6);
    }

    @Test
    void uploadsThatArriveDamagedAreSentOnceMore() throws Exception {
        registry.fault("PUT", "/uploads/", 1, refuse(400, "DIGEST_INVALID", "other content"));
        upload();
        assertStored();
        assertThat(count("PUT")).isEqualTo(2);

        registry.prefer("PUT", "/uploads/", Integer.MAX_VALUE, refuse(400, "DIGEST_INVALID", "other content"));
        registry.prefer("HEAD", "/blobs/", Integer.MAX_VALUE, refuse(404, "", ""));
        assertThatThrownBy(this::upload).isInstanceOf(DigestMismatchException.class);
        assertThat(count("PUT")).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"400, NAME_INVALID", "403, DIGEST_INVALID"})
    void uploadsRefusedForAnotherReasonAreNotSentAgain(int status, String code) {
        registry.always("PUT", "/uploads/", refuse(status, code, ""));

        assertThatThrownBy(this::upload).isInstanceOf(RegistryException.class);
        assertThat(count("PUT")).isEqualTo(1);
    }

    @Test
    void uploadsThatMayNotBeMadeAreNotLookedFor() {
        registry.always("PUT", "/uploads/", refuse(401, "UNAUTHORIZED", ""));

        assertThatThrownBy(this::upload).isInstanceOf(UnauthorizedException.class);
        assertThat(count("HEAD")).isZero();
    }

    @Test
    void uploadsThatFailAreReportedEvenIfNobodySaysWhetherTheBlobIsThere() {
        registry.always("PUT", "/uploads/", refuse(403, "DENIED", "no right"));
        registry.always("HEAD", "/blobs/", refuse(403, "DENIED", ""));

        assertThatThrownBy(this::upload).isInstanceOf(DeniedException.class).hasMessageContaining("no right");
    }

    @Test
    void uploadsWaitBeforeTheyBeginAgain() throws Exception {
        registry.fault("PUT", "/uploads/", 1, refuse(503, "UNAVAILABLE", ""));
        RetryPolicy slow = new RetryPolicy(4, Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(2));
        try (RegistryClient patient = RegistryClient.open(
                registry.host(), ConnectionSettings.DEFAULT, RegistryCredential.anonymous(), Fast.LIMITS, slow)) {
            long start = System.nanoTime();
            patient.repository("charts/web").upload(BLOB, Body.of(CONTENT), TransferListener.NONE);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(265));
        }
        assertStored();
    }

    @Test
    void uploadsToALocationWithoutAQueryHaveTheDigestAsTheirQuery() throws Exception {
        registry.always("POST", "/uploads/", e -> e.respond(202, Map.of("Location", "/put/here"), new byte[0]));
        List<String> targets = new CopyOnWriteArrayList<>();
        registry.always("PUT", "/put/here", exchange -> {
            targets.add(exchange.target());
            exchange.respond(201, "");
        });

        upload();

        assertThat(targets)
                .containsExactly("/put/here?digest=" + BLOB.digest().toString().replace(":", "%3A"));
    }

    @Test
    void uploadsStoredAsSomethingElseFail() {
        String other = "sha256:" + "0".repeat(64);
        registry.always("PUT", "/uploads/", e -> e.respond(201, Map.of("Docker-Content-Digest", other), new byte[0]));

        assertThatThrownBy(this::upload)
                .isInstanceOf(DigestMismatchException.class)
                .hasMessage(registry.host() + " stored a blob of charts/web as " + other + " instead of "
                        + BLOB.digest() + ": check the proxies between");
    }

    @Test
    void uploadsMayBeNamedByADigestOfAnotherKind() throws Exception {
        registry.always(
                "PUT",
                "/uploads/",
                e -> e.respond(201, Map.of("Docker-Content-Digest", "sha512:" + "0".repeat(128)), new byte[0]));

        upload();
    }

    @Test
    void uploadsThatAmazonBreaksOffAtTheirBeginningLackTheirRepository() throws Exception {
        String amazon = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
        try (WireServer proxy = WireServer.start(WireExchange::reset);
                RegistryClient behind = throughProxy(amazon, proxy);
                RegistryClient other = throughProxy("registry.example.com", proxy)) {
            assertThatThrownBy(
                            () -> behind.repository("charts/web").upload(BLOB, Body.of(CONTENT), TransferListener.NONE))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageStartingWith("ECR repository charts/web does not exist on " + amazon);
            assertThatThrownBy(
                            () -> other.repository("charts/web").upload(BLOB, Body.of(CONTENT), TransferListener.NONE))
                    .isInstanceOf(ConnectionException.class);
        }
    }

    private static RegistryClient throughProxy(String host, WireServer proxy) throws Exception {
        ConnectionSettings settings = new ConnectionSettings(true, false, null, null, null)
                .withProxy(new ProxySettings("127.0.0.1", proxy.port()));
        return Fast.client(host, settings, RegistryCredential.anonymous());
    }

    @Test
    void uploadsRedirectedToWhereNothingMayGoAreNotRepeated() {
        registry.always("PUT", "/uploads/", e -> e.respond(307, Map.of("Location", "ftp://elsewhere/x"), new byte[0]));

        assertThatThrownBy(this::upload)
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining(registry.host() + " redirects to an unusable address");
        assertThat(count("PUT")).isEqualTo(1);
    }
}
