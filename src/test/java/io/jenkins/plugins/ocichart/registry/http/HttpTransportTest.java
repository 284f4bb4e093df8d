package io.jenkins.plugins.ocichart.registry.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TimeLimits LIMITS = new TimeLimits(LONG, LONG, LONG, LONG);
    /** For servers that are given up, which a busy machine does no harm. */
    private static final TimeLimits SHORT =
            new TimeLimits(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));

    private static final RetryPolicy RETRIES =
            new RetryPolicy(4, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(2));

    private final AtomicInteger requests = new AtomicInteger();

    @AutoClose
    private HttpTransport transport;

    @AutoClose
    private WireServer server;

    @BeforeEach
    void start() throws Exception {
        transport = HttpTransport.open(ConnectionSettings.DEFAULT, LIMITS, RETRIES);
    }

    private void limit(TimeLimits limits) throws Exception {
        transport.close();
        transport = HttpTransport.open(ConnectionSettings.DEFAULT, limits, RETRIES);
    }

    private void serve(WireServer.Handler handler) {
        server = WireServer.start(exchange -> {
            requests.incrementAndGet();
            handler.handle(exchange);
        });
    }

    private TransportRequest request(String method) {
        return TransportRequest.of(method, URI.create(server.url() + "/x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 499, 500, 502, 503, 504, 522})
    void passingStatusesAreTriedAgain(int status) throws Exception {
        serve(e -> e.respond(requests.get() < 3 ? status : 200, ""));

        TransportResponse response = transport.send(request("GET"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.attempts()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 409, 412, 413, 415, 416, 501, 507})
    void finalStatusesAreNotTriedAgain(int status) throws Exception {
        serve(e -> e.respond(status, ""));

        assertThat(transport.send(request("GET")).status()).isEqualTo(status);
        assertThat(requests).hasValue(1);
    }

    @Test
    void theLastAnswerIsReturnedWhenAttemptsRunOut() throws Exception {
        serve(e -> e.respond(503, "attempt " + requests.get()));

        TransportResponse response = transport.send(request("GET"));

        assertThat(response.body()).asString(StandardCharsets.UTF_8).isEqualTo("attempt 4");
    }

    @Test
    void requestsThatMustNotBeRepeatedAreSentOnce() {
        serve(WireExchange::reset);

        assertThatThrownBy(() -> transport.send(request("PUT").notRepeatable()))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("connection to " + server.host() + " broke");
        assertThat(requests).hasValue(1);
    }

    @Test
    void theWaitBetweenTwoAttemptsIsKept() throws Exception {
        serve(e -> e.respond(requests.get() == 1 ? 503 : 200, ""));
        RetryPolicy slowly = new RetryPolicy(2, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (HttpTransport slow = HttpTransport.open(ConnectionSettings.DEFAULT, LIMITS, slowly)) {
            assertThat(slow.retries()).isEqualTo(slowly);
            long start = System.nanoTime();
            assertThat(slow.send(request("GET")).status()).isEqualTo(200);

            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(89));
        }
    }

    /** Nothing of the request can have arrived. */
    @Test
    void aRefusedConnectionIsTriedAgainEvenForWhatMustNotBeRepeated() throws Exception {
        RetryPolicy slowly = new RetryPolicy(4, Duration.ofMillis(60), Duration.ofSeconds(1), Duration.ofSeconds(1));
        TransportRequest request = TransportRequest.of("PUT", URI.create("http://127.0.0.1:1/"));
        try (HttpTransport slow = HttpTransport.open(ConnectionSettings.DEFAULT, LIMITS, slowly)) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> slow.send(request.notRepeatable())).hasMessageContaining("refused");

            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(160));
        }
    }

    private static final ResponseSink DISCARDING = new ResponseSink() {
        @Override
        public void begin(int status, HttpHeaders headers) {}

        @Override
        public void write(ByteBuffer bytes) {}
    };

    @Test
    void whatHasReachedTheSinkIsNotSentAgain() {
        serve(e -> {
            String status = e.path().equals("/x") ? "200 OK" : "404 Not Found";
            e.raw().write(("HTTP/1.1 " + status + "\r\nContent-Length: 9\r\n\r\nhello").getBytes(US_ASCII));
            e.hangUp();
        });
        TransportRequest failing = TransportRequest.of("GET", URI.create(server.url() + "/y"));

        assertThatThrownBy(() -> transport.send(request("GET").withSink(DISCARDING)))
                .hasMessageContaining("broke");
        assertThat(requests).hasValue(1);
        assertThatThrownBy(() -> transport.send(failing.withSink(DISCARDING))).hasMessageContaining("broke");
        assertThat(requests).as("that nothing of an error reaches").hasValue(1 + 4);
    }

    @Test
    void aRedirectThatLeadsToNobodyIsSaid() {
        serve(e -> e.respond(307, Map.of("Location", "http://localhost:1/"), new byte[0]));

        assertThatThrownBy(() -> transport.send(request("GET")))
                .isInstanceOf(TransportException.class)
                .hasMessageStartingWith(server.host() + " redirects elsewhere: connection to localhost:1 ")
                .hasMessageEndingWith(" refused: check host and port, and that it runs");
    }

    /** Such requests go through a relay, which has to find the host out first. */
    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aTokenServerThatIsNotThereIsExplained(String scheme) {
        AddressPolicy.Check check = AddressPolicy.forLogins(Origin.of(URI.create("http://localhost:5000")));
        TransportRequest request = TransportRequest.of("GET", URI.create(scheme + "://127.0.0.1:1/token"));

        assertThatThrownBy(() -> transport.send(request.withAddressCheck(check)))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(TransportException.Kind.REFUSED))
                .hasMessage("connection to 127.0.0.1:1 refused: check host and port, and that it runs");
    }

    @Test
    void aPortShowsWhetherItSpeaksPlainHttp() throws Exception {
        serve(e -> {});
        assertThat(transport.answersPlainHttp(Origin.of(URI.create("https://" + server.host()))))
                .isTrue();
        assertThat(transport.answersPlainHttp(Origin.of(URI.create("https://127.0.0.1:1"))))
                .isFalse();
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread answering = new Thread(() -> {
                try (Socket client = other.accept()) {
                    client.getInputStream().readNBytes(100);
                    client.getOutputStream().write("SSH-2.0-x".getBytes(US_ASCII));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            answering.start();
            assertThat(transport.answersPlainHttp(Origin.of(URI.create("https://127.0.0.1:" + other.getLocalPort()))))
                    .isFalse();
            answering.join();
        }
    }

    /** The "name" is an address that refuses, with one more of the server's. */
    @Test
    void aHostThatRefusesIsReachedAtItsNextAddress() throws Exception {
        serve(e -> e.respond(200, e.header("host")));
        List<InetAddress> addresses = List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"));
        ClientPool pool = new ClientPool(LONG, host -> addresses);
        RetryPolicy once = new RetryPolicy(1, LONG, LONG, LONG);
        try (HttpTransport patient = HttpTransport.open(pool, ConnectionSettings.DEFAULT, LIMITS, once)) {
            String host = "127.0.0.2:" + server.port();
            TransportRequest request = TransportRequest.of("GET", URI.create("http://" + host + "/"));
            for (int i = 0; i < 2; i++) {
                assertThat(patient.send(request).body()).asString().isEqualTo(host);
            }
        }
    }

    @Tag("slow")
    @Test
    void retryAfterInSecondsIsWaitedFor() throws Exception {
        serve(e -> e.respond(requests.get() == 1 ? 429 : 200, Map.of("Retry-After", "1"), new byte[0]));

        long start = System.nanoTime();
        transport.send(request("GET"));

        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(990));
    }

    @Tag("slow")
    @Test
    void retryAfterAsADateIsWaitedFor() throws Exception {
        long start = System.nanoTime();
        String soon = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2));
        serve(e -> e.respond(requests.get() == 1 ? 503 : 200, Map.of("Retry-After", soon), new byte[0]));

        transport.send(request("GET"));

        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
    }

    @Test
    void aLongerRetryAfterThanABuildShouldWaitEndsTheAttempts() throws Exception {
        serve(e -> e.respond(429, Map.of("Retry-After", "3600"), new byte[0]));

        assertThat(transport.send(request("GET")).status()).isEqualTo(429);
        assertThat(requests).hasValue(1);
    }

    @Test
    void aRefusedConnectionIsExplained() throws Exception {
        serve(e -> {});
        server.close();

        assertThatThrownBy(() -> transport.send(request("GET")))
                .isInstanceOf(TransportException.class)
                .hasMessage("connection to " + server.host() + " refused: check host and port, and that it runs");
    }

    @Test
    void anUnknownHostIsExplained() {
        assertThatThrownBy(() -> transport.send(TransportRequest.of("GET", URI.create("http://no-such-host.invalid/"))))
                .isInstanceOf(TransportException.class)
                .hasMessage(
                        "unknown host no-such-host.invalid: check its name, this machine's DNS and the proxy settings");
    }

    @Tag("slow")
    @Test
    void aSilentServerIsGivenUp() throws Exception {
        limit(SHORT);
        serve(e -> Thread.sleep(60_000));

        assertThatThrownBy(() -> transport.send(request("GET")))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(server.host() + " did not go on");
        assertThat(requests).hasValue(2);
    }

    @Tag("slow")
    @Test
    void aServerThatDripsItsAnswerIsGivenUp() throws Exception {
        limit(SHORT);
        serve(e -> {
            e.raw().write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(US_ASCII));
            for (int i = 0; i < 1000; i++) {
                e.raw().write('x');
                e.raw().flush();
                Thread.sleep(50);
            }
        });

        assertThatThrownBy(() -> transport.send(request("GET")))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("did not go on");
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\n"})
    void aServerThatDripsItsHeadIsGivenUp(String beginning) throws Exception {
        limit(SHORT);
        serve(e -> {
            for (int i = 0; i < 1000; i++) {
                e.raw()
                        .write(
                                beginning.getBytes(US_ASCII),
                                i == 0 ? 0 : beginning.length() - 2,
                                i == 0 ? beginning.length() : 1);
                e.raw().flush();
                Thread.sleep(50);
            }
        });

        assertThatThrownBy(() -> transport.send(request("GET")))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(server.host());
    }

    @Test
    void headersWithoutAnEndAreCutOff() {
        AtomicLong sent = new AtomicLong();
        serve(e -> {
            e.raw().write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
            byte[] line = ("X-" + "y".repeat(1000) + ": z\r\n").getBytes(US_ASCII);
            while (true) {
                e.raw().write(line);
                sent.addAndGet(line.length);
            }
        });

        assertThatThrownBy(() -> transport.send(request("GET").notRepeatable()))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(server.host());
        assertThat(sent.get()).as("bytes of headers taken in").isLessThan(64L << 20);
    }

    @Tag("slow")
    @Test
    void aConnectionThatIsNotAcceptedIsGivenUpInTime() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                HttpTransport impatient = HttpTransport.open(
                        ConnectionSettings.DEFAULT,
                        new TimeLimits(Duration.ofMillis(300), LIMITS.idle(), LIMITS.answer(), LIMITS.small()),
                        RETRIES)) {
            // The kernel takes connections up to the backlog; what comes then gets no answer.
            for (int i = 0; i < 2; i++) {
                waiting.add(new Socket("127.0.0.1", full.getLocalPort()));
            }
            URI uri = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/");
            assertThatThrownBy(() -> impatient.send(TransportRequest.of("GET", uri)))
                    .isInstanceOf(TransportException.class)
                    .hasMessage("no connection to 127.0.0.1:" + full.getLocalPort()
                            + " in time: check the address, firewalls and the proxy settings");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Tag("slow")
    @Test
    void aSlowTransferThatMovesIsNotGivenUp() throws Exception {
        limit(new TimeLimits(LONG, Duration.ofSeconds(4), LONG, LONG));
        serve(e -> {
            e.raw().write("HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n".getBytes(US_ASCII));
            for (int i = 0; i < 20; i++) {
                e.raw().write(new byte[2000]);
                e.raw().flush();
                Thread.sleep(250);
            }
        });
        AtomicInteger received = new AtomicInteger();

        transport.send(request("GET").withSink(new ResponseSink() {
            @Override
            public void begin(int status, HttpHeaders headers) {}

            @Override
            public void write(ByteBuffer bytes) {
                received.addAndGet(bytes.remaining());
            }
        }));

        assertThat(received).hasValue(40_000);
    }

    @Test
    void anAnswerMayBeNoLargerThanExpected() {
        serve(e -> e.respond(200, Map.of(), new byte[2000]));

        assertThatThrownBy(() -> transport.send(request("GET").withMaxBody(1000)))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(server.host())
                .hasMessageContaining("larger than 1000 bytes");
        assertThat(requests).hasValue(1);
    }

    @Test
    void theBodyOfAnErrorIsCutOff() throws Exception {
        serve(e -> e.respond(400, Map.of(), new byte[1_000_000]));

        assertThat(transport.send(request("GET")).body()).hasSize(64 * 1024);
    }

    @Test
    void endlessErrorsAreCutOff() throws Exception {
        serve(e -> {
            e.raw().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(US_ASCII));
            while (true) {
                e.raw().write(new byte[10_000]);
            }
        });

        assertThat(transport.send(request("GET")).body()).hasSize(64 * 1024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void brokenHttpFailsWithTheHostsName(String answer) {
        serve(e -> {
            e.raw().write(answer.getBytes(US_ASCII));
            e.raw().flush();
            e.hangUp();
        });

        assertThatThrownBy(() -> transport.send(request("GET")))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(server.host());
    }

    @Test
    void anInterruptedCallEndsLongBeforeASilentServerIsGivenUp() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        serve(e -> {
            arrived.countDown();
            Thread.sleep(60_000);
        });
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                transport.send(request("GET"));
            } catch (IOException | InterruptedException e) {
                outcome.set(e);
            }
        });
        caller.start();
        arrived.await();

        caller.interrupt();
        caller.join(LONG.toMillis() / 2);

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void plainHttpIsNotUpgraded() throws Exception {
        AtomicReference<Map<String, String>> headers = new AtomicReference<>();
        serve(e -> {
            headers.set(e.headers());
            e.respond(200, "");
        });

        transport.send(request("GET"));

        assertThat(headers.get()).doesNotContainKeys("upgrade", "http2-settings");
    }

    @Test
    void noBodyIsSaidByItsLength() throws Exception {
        AtomicReference<Map<String, String>> headers = new AtomicReference<>();
        serve(e -> {
            headers.set(e.headers());
            e.respond(201, "");
        });
        for (String method : new String[] {"POST", "PUT"}) {
            transport.send(request(method));
            assertThat(headers.get()).containsEntry("content-length", "0");
        }
    }

    @Test
    void redirectsWithinTheOriginKeepTheLogin() throws Exception {
        AtomicReference<String> login = new AtomicReference<>();
        serve(e -> {
            login.set(e.header("authorization"));
            boolean first = e.path().equals("/x");
            e.respond(first ? 302 : 200, first ? Map.of("Location", "/y?a=%2F") : Map.of(), new byte[0]);
        });

        TransportResponse response = transport.send(request("GET").withAuthorization("Basic abc"));

        assertThat(response.uri()).hasToString(server.url() + "/y?a=%2F");
        assertThat(login).hasValue("Basic abc");
    }

    @Test
    void redirectsThatComeBackDoNotBringTheLoginBack() throws Exception {
        AtomicReference<String> login = new AtomicReference<>("unset");
        try (WireServer other =
                WireServer.start(e -> e.respond(302, Map.of("Location", server.url() + "/back"), new byte[0]))) {
            serve(e -> {
                login.set(e.header("authorization"));
                boolean first = e.path().equals("/x");
                e.respond(first ? 302 : 200, first ? Map.of("Location", other.url()) : Map.of(), new byte[0]);
            });

            transport.send(request("GET").withAuthorization("Basic abc"));
        }
        assertThat(login).hasNullValue();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303})
    void redirectsThatWouldChangeAWriteAreAnswers(int status) throws Exception {
        serve(e -> e.respond(status, Map.of("Location", "/y"), new byte[0]));

        assertThat(transport.send(request("POST")).status()).isEqualTo(status);
        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void redirectsThatKeepAWriteAreFollowedWithItsBody(int status) throws Exception {
        AtomicReference<String> body = new AtomicReference<>();
        serve(e -> {
            body.set(new String(e.body().readAllBytes(), StandardCharsets.UTF_8));
            boolean first = e.path().equals("/x");
            e.respond(first ? status : 201, first ? Map.of("Location", "/y") : Map.of(), new byte[0]);
        });

        TransportResponse response = transport.send(
                request("PUT").withBody(Body.of("content".getBytes(StandardCharsets.UTF_8)), TransferListener.NONE));

        assertThat(response.status()).isEqualTo(201);
        assertThat(body).hasValue("content");
    }

    @Test
    void redirectsHaveAnEnd() {
        serve(e -> e.respond(302, Map.of("Location", "/x"), new byte[0]));

        assertThatThrownBy(() -> transport.send(request("GET")))
                .isInstanceOf(TransportException.class)
                .hasMessage(server.host() + " redirects without end");
        assertThat(requests).hasValue(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.com/", "http://", "file:///etc/passwd", "http://user:pw@example.com/", "//"})
    void redirectsToNowhereAreRefused(String location) {
        serve(e -> e.respond(302, Map.of("Location", location), new byte[0]));

        assertThatThrownBy(() -> transport.send(request("GET")))
                .isInstanceOf(TransportException.class)
                .hasMessageStartingWith(server.host() + " redirects to ");
    }

    @Tag("slow")
    @Test
    void redirectsNeverLeaveTls() throws Exception {
        TestKeyStore keys = TestKeyStore.create().add("server", "CN=x", "EC", null, "san=ip:127.0.0.1");
        serve(e -> e.respond(200, ""));
        try (WireServer secure = WireServer.start(
                        keys.serverContext("server", null),
                        e -> e.respond(302, Map.of("Location", server.url()), new byte[0]));
                HttpTransport insecure =
                        HttpTransport.open(new ConnectionSettings(false, true, null, null, null), LIMITS, RETRIES)) {
            assertThatThrownBy(() -> insecure.send(TransportRequest.of("GET", URI.create(secure.url()))))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("redirects from https to http");
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void redirectsMayBeRefusedAltogether() throws Exception {
        serve(e -> e.respond(302, Map.of("Location", "/y"), new byte[0]));

        assertThat(transport.send(request("GET").withoutRedirects()).status()).isEqualTo(302);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret\nX-Injected: 1", "secret\r\n", "secret\u0000", "secret\u20ac"})
    void aHeaderThatCannotBeSentIsNamedWithoutItsValue(String value) {
        serve(e -> e.respond(200, ""));

        for (TransportRequest request : List.of(
                request("GET").withHeader("X-Token", value), request("GET").withAuthorization(value))) {
            assertThatThrownBy(() -> transport.send(request))
                    .isInstanceOf(TransportException.class)
                    .hasNoCause()
                    .hasMessageMatching("nothing sent to " + server.host() + ": the header (X-Token|Authorization) has"
                            + " a line break or another character that no header can hold");
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void aHeaderNameThatCannotBeSentIsNotThrownRaw() {
        serve(e -> e.respond(200, ""));

        assertThatThrownBy(() -> transport.send(request("GET").withHeader("X Token", "secret")))
                .isInstanceOf(TransportException.class)
                .hasNoCause()
                .hasMessage("nothing sent to " + server.host() + ": IllegalArgumentException");
    }

    @Test
    void aHostThatIsRefusedIsSaidWithItsAddresses() throws Exception {
        serve(e -> {});
        server.close();
        URI uri = URI.create("http://localhost:" + URI.create(server.url()).getPort() + "/");

        assertThatThrownBy(() -> transport.send(TransportRequest.of("GET", uri)))
                .isInstanceOf(TransportException.class)
                .hasMessageMatching("connection to " + uri.getAuthority()
                        + " \\(.*127\\.0\\.0\\.1.*\\) refused: check host and port, and that it runs");
    }

    @Test
    void nothingIsSentToAnAddressThatIsRefusedWhateverTheName() throws Exception {
        serve(e -> e.respond(200, ""));
        AddressPolicy.Check check = AddressPolicy.forLogins(Origin.of(URI.create("https://192.0.2.1")));
        URI realm = URI.create("http://localhost:" + URI.create(server.url()).getPort() + "/token");

        assertThatThrownBy(
                        () -> transport.send(TransportRequest.of("GET", realm).withAddressCheck(check)))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("192.0.2.1 leads to localhost at the private address 127.0.0.1; not sent");
        assertThat(requests).hasValue(0);
    }

    @Tag("slow")
    @Test
    void aPlainServerIsRecognizedByItsAnswerToAHandshakeHoweverLateItComes() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread answering = new Thread(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getInputStream().read(new byte[100]);
                    Thread.sleep(1300);
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            answering.start();
            assertThat(transport.answersPlainHttp(Origin.of(URI.create("https://localhost:" + plain.getLocalPort()))))
                    .isTrue();
            answering.join();
        }
    }

    @Test
    void aSilentServerDoesNotSpeakPlainHttp() throws Exception {
        TimeLimits limits = new TimeLimits(Duration.ofMillis(50), LONG, LONG, LONG);
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                HttpTransport impatient = HttpTransport.open(ConnectionSettings.DEFAULT, limits, RETRIES)) {
            Origin origin = Origin.of(URI.create("https://127.0.0.1:" + silent.getLocalPort()));
            assertThat(impatient.answersPlainHttp(origin)).isFalse();
        }
    }

    @Test
    void anInterruptEndsTheHandshakeWithASilentServer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Origin origin = Origin.of(URI.create("https://localhost:" + silent.getLocalPort()));
            Thread.currentThread().interrupt();
            long start = System.nanoTime();
            assertThatThrownBy(() -> transport.answersPlainHttp(origin)).isInstanceOf(InterruptedException.class);
            assertThat(System.nanoTime() - start).isLessThan(LONG.toNanos() / 2);
        }
    }

    /** A body of 50 MB that knows how many of its streams are open. */
    private static Body counted(AtomicInteger open) {
        byte[] content = new byte[50_000_000];
        return new Body() {
            @Override
            public long length() {
                return content.length;
            }

            @Override
            public InputStream open() {
                open.incrementAndGet();
                return new ByteArrayInputStream(content) {
                    @Override
                    public void close() {
                        open.decrementAndGet();
                    }
                };
            }
        };
    }

    @Test
    void aBodyIsClosedWhenTheAnswerComesEarly() throws Exception {
        AtomicInteger open = new AtomicInteger();
        serve(e -> {
            if (e.method().equals("GET")) {
                e.respond(200, "hello");
            } else {
                e.raw()
                        .write("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(US_ASCII));
            }
        });
        TransportRequest put =
                request("PUT").withBody(counted(open), TransferListener.NONE).notRepeatable();

        assertThat(transport.send(put).status()).isEqualTo(401);
        assertThat(open).hasValue(0);
        assertThat(transport.send(request("GET")).status()).isEqualTo(200);
    }

    @Tag("slow")
    @Test
    void aBodyIsClosedWhenItsTransferIsGivenUp() throws Exception {
        limit(SHORT);
        AtomicInteger open = new AtomicInteger();
        serve(e -> Thread.sleep(3000));
        TransportRequest put =
                request("PUT").withBody(counted(open), TransferListener.NONE).notRepeatable();

        assertThatThrownBy(() -> transport.send(put)).hasMessageContaining("did not go on");
        assertThat(open).hasValue(0);
    }

    /**
     * The registry answers without reading the body, and resets the connection half a second later. The JDK's client hears no
     * answer by TLS before it has sent the body or can't, so it comes upon the answer or the reset, but never hangs.
     */
    @Tag("slow")
    @Test
    void aBodyIsClosedWhenTheAnswerComesEarlyByTls() throws Exception {
        TestKeyStore keys = TestKeyStore.create().add("registry", "CN=registry", "EC", null, "san=ip:127.0.0.1");
        ConnectionSettings insecure = new ConnectionSettings(false, true, null, null, null);
        AtomicInteger open = new AtomicInteger();
        try (DockerRegistry registry = DockerRegistry.withTls(keys.pem("registry"));
                HttpTransport encrypted = HttpTransport.open(insecure, TimeLimits.DEFAULT, RETRIES)) {
            URI session = URI.create("https://" + registry.host() + "/v2/charts/web/blobs/uploads/none?digest=none");
            TransportRequest put = TransportRequest.of("PUT", session).withBody(counted(open), TransferListener.NONE);
            try {
                assertThat(encrypted.send(put.notRepeatable()).status()).isEqualTo(404);
            } catch (TransportException e) {
                assertThat(e.kind()).isEqualTo(TransportException.Kind.BROKEN);
            }
            assertThat(open).hasValue(0);
            URI base = URI.create("https://" + registry.host() + "/v2/");
            assertThat(encrypted.send(TransportRequest.of("GET", base)).status())
                    .isEqualTo(200);
        }
    }

    @Tag("slow")
    @Test
    void anEmptyBodyHasTheTimeOfABodyToBeAnswered() throws Exception {
        limit(new TimeLimits(LONG, SHORT.idle(), LONG, SHORT.small()));
        serve(e -> {
            Thread.sleep(700);
            e.respond(201, "");
        });
        TransportRequest put = request("PUT").notRepeatable();

        assertThat(transport
                        .send(put.withBody(Body.of(new byte[0]), TransferListener.NONE))
                        .status())
                .isEqualTo(201);
        assertThatThrownBy(() -> transport.send(put)).hasMessageContaining("did not go on");
    }
}
