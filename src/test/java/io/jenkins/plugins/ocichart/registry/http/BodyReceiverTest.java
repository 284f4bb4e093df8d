package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReceiverTest {
    private static final TransportRequest REQUEST =
            TransportRequest.of("GET", URI.create("http://registry.example.com/x"));

    /** What the sink was told, in order. */
    private final List<String> told = new ArrayList<>();

    /** What the receiver asked its subscription for, in order. */
    private final List<String> asked = new ArrayList<>();

    private final Flow.Subscription subscription = new Flow.Subscription() {
        @Override
        public void request(long count) {
            asked.add(count == Long.MAX_VALUE ? "all" : "" + count);
        }

        @Override
        public void cancel() {
            asked.add("cancel");
        }
    };

    private record Info(int statusCode) implements HttpResponse.ResponseInfo {
        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(Map.of("ETag", List.of("abc")), (name, value) -> true);
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }

    /** A sink that refuses this one of all that it is told. */
    private ResponseSink sink(String refused) {
        return new ResponseSink() {
            @Override
            public void begin(int status, HttpHeaders headers) throws IOException {
                tell(status + " " + headers.firstValue("ETag").orElseThrow());
            }

            @Override
            public void write(ByteBuffer bytes) throws IOException {
                tell(StandardCharsets.UTF_8.decode(bytes).toString());
            }

            private void tell(String what) throws IOException {
                told.add(what);
                if (what.equals(refused)) {
                    throw new IOException("no room for " + what);
                }
            }
        };
    }

    private BodyReceiver subscribed(TransportRequest request, int status) {
        BodyReceiver receiver = new BodyReceiver(request, new Info(status), new Progress());
        receiver.onSubscribe(subscription);
        return receiver;
    }

    private static void pieces(BodyReceiver receiver, String... pieces) {
        receiver.onNext(Arrays.stream(pieces)
                .map(piece -> ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    private static byte[] body(BodyReceiver receiver) {
        return receiver.getBody().toCompletableFuture().getNow(null);
    }

    private static void assertFailed(BodyReceiver receiver, String message) {
        assertThat(receiver.getBody().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 206, 299})
    void aSuccessGoesToTheSinkPieceByPiece(int status) {
        BodyReceiver receiver = subscribed(REQUEST.withSink(sink(null)), status);
        pieces(receiver, "a", "bc");
        pieces(receiver, "d");
        receiver.onComplete();

        assertThat(told).containsExactly(status + " abc", "a", "bc", "d");
        assertThat(asked).containsExactly("all");
        assertThat(body(receiver)).isEmpty();
        assertThat(receiver.usesSink()).isTrue();
        assertThat(receiver.localFailure()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {199, 300, 404, 500})
    void anythingElseStaysOutOfTheSink(int status) {
        BodyReceiver receiver = subscribed(REQUEST.withSink(sink(null)), status);
        pieces(receiver, "no", "pe");
        receiver.onComplete();

        assertThat(told).isEmpty();
        assertThat(body(receiver)).asString().isEqualTo("nope");
        assertThat(receiver.usesSink()).isFalse();
    }

    @Test
    void aSinkMayRefuseTheAnswer() {
        BodyReceiver receiver = subscribed(REQUEST.withSink(sink("200 abc")), 200);
        pieces(receiver, "a");

        assertThat(told).containsExactly("200 abc");
        assertThat(asked).containsExactly("cancel");
        assertThat(receiver.localFailure()).hasMessage("no room for 200 abc");
        assertFailed(receiver, "no room for 200 abc");
    }

    @Test
    void aSinkMayRefuseAPiece() {
        BodyReceiver receiver = subscribed(REQUEST.withSink(sink("b")), 200);
        pieces(receiver, "a", "b", "c");
        pieces(receiver, "d");

        assertThat(told).containsExactly("200 abc", "a", "b");
        assertThat(asked).containsExactly("all", "cancel");
        assertThat(receiver.localFailure()).hasMessage("no room for b");
        assertFailed(receiver, "no room for b");
    }

    @Test
    void nothingReachesTheSinkOnceItIsAbandoned() {
        BodyReceiver receiver = subscribed(REQUEST.withSink(sink(null)), 200);
        pieces(receiver, "a");
        receiver.abandon();
        pieces(receiver, "b");

        assertThat(told).containsExactly("200 abc", "a");
        assertThat(asked).containsExactly("all", "cancel");
    }

    @Test
    void itMayBeAbandonedBeforeTheBodyBegins() {
        BodyReceiver receiver = new BodyReceiver(REQUEST, new Info(200), new Progress());
        receiver.abandon();
        receiver.onSubscribe(subscription);

        assertThat(asked).containsExactly("cancel");
        assertFailed(receiver, "abandoned");
    }

    @Test
    void aSuccessHasALimit() {
        BodyReceiver exact = subscribed(REQUEST.withMaxBody(4), 200);
        pieces(exact, "abc", "d");
        exact.onComplete();
        assertThat(body(exact)).asString().isEqualTo("abcd");
        assertThat(asked).containsExactly("all");

        BodyReceiver larger = subscribed(REQUEST.withMaxBody(4), 200);
        pieces(larger, "abc", "de");
        assertThat(asked).containsExactly("all", "all", "cancel");
        assertFailed(larger, "the answer is larger than 4 bytes");
        assertThat(larger.localFailure()).isNull();
    }

    @Test
    void theBodyOfAnErrorEndsAtItsLimit() {
        BodyReceiver receiver = subscribed(REQUEST.withMaxBody(4), 500);
        String most = "x".repeat(64 * 1024);
        pieces(receiver, most);
        assertThat(body(receiver)).isNull();
        pieces(receiver, "y", "z");
        pieces(receiver, "z");

        assertThat(asked).containsExactly("all", "cancel");
        assertThat(body(receiver)).asString().isEqualTo(most);
    }

    @Test
    void whatEndsTheBodyEndsTheResult() {
        BodyReceiver receiver = subscribed(REQUEST, 200);
        receiver.onError(new IOException("reset"));

        assertFailed(receiver, "reset");
    }

    @Test
    void theHeadAndEachPieceAreProgress() {
        long[] now = new long[1];
        Progress progress = new Progress(() -> now[0]);
        TimeLimits limits = new TimeLimits(Duration.ZERO, Duration.ofNanos(5), Duration.ofNanos(50), Duration.ZERO);
        progress.requestSent();
        now[0] = 40;
        BodyReceiver receiver = new BodyReceiver(REQUEST, new Info(200), progress);
        receiver.onSubscribe(subscription);
        assertThat(progress.exceeded(limits, false)).isNull();
        now[0] = 46;
        assertThat(progress.exceeded(limits, false)).isEqualTo(limits.idle());
        pieces(receiver, "x".repeat(1024));
        assertThat(progress.exceeded(limits, false)).isNull();
    }

    @Test
    void closesTheConnectionOfAnAnswerThatNobodyWaitsForAnyMore() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        HttpClient client = HttpClient.newHttpClient();
        try (WireServer server = WireServer.start(exchange -> {
            exchange.raw().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            try {
                while (true) {
                    exchange.raw().write('x');
                    exchange.raw().flush();
                    Thread.sleep(10);
                }
            } catch (IOException e) {
                closed.countDown();
                throw e;
            }
        })) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(server.url())).build();

            assertThatThrownBy(() -> client.send(request, info -> BodyReceiver.abandoned()))
                    .isInstanceOf(IOException.class);
            assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
