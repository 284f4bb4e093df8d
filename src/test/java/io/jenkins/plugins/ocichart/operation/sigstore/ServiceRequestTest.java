package io.jenkins.plugins.ocichart.operation.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceRequestTest {
    private static byte[] send(WireServer server) throws Exception {
        byte[] body = "a question".getBytes(StandardCharsets.UTF_8);
        return new ServiceRequest(
                        URI.create(server.url() + "/tsr"), "application/x-question", body, ConnectionSettings.DEFAULT)
                .run(Path.of("."), line -> {});
    }

    @Test
    void theAnswerIsReturnedAsItCame() throws Exception {
        List<String> asked = new ArrayList<>();
        try (WireServer server = WireServer.start(exchange -> {
            String body = new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.method() + " " + exchange.target() + " " + exchange.header("content-type") + " " + body);
            exchange.respond(201, Map.of(), new byte[] {0, -1, 10});
        })) {
            assertThat(send(server)).containsExactly(0, -1, 10);
        }
        assertThat(asked).containsExactly("POST /tsr application/x-question a question");
    }

    @ParameterizedTest
    @CsvSource({
        "404, nobody here, 'HTTP 404, nobody here'",
        "400, '{\"code\":3,\"message\":\"no such hash\"}', 'HTTP 400, no such hash'",
        "403, '', HTTP 403",
        "307, '', HTTP 307"
    })
    void aRefusalIsQuoted(int status, String text, String said) throws Exception {
        try (WireServer server = WireServer.start(exchange ->
                exchange.respond(status, Map.of("Location", "/elsewhere"), text.getBytes(StandardCharsets.UTF_8)))) {
            assertThatThrownBy(() -> send(server))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage(said);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://tsa.example.com/tsr", " http://127.0.0.1:3000 "})
    void anAddressMayHaveBlanksAround(String text) throws Exception {
        assertThat(ServiceRequest.parse("the address", text)).isEqualTo(URI.create(text.strip()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tsa.example.com", "ftp://tsa.example.com", "https:///tsr", "https://a b", "https://"})
    void whatIsNoAddressIsNamedWithoutItsText(String text) {
        assertThatThrownBy(() -> ServiceRequest.parse("the address", text))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("the address is not an address; use https://HOST[:PORT]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"me:secret@tsa.example.com", "tsa.example.com?token=secret", "tsa.example.com#secret"})
    void anAddressHasNoSecretsInIt(String rest) {
        assertThatThrownBy(() -> ServiceRequest.parse("the address", "https://" + rest))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("the address has a login, a query or a fragment in it, which is not sent; use"
                        + " https://HOST[:PORT]");
    }
}
