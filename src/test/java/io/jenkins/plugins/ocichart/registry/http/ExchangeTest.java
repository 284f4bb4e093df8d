package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.http.TransportException.Kind;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One request and its answer. An exchange looks every 100 ms whether a limit is exceeded, so a limit of a millisecond is one
 * that is exceeded at the first look.
 */
class ExchangeTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration INSTANT = Duration.ofMillis(1);
    private static final TimeLimits PATIENT = new TimeLimits(LONG, LONG, LONG, LONG);
    private static final TimeLimits IMPATIENT = new TimeLimits(LONG, INSTANT, LONG, LONG);
    private static final TimeLimits SMALL_IN_NO_TIME = new TimeLimits(LONG, LONG, LONG, INSTANT);

    @AutoClose
    private WireServer server;

    private ProxyRoute route;
    private Exchange exchange;

    @BeforeEach
    void connectDirectly() throws IOException {
        route = new ProxyRoute(null, LONG, PeerAddresses::of);
    }

    /** A request to this server, which the JDK's client doesn't send again by itself as it would a GET. */
    private TransportRequest serve(WireServer.Handler handler) {
        server = WireServer.start(handler);
        return TransportRequest.of("PUT", URI.create(server.url() + "/x"));
    }

    private TransportResponse run(TransportRequest request, TimeLimits limits) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .proxy(route)
                .executor(TransportThreads.EXECUTOR)
                .build();
        exchange = new Exchange(request, request.uri(), route);
        return exchange.run(client, limits, request.authorization());
    }

    private Kind failure(TransportRequest request, TimeLimits limits) {
        Throwable failure = catchThrowable(() -> run(request, limits));
        assertThat(failure).isInstanceOf(TransportException.class);
        return ((TransportException) failure).kind();
    }

    /** Says nothing until the client has gone. */
    private static void silent(WireExchange exchange) throws IOException {
        exchange.hangUp();
        while (exchange.connection().getInputStream().read() >= 0) {
            // what is left of the request
        }
    }

    /** Says nothing while the client looks for the first time, and breaks off. */
    private static void dies(WireExchange exchange) throws IOException, InterruptedException {
        Thread.sleep(150);
        exchange.reset();
    }

    private static ResponseSink sink(IOException atBegin, IOException atWrite) {
        return new ResponseSink() {
            @Override
            public void begin(int status, HttpHeaders headers) throws IOException {
                if (atBegin != null) {
                    throw atBegin;
                }
            }

            @Override
            public void write(ByteBuffer bytes) throws IOException {
                if (atWrite != null) {
                    throw atWrite;
                }
            }
        };
    }

    @Test
    void theAnswerIsReturnedWithWhereItCameFrom() throws Exception {
        TransportResponse response = run(serve(e -> e.respond(404, "nothing")), PATIENT);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body()).asString().isEqualTo("nothing");
        assertThat(response.uri()).hasToString(server.url() + "/x");
        assertThat(response.header("content-length")).contains("7");
        assertThat(exchange.usedSink()).isFalse();
    }

    @Test
    void aSilentServerIsGivenUp() {
        TransportRequest request = serve(ExchangeTest::silent);

        assertThat(failure(request, IMPATIENT)).isEqualTo(Kind.STALLED);
        assertThat(failure(request, SMALL_IN_NO_TIME)).isEqualTo(Kind.STALLED);
    }

    @Test
    void aRequestWithABodyOrASinkIsNotSmall() {
        TransportRequest request = serve(ExchangeTest::dies);

        assertThat(failure(request.withSink(sink(null, null)), SMALL_IN_NO_TIME))
                .isEqualTo(Kind.BROKEN);
        assertThat(failure(request.withBody(Body.of(new byte[1]), TransferListener.NONE), SMALL_IN_NO_TIME))
                .isEqualTo(Kind.BROKEN);
    }

    @Test
    void theAnswerToABodyMayTakeItsTimeEvenIfTheBodyIsEmpty() {
        TransportRequest request = serve(ExchangeTest::dies);

        assertThat(failure(request.withBody(Body.of(new byte[0]), TransferListener.NONE), IMPATIENT))
                .isEqualTo(Kind.BROKEN);
    }

    @Test
    void aBodyThatIsNotTakenIsClosedOnceItIsGivenUp() {
        AtomicInteger open = new AtomicInteger();
        TransportRequest request = serve(e -> {
            e.hangUp();
            Thread.sleep(LONG.toMillis());
        });
        Body endless = new Body() {
            @Override
            public long length() {
                return Long.MAX_VALUE;
            }

            @Override
            public InputStream open() {
                open.incrementAndGet();
                return new InputStream() {
                    @Override
                    public int read() {
                        return 0;
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) {
                        return length;
                    }

                    @Override
                    public void close() {
                        open.decrementAndGet();
                    }
                };
            }
        };

        assertThat(failure(request.withBody(endless, TransferListener.NONE), IMPATIENT))
                .isEqualTo(Kind.STALLED);
        assertThat(open).hasValue(0);
    }

    @Test
    void aBodyThatCannotBeReadIsNoFaultOfTheConnection() {
        IOException unreadable = new IOException("the disk is gone");
        Body body = new Body() {
            @Override
            public long length() {
                return 10;
            }

            @Override
            public InputStream open() throws IOException {
                throw unreadable;
            }
        };
        TransportRequest request = serve(ExchangeTest::silent);

        assertThatThrownBy(() -> run(request.withBody(body, TransferListener.NONE), PATIENT))
                .isSameAs(unreadable);
    }

    @Test
    void whatASinkThrowsIsNoFaultOfTheConnection() {
        IOException full = new IOException("the disk is full");
        TransportRequest request = serve(e -> e.respond(200, "hello"));

        assertThatThrownBy(() -> run(request.withSink(sink(full, null)), PATIENT))
                .isSameAs(full);
        assertThatThrownBy(() -> run(request.withSink(sink(null, full)), PATIENT))
                .isSameAs(full);
        assertThat(exchange.usedSink()).isTrue();
    }

    @Test
    void anAnswerThatEndsTooEarlyIsBrokenAndMayHaveReachedTheSink() {
        TransportRequest request = serve(e -> {
            e.raw().write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
            e.hangUp();
        });

        assertThat(failure(request, PATIENT)).isEqualTo(Kind.BROKEN);
        assertThat(exchange.usedSink()).isFalse();
        assertThat(failure(request.withSink(sink(null, null)), PATIENT)).isEqualTo(Kind.BROKEN);
        assertThat(exchange.usedSink()).isTrue();
    }

    private Thread inBackground(TransportRequest request, Runnable afterwards) {
        Thread caller = new Thread(() -> {
            assertThat(catchThrowable(() -> run(request, PATIENT))).isInstanceOf(InterruptedException.class);
            afterwards.run();
        });
        caller.start();
        return caller;
    }

    @Test
    void anInterruptClosesTheConnection() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        TransportRequest request = serve(e -> {
            arrived.countDown();
            try {
                silent(e);
            } finally {
                closed.countDown();
            }
        });
        Thread caller = inBackground(request, () -> {});
        arrived.await();
        caller.interrupt();

        caller.join(LONG.toMillis());
        assertThat(caller.isAlive()).isFalse();
        assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptLetsTheSinkFinishThePieceThatItHas() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        AtomicReference<String> state = new AtomicReference<>("none");
        AtomicReference<String> stateAtReturn = new AtomicReference<>();
        TransportRequest request = serve(e -> e.respond(200, "hello")).withSink(new ResponseSink() {
            @Override
            public void begin(int status, HttpHeaders headers) {}

            @Override
            public void write(ByteBuffer bytes) throws IOException {
                state.set("writing");
                writing.countDown();
                try {
                    Thread.sleep(200);
                } catch (InterruptedException e) {
                    throw new IOException("interrupted", e);
                }
                state.set("written");
            }
        });
        Thread caller = inBackground(request, () -> stateAtReturn.set(state.get()));
        writing.await();
        caller.interrupt();

        caller.join(LONG.toMillis());
        assertThat(stateAtReturn).hasValue("written");
    }

    /** Goes to the server whatever the route says, which is asked by the exchange alone. */
    private void firstAddressDead() throws IOException {
        List<InetAddress> addresses = List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"));
        route = new ProxyRoute(null, LONG, host -> addresses);
    }

    @Test
    void aFirstAddressThatTakesNoConnectionIsLeft() throws Exception {
        firstAddressDead();
        TransportRequest request = serve(ExchangeTest::silent);
        long start = System.nanoTime();

        assertThat(failure(request, PATIENT)).isEqualTo(Kind.CONNECT_TIMEOUT);
        assertThat(System.nanoTime() - start)
                .as("as long as Go waits")
                .isGreaterThan(Duration.ofMillis(290).toNanos());
    }

    @Test
    void whatMustNotBeRepeatedStaysWithTheFirstAddress() throws Exception {
        firstAddressDead();
        TransportRequest request = serve(e -> {
            Thread.sleep(430);
            e.reset();
        });

        assertThat(failure(request.notRepeatable(), PATIENT)).isEqualTo(Kind.BROKEN);
    }

    @Test
    void anAnswerThatHasBegunIsWaitedFor() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch suspected = new CountDownLatch(1);
        List<InetAddress> addresses = List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"));
        route = new ProxyRoute(null, LONG, host -> {
            try {
                begun.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            suspected.countDown();
            return addresses;
        });
        TransportRequest request = serve(e -> {
            e.raw().write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe".getBytes(StandardCharsets.US_ASCII));
            suspected.await();
            e.raw().write("llo".getBytes(StandardCharsets.US_ASCII));
        });
        StringBuilder received = new StringBuilder();
        ResponseSink sink = new ResponseSink() {
            @Override
            public void begin(int status, HttpHeaders headers) {
                begun.countDown();
            }

            @Override
            public void write(ByteBuffer bytes) {
                received.append(StandardCharsets.US_ASCII.decode(bytes));
            }
        };

        assertThat(run(request.withSink(sink), PATIENT).status()).isEqualTo(200);
        assertThat(received).hasToString("hello");
        assertThat(route.isFirstDead(request.uri()))
                .as("now that it has answered")
                .isFalse();
    }

    @Test
    void aLoginIsSentToTheAddressesThatWereChecked() throws Exception {
        AtomicReference<String> target = new AtomicReference<>();
        TransportRequest request = serve(e -> {
            target.set(e.target());
            e.respond(200, "");
        });
        Origin elsewhere = Origin.of(URI.create("http://localhost:5000"));

        run(request.withAddressCheck(AddressPolicy.forContent(elsewhere)), PATIENT);
        assertThat(target).as("sent directly").hasValue("/x");
        run(request.withAddressCheck(AddressPolicy.forLogins(Origin.of(request.uri()))), PATIENT);
        assertThat(target).as("sent directly").hasValue("/x");
        run(request.withAddressCheck(AddressPolicy.forLogins(elsewhere)), PATIENT);
        assertThat(target).as("sent through a relay").hasValue(server.url() + "/x");
    }

    @Test
    void everyAddressIsChecked() throws Exception {
        List<InetAddress> addresses = List.of(InetAddress.getByName("198.51.100.1"), InetAddress.getByName("10.0.0.1"));
        route = new ProxyRoute(null, LONG, host -> addresses);
        TransportRequest request = serve(e -> e.respond(200, ""));
        AddressPolicy.Check check = AddressPolicy.forLogins(Origin.of(URI.create("http://192.0.2.1:5000")));

        assertThatThrownBy(() -> run(request.withAddressCheck(check), PATIENT))
                .hasMessageEndingWith("192.0.2.1:5000 leads to 127.0.0.1 at the private address 10.0.0.1; not sent");
    }

    @Test
    void everyCharacterThatAHeaderMayHoldIsSent() throws Exception {
        AtomicReference<String> sent = new AtomicReference<>();
        TransportRequest request = serve(e -> {
            sent.set(e.header("x-token"));
            e.respond(200, "");
        });
        run(request.withHeader("X-Token", "a\tb !~"), PATIENT);
        assertThat(sent).hasValue("a\tb !~");
        assertThat(run(request.withHeader("X-Token", "\u00ff"), PATIENT).status())
                .isEqualTo(200);

        for (String illegal : List.of("\u001f", "\u007f", "\u0100")) {
            assertThatThrownBy(() -> run(request.withHeader("X-Token", illegal), PATIENT))
                    .hasMessageStartingWith("nothing sent to " + server.host() + ": the header X-Token has");
        }
    }

    /** As the JDK's client can't hear by HTTP/2 that a larger body is refused. */
    @ParameterizedTest
    @CsvSource({"0, true", "65535, true", "65536, false"})
    void http2IsOfferedForWhatFitsIntoItsFirstWindow(int length, boolean offered) throws Exception {
        try (ServerSocket tls = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            AtomicReference<String> hello = new AtomicReference<>();
            Thread server = new Thread(() -> {
                try (Socket client = tls.accept()) {
                    InputStream in = client.getInputStream();
                    byte[] head = in.readNBytes(5);
                    byte[] record = in.readNBytes(ByteBuffer.wrap(head).getShort(3));
                    hello.set(new String(record, StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    hello.set("failed: " + e);
                }
            });
            server.start();
            URI uri = URI.create("https://127.0.0.1:" + tls.getLocalPort() + "/");
            TransportRequest request =
                    TransportRequest.of("PUT", uri).withBody(Body.of(new byte[length]), TransferListener.NONE);

            assertThat(failure(request, PATIENT)).isEqualTo(Kind.BROKEN);
            server.join();
            assertThat(hello.get().contains("\u0002h2")).isEqualTo(offered);
        }
    }

    @Test
    void headersGoAlongWithTheLogin() throws Exception {
        AtomicReference<Map<String, String>> headers = new AtomicReference<>();
        TransportRequest request = serve(e -> {
            headers.set(e.headers());
            e.respond(200, "");
        });
        run(request.withHeader("Accept", "text/plain").withAuthorization("Bearer x"), PATIENT);

        assertThat(headers.get())
                .containsEntry("accept", "text/plain")
                .containsEntry("authorization", "Bearer x")
                .doesNotContainKey("proxy-authorization");
    }
}
