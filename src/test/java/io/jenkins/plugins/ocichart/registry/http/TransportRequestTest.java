package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransportRequestTest {
    private static final URI URL = URI.create("https://registry.example.com:5000/v2/a%2Fb?token=secret");
    private static final TransportRequest REQUEST = TransportRequest.of("GET", URL);

    @Test
    void startsWithNothingButMethodAndAddress() throws Exception {
        assertThat(REQUEST.method()).isEqualTo("GET");
        assertThat(REQUEST.uri()).isEqualTo(URL);
        assertThat(REQUEST.headers()).isEmpty();
        assertThat(REQUEST.authorization()).isNull();
        assertThat(REQUEST.body()).isNull();
        assertThat(REQUEST.bodyLength()).isZero();
        assertThat(REQUEST.listener()).isSameAs(TransferListener.NONE);
        assertThat(REQUEST.sink()).isNull();
        assertThat(REQUEST.maxBody()).isEqualTo(65536);
        assertThat(REQUEST.isRepeatable()).isTrue();
        assertThat(REQUEST.isFollowingRedirects()).isTrue();
        assertThat(REQUEST.addressCheck()).isNull();
    }

    @Test
    void aChangeGivesACopyThatKeepsTheRest() throws Exception {
        Body body = Body.of(new byte[3]);
        TransferListener listener = bytes -> {};
        AddressPolicy.Check check = AddressPolicy.forLogins(Origin.of(URL));
        TransportRequest changed = REQUEST.withHeader("A", "1")
                .withHeader("B", "2")
                .withAuthorization("Bearer x")
                .withBody(body, listener)
                .withMaxBody(9)
                .notRepeatable()
                .withoutRedirects()
                .withAddressCheck(check);

        assertThat(changed.method()).isEqualTo("GET");
        assertThat(changed.uri()).isEqualTo(URL);
        assertThat(changed.headers()).isEqualTo(Map.of("A", "1", "B", "2"));
        assertThat(changed.authorization()).isEqualTo("Bearer x");
        assertThat(changed.body()).isSameAs(body);
        assertThat(changed.bodyLength()).isEqualTo(3);
        assertThat(changed.listener()).isSameAs(listener);
        assertThat(changed.maxBody()).isEqualTo(9);
        assertThat(changed.isRepeatable()).isFalse();
        assertThat(changed.isFollowingRedirects()).isFalse();
        assertThat(changed.addressCheck()).isSameAs(check);
        startsWithNothingButMethodAndAddress();
    }

    @Test
    void textForLogsHoldsNoQuery() {
        assertThat(REQUEST.withAuthorization("Bearer x")).hasToString("GET https://registry.example.com:5000/v2/a%2Fb");
        assertThat(answer(404)).hasToString("404 from https://registry.example.com:5000");
    }

    private static TransportResponse answer(int status) {
        HttpHeaders headers = HttpHeaders.of(Map.of("ETag", List.of("abc")), (name, value) -> true);
        return new TransportResponse(status, headers, new byte[2], URL, 1);
    }

    @Test
    void anAnswerIsASuccessFrom200To299() {
        assertThat(List.of(200, 201, 299))
                .allSatisfy(status -> assertThat(answer(status).isSuccess()).isTrue());
        assertThat(List.of(199, 300, 404))
                .allSatisfy(status -> assertThat(answer(status).isSuccess()).isFalse());
    }

    @Test
    void anAnswerKnowsItsHeadersAndAttempts() {
        TransportResponse third = answer(200).withAttempts(3);

        assertThat(third.attempts()).isEqualTo(3);
        assertThat(third.status()).isEqualTo(200);
        assertThat(third.uri()).isEqualTo(URL);
        assertThat(third.body()).hasSize(2);
        assertThat(third.header("etag")).contains("abc");
        assertThat(third.header("Location")).isEmpty();
    }
}
