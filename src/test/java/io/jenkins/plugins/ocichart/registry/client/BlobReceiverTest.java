package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobReceiverTest {
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final Descriptor BLOB = Descriptor.of("a/b", CONTENT);
    private static final URI ELSEWHERE = URI.create("https://storage.example.com/x");
    private static final String MISMATCH = "registry.example.com delivered %s for " + BLOB.digest()
            + " of 10 bytes%s: if it persists, check the proxies" + " between";

    private final BlobBytes target = new BlobBytes();
    private final List<Long> told = new ArrayList<>();

    @AutoClose
    private HttpTransport transport;

    private RegistryConnection connection;
    private BlobReceiver receiver;

    @BeforeEach
    void start() throws Exception {
        transport = HttpTransport.open(ConnectionSettings.DEFAULT, Fast.LIMITS, Fast.RETRIES);
        connection = RegistryConnection.open(
                transport, RegistryHost.parse("registry.example.com"), false, RegistryCredential.anonymous());
        receiver = receiver(target);
    }

    private BlobReceiver receiver(BlobTarget into) {
        return new BlobReceiver(BLOB, connection, into, told::add);
    }

    private static HttpHeaders headers(String... pairs) {
        Map<String, List<String>> all = pairs.length == 0 ? Map.of() : Map.of(pairs[0], List.of(pairs[1]));
        return HttpHeaders.of(all, (name, value) -> true);
    }

    private void write(String bytes) throws Exception {
        receiver.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.US_ASCII)));
    }

    private void assertComplete() {
        assertThat(target.toByteArray()).isEqualTo(CONTENT);
        assertThat(receiver.received()).isEqualTo(10);
        assertThatCode(() -> {
                    receiver.requireExpected(null);
                    receiver.verify(null);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void bytesArePassedOnAsTheyArriveAndTheListenerIsToldOfAll() throws Exception {
        receiver.begin(200, headers("Content-Length", "10"));
        write("0123");
        assertThat(target.toByteArray()).hasSize(4);
        write("456789");

        assertComplete();
        assertThat(told).containsExactly(4L, 10L);
    }

    @Test
    void aPartGoesOnWhereTheLastOneEnded() throws Exception {
        receiver.begin(200, headers());
        write("0123");
        receiver.begin(206, headers("Content-Range", "bytes 4-9/10"));
        write("456789");

        assertComplete();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 3-9/10", "bytes 5-9/10", "4-9/10", "bytes 4-9", ""})
    void aPartThatDoesNotGoOnThereIsRefused(String range) throws Exception {
        receiver.begin(200, headers());
        write("0123");
        receiver.begin(206, range.isEmpty() ? headers() : headers("Content-Range", range));
        write("456789");

        assertThat(target.toByteArray()).hasSize(4);
        assertThatThrownBy(() -> receiver.requireExpected(ELSEWHERE))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessage(
                        MISMATCH.formatted("another part than the one asked for", " (served by storage.example.com)"));
    }

    @Test
    void aPartOfUnknownTotalGoesOn() throws Exception {
        receiver.begin(200, headers());
        write("0123");
        receiver.begin(206, headers("Content-Range", "bytes 4-9/*"));
        write("456789");

        assertComplete();
    }

    @Test
    void anAnswerFromTheStartIsPassedOnFromWhereTheLastOneEnded() throws Exception {
        receiver.begin(200, headers());
        write("0123");
        receiver.begin(200, headers("Content-Length", "10"));
        write("01");
        write("2345");
        write("6789");

        assertComplete();
        assertThat(told).isSorted().last().isEqualTo(10L);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 11})
    void anotherLengthIsRefusedBeforeAnythingIsPassedOn(long length) throws Exception {
        receiver.begin(200, headers("Content-Length", String.valueOf(length)));
        write("0123");

        assertThat(target.toByteArray()).isEmpty();
        assertThatThrownBy(() -> receiver.requireExpected(URI.create("https://registry.example.com/v2/")))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessage(MISMATCH.formatted(length + " bytes", ""));
    }

    @Test
    void aByteMoreThanTheBlobHasIsRefused() throws Exception {
        receiver.begin(200, headers());
        write("0123456789");
        write("x");

        assertThat(target.toByteArray()).isEqualTo(CONTENT);
        assertThatThrownBy(() -> receiver.requireExpected(null))
                .hasMessage(MISMATCH.formatted("more than 10 bytes", ""));
    }

    @Test
    void aMegabyteOfARefusedAnswerIsReadAndNoMore() throws Exception {
        for (int answer = 0; answer < 2; answer++) {
            receiver.begin(200, headers("Content-Length", "5"));
            receiver.write(ByteBuffer.allocate(1024 * 1024 - 1));
            receiver.write(ByteBuffer.allocate(1));
        }

        assertThatThrownBy(() -> receiver.write(ByteBuffer.allocate(1)))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessage(MISMATCH.formatted("5 bytes", ""));
    }

    @Test
    void aRightAnswerAfterAWrongOneIsTaken() throws Exception {
        receiver.begin(200, headers("Content-Length", "5"));
        receiver.begin(200, headers("Content-Length", "10"));
        write("0123456789");

        assertComplete();
    }

    @Test
    void anAnswerHasBegunUntilTheNextOneIsExpected() throws Exception {
        assertThat(receiver.hasBegun()).isFalse();
        receiver.begin(200, headers());
        assertThat(receiver.hasBegun()).isTrue();
        receiver.expectAnswer();
        assertThat(receiver.hasBegun()).isFalse();
    }

    @Test
    void aRestartForgetsWhatCame() throws Exception {
        receiver.begin(200, headers());
        write("damaged");
        assertThat(receiver.restart()).isTrue();
        assertThat(receiver.received()).isZero();
        receiver.begin(200, headers());
        write("0123456789");

        assertComplete();
    }

    @Test
    void aRestartIsPossibleIfTheTargetCanDoItOrHasGotNothing() throws Exception {
        receiver = receiver(new BlobStream(OutputStream.nullOutputStream()));
        receiver.begin(200, headers());

        assertThat(receiver.restart()).isTrue();
        write("0");
        assertThat(receiver.restart()).isFalse();
    }

    @Test
    void anotherContentIsNamedByItsDigestAndWhereItCameFrom() throws Exception {
        receiver.begin(200, headers("Content-Encoding", "gzip"));
        write("9876543210");
        receiver.requireExpected(ELSEWHERE);

        assertThatThrownBy(() -> receiver.verify(ELSEWHERE))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessage(MISMATCH.formatted(
                        "content with the digest "
                                + Descriptor.of("a/b", "9876543210".getBytes(StandardCharsets.US_ASCII))
                                        .digest(),
                        " (served by storage.example.com, labelled Content-Encoding: gzip)"));
    }
}
