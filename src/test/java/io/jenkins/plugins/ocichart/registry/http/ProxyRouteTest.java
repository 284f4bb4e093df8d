package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.registry.ProxySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyRouteTest {
    private static final URI HTTPS = URI.create("https://registry.example.com/v2/");
    private static final URI HTTP = URI.create("http://registry.example.com/v2/");
    private static final URI LOOPBACK = URI.create("https://127.0.0.1:5000/v2/");

    private ProxyRoute route(ProxySettings settings) throws IOException {
        return new ProxyRoute(settings, Duration.ofSeconds(20));
    }

    private static List<Proxy> proxies(ProxyRoute route, URI uri) {
        return route.select(uri);
    }

    private static Proxy proxy() {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example.com", 3128));
    }

    @Test
    void withoutAProxyConnectionsGoToTheHost() throws Exception {
        try (ProxyRoute route = route(null)) {
            assertThat(route.user()).isNull();
            assertThat(route.proxyFor(HTTPS)).isNull();
            assertThat(route.authorization(HTTPS)).isNull();
            assertThat(proxies(route, LOOPBACK)).containsExactly(Proxy.NO_PROXY);
            assertThat(route.addresses(LOOPBACK)).containsExactly(InetAddress.getByName("127.0.0.1"));
            assertThat(route.deadEnd(LOOPBACK)).isNull();
        }
    }

    @Test
    void aProxyIsForEveryHostButThisMachine() throws Exception {
        try (ProxyRoute route = route(new ProxySettings("proxy.example.com", 3128))) {
            for (URI uri : List.of(HTTPS, HTTP)) {
                assertThat(proxies(route, uri)).containsExactly(proxy());
                assertThat(route.proxyFor(uri)).isEqualTo("proxy.example.com:3128");
                assertThat(route.authorization(uri)).isNull();
            }
            assertThat(proxies(route, LOOPBACK)).containsExactly(Proxy.NO_PROXY);
            assertThat(route.proxyFor(LOOPBACK)).isNull();
        }
    }

    /** The JDK's client sends no login with CONNECT, so a relay does. */
    @Test
    void aLoginForATunnelIsLeftToARelayWithAKey() throws Exception {
        try (ProxyRoute route = route(new ProxySettings("proxy.example.com", 3128, "bob", "secret", null))) {
            assertThat(route.user()).isEqualTo("bob");
            assertThat(route.authorization(HTTP)).isEqualTo("Basic Ym9iOnNlY3JldA==");
            assertThat(proxies(route, HTTP)).containsExactly(proxy());

            assertThat(route.authorization(HTTPS)).startsWith("Bearer ").hasSizeGreaterThan(30);
            assertThat(proxies(route, HTTPS))
                    .singleElement()
                    .satisfies(relay -> assertThat(((InetSocketAddress) relay.address())
                                    .getAddress()
                                    .isLoopbackAddress())
                            .isTrue());
            assertThat(route.authorization(LOOPBACK)).isNull();
            assertThat(proxies(route, LOOPBACK)).containsExactly(Proxy.NO_PROXY);
        }
    }

    @Test
    void theKeysOfTwoRelaysDiffer() throws Exception {
        ProxySettings settings = new ProxySettings("proxy.example.com", 3128, "bob", "secret", null);
        try (ProxyRoute one = route(settings);
                ProxyRoute other = route(settings)) {
            assertThat(one.authorization(HTTPS)).isNotEqualTo(other.authorization(HTTPS));
        }
    }

    @Test
    void aPinnedHostIsReachedAtTheAddressesThatItHadThen() throws Exception {
        try (ProxyRoute route = route(null);
                ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
            route.pin(uri);

            Proxy relay = proxies(route, uri).get(0);
            assertThat(relay.type()).isEqualTo(Proxy.Type.HTTP);
            assertThat(route.addresses(uri)).containsExactly(InetAddress.getByName("127.0.0.1"));
            InetSocketAddress address = (InetSocketAddress) relay.address();
            try (Socket client = new Socket(address.getAddress(), address.getPort());
                    Socket accepted = server.accept()) {
                assertThat(accepted.isConnected()).isTrue();
                assertThat(client.isConnected()).isTrue();
            }
            route.pin(uri);
            assertThat(proxies(route, uri)).as("once").containsExactly(relay);
            assertThat(route.deadEnd(uri)).isNull();
        }
    }

    @Test
    void aRelayThatFindsNobodyIsClosed() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        URI uri = URI.create("http://127.0.0.1:" + port + "/");
        try (ProxyRoute route = route(null)) {
            route.pin(uri);
            InetSocketAddress address =
                    (InetSocketAddress) proxies(route, uri).get(0).address();
            try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                client.setSoTimeout(60_000);
                assertThat(client.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 502");
            }

            assertThat(route.deadEnd(uri)).hasMessageContaining("refused");
            assertThat(proxies(route, uri)).containsExactly(Proxy.NO_PROXY);
            assertThat(route.deadEnd(uri)).isNull();
        }
    }

    @Test
    void aHostWithOneAddressHasNoOther() throws Exception {
        try (ProxyRoute route = route(null)) {
            assertThat(route.detour(LOOPBACK)).isFalse();
            assertThat(route.isFirstDead(LOOPBACK)).isFalse();
            route.answered(LOOPBACK);
            assertThat(route.isFirstDead(LOOPBACK)).isFalse();
        }
    }
}
