package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import io.jenkins.plugins.ocichart.simulator.ProxyServer;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProxyTest {
    private static final TestKeyStore KEYS =
            TestKeyStore.create().add("server", "CN=registry.example.com", "EC", null, "san=dns:registry.example.com");
    private static final ConnectionSettings INSECURE = new ConnectionSettings(false, true, null, null, null);
    private static final TimeLimits LIMITS =
            new TimeLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5));
    private static final RetryPolicy ONCE =
            new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1));

    private final AtomicReference<Map<String, String>> seen = new AtomicReference<>();

    private WireServer server(boolean tls) {
        return WireServer.start(tls ? KEYS.serverContext("server", null) : null, exchange -> {
            seen.set(exchange.headers());
            exchange.respond(200, "hello");
        });
    }

    private static TransportResponse get(ProxySettings proxy, String url) throws IOException, InterruptedException {
        try (HttpTransport transport = HttpTransport.open(INSECURE.withProxy(proxy), LIMITS, ONCE)) {
            return transport.send(
                    TransportRequest.of("GET", URI.create(url)).withAuthorization("Bearer for-the-registry"));
        }
    }

    private static ProxySettings settings(ProxyServer proxy, String user, String password, String noProxy) {
        return new ProxySettings("127.0.0.1", proxy.port(), user, password, noProxy);
    }

    private void assertServerSawItsOwnLoginOnly() {
        assertThat(seen.get())
                .containsEntry("authorization", "Bearer for-the-registry")
                .doesNotContainKey("proxy-authorization");
    }

    @Test
    void plainRequestsGoThroughTheProxy() throws Exception {
        try (WireServer server = server(false);
                ProxyServer proxy = ProxyServer.start()) {
            String url = "http://registry.example.com:" + server.port() + "/v2/";
            assertThat(get(settings(proxy, null, null, null), url).status()).isEqualTo(200);
            assertThat(proxy.requests()).containsExactly("GET " + url);
            assertServerSawItsOwnLoginOnly();
        }
    }

    @Test
    void encryptedRequestsGoThroughATunnelThatSeesNoLogin() throws Exception {
        try (WireServer server = server(true);
                ProxyServer proxy = ProxyServer.start()) {
            String url = "https://registry.example.com:" + server.port() + "/v2/";
            assertThat(get(settings(proxy, null, null, null), url).status()).isEqualTo(200);
            assertThat(proxy.requests()).containsExactly("CONNECT registry.example.com:" + server.port());
            assertThat(proxy.headers().get(0)).doesNotContainKey("authorization");
            assertServerSawItsOwnLoginOnly();
        }
    }

    @Test
    void aLoginAtTheProxyGoesAlongWithTheRegistrysOwn() throws Exception {
        try (WireServer server = server(false);
                ProxyServer proxy = ProxyServer.withLogin("bob", "proxy-password")) {
            String url = "http://registry.example.com:" + server.port() + "/v2/";
            assertThat(get(settings(proxy, "bob", "proxy-password", null), url).status())
                    .isEqualTo(200);
            assertServerSawItsOwnLoginOnly();
        }
    }

    @Test
    void aLoginAtTheProxyOpensTunnelsToo() throws Exception {
        try (WireServer server = server(true);
                ProxyServer proxy = ProxyServer.withLogin("bob", "proxy-password")) {
            String url = "https://registry.example.com:" + server.port() + "/v2/";
            TransportResponse response = get(settings(proxy, "bob", "proxy-password", null), url);
            assertThat(response.status()).isEqualTo(200);
            assertThat(new String(response.body(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("hello");
            assertThat(proxy.requests()).containsExactly("CONNECT registry.example.com:" + server.port());
            assertServerSawItsOwnLoginOnly();
        }
    }

    @Test
    void theProxysLoginIsNotSentToHostsThatAreReachedDirectly() throws Exception {
        try (WireServer server = server(false);
                ProxyServer proxy = ProxyServer.withLogin("bob", "proxy-password")) {
            get(settings(proxy, "bob", "proxy-password", null), server.url() + "/v2/");
            assertThat(proxy.requests()).isEmpty();
            assertServerSawItsOwnLoginOnly();
        }
    }

    @Test
    void aProxyThatWantsALoginIsNamed() throws Exception {
        try (ProxyServer proxy = ProxyServer.withLogin("bob", "proxy-password")) {
            for (String scheme : new String[] {"http", "https"}) {
                assertThatThrownBy(() -> get(settings(proxy, null, null, null), scheme + "://registry.example.com:9/"))
                        .isInstanceOf(TransportException.class)
                        .hasMessageContaining("the proxy 127.0.0.1:" + proxy.port() + " wants a login");
                assertThatThrownBy(() ->
                                get(settings(proxy, "bob", "wrong-one", null), scheme + "://registry.example.com:9/"))
                        .hasMessageContaining("refused the login of bob")
                        .hasMessageNotContaining("wrong-one");
            }
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamed() {
        ProxySettings closed = new ProxySettings("127.0.0.1", 1);
        assertThatThrownBy(() -> get(closed, "https://registry.example.com/"))
                .isInstanceOf(TransportException.class)
                .hasMessage("connection to the proxy 127.0.0.1:1 refused: check host and port, and that it runs");
    }

    @Test
    void aTunnelThatTheProxyRefusesIsNamed() throws Exception {
        try (WireServer proxy = WireServer.start(e -> e.respond(403, "blocked"))) {
            for (String user : new String[] {null, "bob"}) {
                assertThatThrownBy(() -> get(
                                new ProxySettings("127.0.0.1", proxy.port(), user, "x", null),
                                "https://registry.example.com/"))
                        .isInstanceOf(TransportException.class)
                        .hasMessageContaining(
                                "the proxy 127.0.0.1:" + proxy.port() + " opened no connection to registry.example.com")
                        .hasMessageContaining("403");
            }
        }
    }
}
