package io.jenkins.plugins.ocichart.signature.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.bouncycastle.tsp.TimeStampRequest;
import org.junit.jupiter.api.Test;

/** With the answer that a real {@code timestamp-server} 2.0.6 of sigstore gave to such a request. */
class TimestampRequestTest {
    private static final byte[] SIGNATURE = "a signature".getBytes(StandardCharsets.UTF_8);
    private static final BigInteger NONCE = new BigInteger("1234567890123456789");

    private static byte[] recorded() throws IOException {
        try (InputStream in = TimestampRequestTest.class.getResourceAsStream("answer.tsr")) {
            return in.readAllBytes();
        }
    }

    @Test
    void readsTheAnswerOfARealAuthority() throws Exception {
        assertThat(TimestampRequest.of(SIGNATURE, NONCE).check(recorded()))
                .isEqualTo(Instant.parse("2026-11-28T11:26:51Z"));
    }

    @Test
    void refusesItForAnotherSignatureAndAnotherRequest() {
        byte[] other = "another signature".getBytes(StandardCharsets.UTF_8);
        assertThatIOException()
                .isThrownBy(() -> TimestampRequest.of(other, NONCE).check(recorded()))
                .withMessage("it is no time stamp for this signature: response for different message imprint digest.");
        assertThatIOException()
                .isThrownBy(() -> TimestampRequest.of(SIGNATURE).check(recorded()))
                .withMessage("it is no time stamp for this signature: response contains wrong nonce value.");
    }

    @Test
    void eachRequestHasItsOwnNonceAndAsksForCertificates() throws IOException {
        TimeStampRequest one =
                new TimeStampRequest(TimestampRequest.of(SIGNATURE).encoded());
        TimeStampRequest two =
                new TimeStampRequest(TimestampRequest.of(SIGNATURE).encoded());

        assertThat(one.getNonce()).isNotEqualTo(two.getNonce());
        assertThat(one.getCertReq()).isTrue();
    }

    /** Whichever byte is changed: refused in one line, or the same time in an equivalent encoding. */
    @Test
    void refusesAnyChangeInOneLine() throws IOException {
        byte[] answer = recorded();
        Instant time = TimestampRequest.of(SIGNATURE, NONCE).check(answer);
        for (int i = 0; i < answer.length; i++) {
            byte[] changed = answer.clone();
            changed[i] ^= 1;
            try {
                assertThat(TimestampRequest.of(SIGNATURE, NONCE).check(changed)).isEqualTo(time);
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
            }
        }
    }
}
