package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BodyReceiverTest {
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
