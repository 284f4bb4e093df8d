package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** What the JDK's client may ask of a publisher, and what it must not get. */
class StreamingPublisherTest {
    private static final int PIECE = 32 * 1024;

    private final byte[] content = new byte[2 * PIECE + 1];
    private final List<Long> transferred = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    /** The sizes of the pieces, and how the transfer ended. */
    private final List<String> events = new ArrayList<>();

    private int open;
    private long now;
    private final Progress progress = new Progress(() -> now);
    private StreamingPublisher publisher;
    private Flow.Subscription subscription;

    /** Asks for more while a piece is handed over. */
    private Runnable onPiece = () -> {};

    private void subscribe(long length) throws IOException {
        new Random(7).nextBytes(content);
        Body body = new Body() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() {
                open++;
                return new ByteArrayInputStream(content) {
                    @Override
                    public void close() {
                        open--;
                    }
                };
            }
        };
        TransferListener listener = transferred::add;
        publisher = new StreamingPublisher(body, listener, progress, failures::add);
        publisher.subscribe(new Flow.Subscriber<>() {
            private boolean inside;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
            }

            @Override
            public void onNext(ByteBuffer piece) {
                assertThat(inside).as("called within a call").isFalse();
                inside = true;
                events.add("" + piece.remaining());
                received.write(piece.array(), 0, piece.remaining());
                onPiece.run();
                inside = false;
            }

            @Override
            public void onError(Throwable failure) {
                events.add(failure.getMessage());
            }

            @Override
            public void onComplete() {
                events.add("complete");
            }
        });
    }

    private void subscribe() throws IOException {
        subscribe(content.length);
    }

    @Test
    void noMoreIsSentThanIsAskedFor() throws Exception {
        subscribe();
        assertThat(publisher.contentLength()).isEqualTo(content.length);
        assertThat(open).isZero();
        subscription.request(1);
        assertThat(events).containsExactly("32768");
        assertThat(open).isOne();
        subscription.request(2);

        assertThat(events).containsExactly("32768", "32768", "1", "complete");
        assertThat(received.toByteArray()).isEqualTo(content);
        assertThat(transferred).containsExactly(32768L, 65536L, 65537L);
        assertThat(open).isZero();
        assertThat(failures).isEmpty();
    }

    @Test
    void theEndIsSaidOnceHoweverMuchWasAskedFor() throws Exception {
        subscribe();
        subscription.request(Long.MAX_VALUE);
        subscription.request(1);

        assertThat(events).containsExactly("32768", "32768", "1", "complete");
        assertThat(open).isZero();
    }

    @Test
    void whoAsksForEverythingTwiceGetsIt() throws Exception {
        subscribe();
        onPiece = () -> subscription.request(Long.MAX_VALUE);
        subscription.request(Long.MAX_VALUE);

        assertThat(events).containsExactly("32768", "32768", "1", "complete");
    }

    @Test
    void whoAsksWithinACallGetsTheNextPieceAfterIt() throws Exception {
        subscribe();
        subscription.request(1);
        onPiece = () -> subscription.request(1);
        subscription.request(1);

        assertThat(events).containsExactly("32768", "32768", "1", "complete");
    }

    @Test
    void aTransferThatIsCancelledLetsGoOfItsContent() throws Exception {
        subscribe();
        subscription.request(1);
        subscription.cancel();
        assertThat(open).isZero();
        subscription.request(1);

        assertThat(events).containsExactly("32768");
        assertThat(failures).isEmpty();
    }

    @Test
    void aPublisherThatIsClosedLetsGoOfItsContent() throws Exception {
        subscribe();
        subscription.request(1);
        publisher.close();
        assertThat(open).isZero();
        subscription.request(1);

        assertThat(events).containsExactly("32768");
        assertThat(open).isZero();
    }

    @Test
    void aPublisherThatWasNeverUsedMayBeClosed() throws Exception {
        StreamingPublisher unused =
                new StreamingPublisher(Body.of(content), TransferListener.NONE, progress, failures::add);
        unused.close();

        assertThat(unused.contentLength()).isEqualTo(content.length);
    }

    @Test
    void contentThatBecameShorterIsNoFaultOfTheConnection() throws Exception {
        subscribe(content.length + 1);
        subscription.request(Long.MAX_VALUE);

        assertThat(failures).singleElement().isInstanceOf(EOFException.class);
        assertThat(events).containsExactly("32768", "32768", "the content to send became shorter while it was sent");
        assertThat(open).isZero();
    }

    @Test
    void piecesAreProgressAndAfterTheLastOneTheAnswerIsDue() throws Exception {
        TimeLimits limits = new TimeLimits(Duration.ZERO, Duration.ofNanos(5), Duration.ofNanos(50), Duration.ZERO);
        subscribe();
        now = 6;
        assertThat(progress.exceeded(limits, false)).isEqualTo(limits.idle());
        subscription.request(1);
        assertThat(progress.exceeded(limits, false)).isNull();
        now = 12;
        assertThat(progress.exceeded(limits, false)).isEqualTo(limits.idle());
        subscription.request(2);
        now = 12 + 50;
        assertThat(progress.exceeded(limits, false)).isNull();
        now++;
        assertThat(progress.exceeded(limits, false)).isEqualTo(limits.answer());
    }
}
