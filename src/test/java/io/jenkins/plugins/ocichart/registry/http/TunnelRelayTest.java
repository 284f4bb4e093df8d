package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.registry.ProxySettings;
import io.jenkins.plugins.ocichart.simulator.ProxyServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Any program of the machine can connect to the relay, which has the proxy's login. */
class TunnelRelayTest {
    @AutoClose
    private ProxyServer proxy;

    @AutoClose
    private TunnelRelay relay;

    @BeforeEach
    void start() throws IOException {
        proxy = ProxyServer.withLogin("bob", "proxy-password");
        ProxySettings settings = new ProxySettings("127.0.0.1", proxy.port(), "bob", "proxy-password", null);
        relay = TunnelRelay.through(settings, Duration.ofSeconds(5));
    }

    private String answerTo(String key) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(relay.address());
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("CONNECT registry.example.com:9 HTTP/1.1\r\n" + key + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void servesNobodyWithoutItsKey() throws Exception {
        assertThat(answerTo("")).isEqualTo("HTTP/1.1 403");
        assertThat(answerTo("Proxy-Authorization: Bearer x\r\n")).isEqualTo("HTTP/1.1 403");
        assertThat(proxy.requests()).isEmpty();
    }

    @Test
    void asksTheProxyForWhoHasItsKey() throws Exception {
        assertThat(answerTo("Proxy-Authorization: " + relay.key() + "\r\n")).doesNotEndWith("403");
        assertThat(proxy.requests()).containsExactly("CONNECT registry.example.com:9");
    }
}
