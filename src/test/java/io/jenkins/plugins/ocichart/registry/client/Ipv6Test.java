package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries and proxies that are named by an IPv6 address. */
class Ipv6Test {
    private static final TestKeyStore KEYS =
            TestKeyStore.create().add("server", "CN=registry", "EC", null, "san=ip:::1");
    private static final RegistryCredential ALICE = RegistryCredential.basic("alice", "secret");

    private final List<WireExchange> seen = new CopyOnWriteArrayList<>();

    private void tags(WireExchange exchange) throws IOException {
        seen.add(exchange);
        exchange.respond(200, "{\"tags\":[\"1.0.0\"]}");
    }

    @Test
    void theHostHeaderHasBracketsAndPort() throws Exception {
        try (WireServer registry = WireServer.startOnIpv6(null, this::tags);
                RegistryClient client = Fast.client(registry.host(), ALICE)) {
            assertThat(client.repository("charts/web").tags()).containsExactly("1.0.0");
        }
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).headers())
                .containsEntry("host", "[::1]:" + seen.get(0).connection().getLocalPort())
                .containsKey("authorization");
    }

    @Tag("slow")
    @Test
    void aCertificateForTheAddressIsAccepted() throws Exception {
        java.nio.file.Path ca = java.nio.file.Files.createTempFile("ca", ".pem");
        java.nio.file.Files.writeString(ca, KEYS.certificatePem("server"));
        ConnectionSettings settings = new ConnectionSettings(false, false, ca.toString(), null, null, null);
        try (WireServer registry = WireServer.startOnIpv6(KEYS.serverContext("server", null), this::tags);
                RegistryClient client = Fast.client(registry.host(), settings, ALICE)) {
            assertThat(client.repository("charts/web").tags()).containsExactly("1.0.0");
        } finally {
            java.nio.file.Files.delete(ca);
        }
    }

    @Test
    void aRedirectToAnAddressIsFollowedWithoutTheLogin() throws Exception {
        try (WireServer other = WireServer.startOnIpv6(null, this::tags);
                WireServer registry = WireServer.start(
                        e -> e.respond(307, Map.of("Location", other.url() + "/elsewhere"), new byte[0]));
                RegistryClient client = Fast.client(registry.host(), ALICE)) {
            assertThat(client.repository("charts/web").tags()).containsExactly("1.0.0");
        }
        assertThat(seen.get(0).header("authorization")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "[::1]"})
    void aProxyMayHaveAnAddress(String host) throws Exception {
        try (WireServer proxy = WireServer.startOnIpv6(null, this::tags);
                RegistryClient client = Fast.client(
                        "registry.example.com",
                        new ConnectionSettings(true, false, null, null, null, new ProxySettings(host, proxy.port())),
                        ALICE)) {
            assertThat(client.repository("charts/web").tags()).containsExactly("1.0.0");
        }
        assertThat(seen.get(0).target()).isEqualTo("http://registry.example.com/v2/charts/web/tags/list");
    }

    @Test
    void aProxyThatIsNotThereIsNamedWithBrackets() throws Exception {
        int port;
        try (WireServer gone = WireServer.startOnIpv6(null, this::tags)) {
            port = gone.port();
        }
        try (RegistryClient client = Fast.client(
                "registry.example.com",
                new ConnectionSettings(true, false, null, null, null, new ProxySettings("::1", port)),
                ALICE)) {
            assertThatThrownBy(() -> client.repository("charts/web").tags())
                    .hasMessageStartingWith("connection to the proxy [::1]:" + port + " refused");
        }
    }
}
