package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.registry.ProxySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProxyRouteTest {
    private static final URI HTTPS = URI.create("https://registry.example.com/v2/");
    private static final URI HTTP = URI.create("http://registry.example.com/v2/");
    private static final URI LOOPBACK = URI.create("https://127.0.0.1:5000/v2/");

    private ProxyRoute route(ProxySettings settings) throws IOException {
        return new ProxyRoute(settings, Duration.ofSeconds(20), PeerAddresses::of);
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
            try (Socket late = new Socket(address.getAddress(), address.getPort())) {
                assertThat(AddressRelayTest.ended(late)).isTrue();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("refused");
            }
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

    /** The JVM knows no name with two addresses. */
    @Nested
    class WithTwoAddresses {
        private static final String REGISTRY = "registry.example.com";

        private final List<String> asked = new ArrayList<>();
        private final Set<InetAddress> addresses = new LinkedHashSet<>();

        @AutoClose
        private ServerSocket server;

        @BeforeEach
        void listenAtTheSecond() throws IOException {
            server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
            addresses("127.0.0.2", "127.0.0.1");
        }

        private void addresses(String... all) throws IOException {
            addresses.clear();
            for (String address : all) {
                addresses.add(InetAddress.getByName(address));
            }
        }

        private ProxyRoute route(ProxySettings settings) throws IOException {
            return new ProxyRoute(settings, Duration.ofSeconds(20), host -> {
                asked.add(host);
                return List.copyOf(addresses);
            });
        }

        private ProxySettings proxy(String user) {
            return new ProxySettings("[2001:db8::1]", server.getLocalPort(), user, "x", null);
        }

        private URI uri(String scheme) {
            return URI.create(scheme + "://" + REGISTRY + ":" + server.getLocalPort() + "/v2/");
        }

        private Socket connectTo(Proxy relay) throws IOException {
            InetSocketAddress address = (InetSocketAddress) relay.address();
            Socket client = new Socket(address.getAddress(), address.getPort());
            client.setSoTimeout(60_000);
            return client;
        }

        /** The proxy that the client is to take, which has to lead to the server. */
        private void assertRelayed(ProxyRoute route, URI uri, String request) throws IOException {
            try (Socket client = connectTo(proxies(route, uri).get(0))) {
                client.getOutputStream().write((request + "x").getBytes(StandardCharsets.US_ASCII));
                try (Socket accepted = server.accept()) {
                    accepted.setSoTimeout(60_000);
                    assertThat(accepted.getInputStream().read()).isEqualTo('x');
                }
            }
        }

        @Test
        void connectionsGoToTheOneThatAccepts() throws Exception {
            URI uri = uri("http");
            try (ProxyRoute route = route(null)) {
                assertThat(route.isFirstDead(uri)).isTrue();
                assertThat(proxies(route, uri)).containsExactly(Proxy.NO_PROXY);
                assertThat(route.detour(uri)).isTrue();
                server.accept().close();

                assertThat(route.addresses(uri))
                        .containsExactly(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2"));
                server.accept().close();
                assertRelayed(route, uri, "");
                assertThat(asked).containsOnly(REGISTRY);
                assertThat(route.detour(uri)).as("once").isFalse();
                assertThat(route.isFirstDead(uri)).isFalse();
            }
        }

        @Test
        void aTunnelIsExpectedForHttps() throws Exception {
            URI uri = uri("https");
            try (ProxyRoute route = route(null)) {
                assertThat(route.detour(uri)).isTrue();
                server.accept().close();
                assertRelayed(route, uri, "CONNECT " + REGISTRY + ":443 HTTP/1.1\r\n\r\n");
                assertThat(proxies(route, uri("http"))).as("another origin").containsExactly(Proxy.NO_PROXY);
            }
        }

        @Test
        void aProxyIsReachedThereTooAndOpensTunnelsItself() throws Exception {
            for (String scheme : List.of("https", "http")) {
                try (ProxyRoute route = route(proxy(null))) {
                    assertThat(route.isFirstDead(uri(scheme))).isTrue();
                    server.accept().close();
                    assertThat(route.detour(uri(scheme))).isTrue();
                    server.accept().close();
                    assertRelayed(route, uri(scheme), "");
                    assertThat(asked).containsOnly("2001:db8::1");
                }
            }
        }

        @Test
        void aRelayWithALoginTriesTheProxysAddressesItself() throws Exception {
            try (ProxyRoute route = route(proxy("bob"))) {
                assertThat(route.detour(uri("https"))).isFalse();
                assertThat(route.isFirstDead(uri("https"))).isFalse();
                assertThat(asked).isEmpty();
                assertThat(route.detour(uri("http"))).isTrue();
            }
        }

        @Test
        void aFirstAddressThatAcceptsIsLeftAlone() throws Exception {
            addresses("127.0.0.1", "127.0.0.2");
            try (ProxyRoute route = route(null)) {
                assertThat(route.isFirstDead(uri("http"))).isFalse();
                assertThat(route.detour(uri("http"))).isFalse();
                assertThat(proxies(route, uri("http"))).containsExactly(Proxy.NO_PROXY);
            }
        }

        @Test
        void ifAllAreDeadThereIsNoOther() throws Exception {
            addresses("127.0.0.2", "127.0.0.3");
            try (ProxyRoute route = route(null)) {
                assertThat(route.isFirstDead(uri("http"))).isFalse();
                assertThat(route.detour(uri("http"))).isFalse();
            }
        }

        @Test
        void aPeerThatHasAnsweredIsNotSuspected() throws Exception {
            try (ProxyRoute route = route(null)) {
                route.answered(uri("http"));
                assertThat(route.isFirstDead(uri("http"))).isFalse();
                assertThat(route.isFirstDead(uri("https"))).as("another origin").isTrue();
            }
        }

        @Test
        void anInterruptEndsTheSearch() throws Exception {
            try (ProxyRoute route = route(null)) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> route.detour(uri("http"))).isInstanceOf(InterruptedException.class);
                assertThat(Thread.interrupted()).isFalse();
            }
        }

        @Test
        void whatTheJvmsProxySettingsSayIsLeftToThem() throws Exception {
            Proxy jvms = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("jvm.example.com", 8080));
            ProxySelector usual = ProxySelector.getDefault();
            ProxySelector.setDefault(new ProxySelector() {
                @Override
                public List<Proxy> select(URI uri) {
                    return List.of(jvms);
                }

                @Override
                public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
            });
            try (ProxyRoute route = route(null);
                    ProxyRoute configured = route(new ProxySettings("proxy.example.com", 3128, null, null, REGISTRY))) {
                route.pin(uri("http"));
                assertThat(proxies(route, uri("http"))).containsExactly(jvms);
                assertThat(route.detour(uri("http"))).isFalse();
                assertThat(route.isFirstDead(uri("http"))).isFalse();
                assertThat(proxies(configured, uri("http"))).containsExactly(Proxy.NO_PROXY);
            } finally {
                ProxySelector.setDefault(usual);
            }
        }

        @Test
        void aHostWithoutAnAddressIsNotPinned() throws Exception {
            addresses();
            try (ProxyRoute route = route(null)) {
                route.pin(uri("http"));
                assertThat(proxies(route, uri("http"))).containsExactly(Proxy.NO_PROXY);
            }
        }

        @Test
        void itsRelaysEndWithIt() throws Exception {
            ProxyRoute route = route(proxy("bob"));
            assertThat(route.detour(uri("http"))).isTrue();
            server.accept().close();
            try (Socket detour = connectTo(proxies(route, uri("http")).get(0));
                    Socket login = connectTo(proxies(route, uri("https")).get(0))) {
                route.close();

                assertThat(AddressRelayTest.ended(detour)).isTrue();
                assertThat(AddressRelayTest.ended(login)).isTrue();
            }
        }
    }
}
