package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.operation.ChildJvm;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import io.jenkins.plugins.ocichart.simulator.ProxyServer;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host with two addresses of which the first is dead. A JVM of its own has the hosts file that says so: in this one a name
 * has the addresses that the machine's DNS gives it.
 */
class NextAddressTest {
    private static final TestKeyStore KEYS = TestKeyStore.create()
            .add("two", "CN=two.localhost", "EC", null, "san=dns:two.localhost")
            .add("other", "CN=other", "EC", null, "san=dns:other.example.com,ip:127.0.0.1");

    @TempDir
    Path directory;

    private List<String> jvm;

    @BeforeEach
    void nameTheHosts() throws IOException {
        Path hosts = Files.writeString(
                directory.resolve("hosts"),
                "127.0.0.2 two.localhost\n127.0.0.1 two.localhost\n127.0.0.2 dead.localhost\n127.0.0.3 dead.localhost\n"
                        + "127.0.0.1 localhost\n");
        jvm = List.of("-XX:TieredStopAtLevel=1", "-Djdk.net.hosts.file=" + hosts);
    }

    /** Two GETs of {@code URL [CA-FILE [PROXY-HOST PROXY-PORT]]} by one transport, and whether the port speaks plain HTTP. */
    public static void main(String[] arguments) throws Exception {
        URI uri = URI.create(arguments[0]);
        String ca = arguments.length > 1 && !arguments[1].isEmpty() ? arguments[1] : null;
        ProxySettings proxy = arguments.length > 2
                ? new ProxySettings(arguments[2], Integer.parseInt(arguments[3]), null, null, null)
                : null;
        TimeLimits limits = new TimeLimits(
                Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));
        RetryPolicy once = new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1));
        ConnectionSettings settings = new ConnectionSettings(false, false, ca, null, null).withProxy(proxy);
        try (HttpTransport transport = HttpTransport.open(settings, limits, once)) {
            TransportRequest request = TransportRequest.of("GET", uri).withAuthorization("Bearer abc");
            System.out.println(transport.send(request).status());
            System.out.println(transport.send(request).status());
            System.out.println(transport.answersPlainHttp(Origin.of(uri)));
        } catch (TransportException e) {
            System.out.println(e.kind() + " " + e.getMessage());
        }
    }

    /** A token server's name that leads elsewhere, {@code URL HOSTS-FILE}, after a request with a login has gone there. */
    static final class Rebound {
        public static void main(String[] arguments) throws Exception {
            URI realm = URI.create(arguments[0]);
            try (HttpTransport transport =
                    HttpTransport.open(ConnectionSettings.DEFAULT, TimeLimits.DEFAULT, RetryPolicy.DEFAULT)) {
                TransportRequest request = TransportRequest.of("GET", realm)
                        .withAddressCheck(AddressPolicy.forLogins(Origin.of(URI.create("http://127.0.0.1:5000"))));
                System.out.println(transport.send(request).status());
                Files.writeString(Path.of(arguments[1]), "127.0.0.9 two.localhost\n");
                System.out.println(InetAddress.getByName("two.localhost").getHostAddress());
                System.out.println(transport.send(request).status());
            }
        }
    }

    private String get(Object... arguments) throws Exception {
        return ChildJvm.run(ChildJvm.command(NextAddressTest.class, jvm, arguments), Map.of());
    }

    private Path ca(String alias) throws IOException {
        return Files.writeString(directory.resolve("ca.pem"), KEYS.certificatePem(alias));
    }

    @Tag("slow")
    @Test
    void plainHttpGoesToTheNextAddress() throws Exception {
        try (WireServer server = WireServer.start(e -> e.respond(
                "Bearer abc".equals(e.header("authorization"))
                                && e.header("host").startsWith("two.localhost:")
                                && e.header("proxy-authorization") == null
                        ? 200
                        : 400,
                "hello"))) {
            assertThat(get("http://two.localhost:" + server.port() + "/v2/"))
                    .hasLineCount(3)
                    .startsWith("200")
                    .endsWith("true");
        }
    }

    @Tag("slow")
    @Test
    void tlsGoesToTheNextAddressAndVerifiesTheName() throws Exception {
        try (DockerRegistry registry = DockerRegistry.withTls(KEYS.pem("two"))) {
            String url = "https://two.localhost:" + registry.host().split(":")[1] + "/v2/";
            assertThat(get(url, ca("two"))).hasLineCount(3).startsWith("200").endsWith("false");
        }
        try (WireServer server = WireServer.start(KEYS.serverContext("other", null), e -> e.respond(200, "hello"))) {
            assertThat(get("https://two.localhost:" + server.port() + "/", ca("other")))
                    .isEqualTo("CERTIFICATE the certificate is for other.example.com, 127.0.0.1, not for two.localhost:"
                            + server.port() + ": use the certified name");
        }
    }

    @Tag("slow")
    @Test
    void anAddressThatDoesNotAnswerIsLeftLongBeforeTheTimeLimit() throws Exception {
        try (WireServer server = WireServer.start(e -> e.respond(200, "hello"));
                ServerSocket full = new ServerSocket(server.port(), 1, InetAddress.getByName("127.0.0.2"));
                // The kernel takes connections up to the backlog; what comes then gets no answer.
                Socket first = new Socket("127.0.0.2", full.getLocalPort());
                Socket second = new Socket("127.0.0.2", full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            assertThat(get("http://two.localhost:" + server.port() + "/v2/")).startsWith("200\n200");
        }
    }

    @Tag("slow")
    @Test
    void aProxyIsReachedAtItsNextAddress() throws Exception {
        try (WireServer plain = WireServer.start(e -> e.respond(200, "hello"));
                DockerRegistry tls = DockerRegistry.withTls(KEYS.pem("two"));
                ProxyServer proxy = ProxyServer.start()) {
            assertThat(get("http://registry.example.com:" + plain.port() + "/", "", "two.localhost", proxy.port()))
                    .startsWith("200\n200");
            String url = "https://two.localhost:" + tls.host().split(":")[1] + "/v2/";
            assertThat(get(url, ca("two"), "two.localhost", proxy.port())).startsWith("200\n200");
        }
    }

    @Tag("slow")
    @Test
    void aLoginGoesToTheAddressThatWasJudgedEvenIfTheNameChanges() throws Exception {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 two.localhost\n");
        List<String> uncached = List.of("-Djdk.net.hosts.file=" + hosts, "-Dsun.net.inetaddr.ttl=0");
        try (WireServer server = WireServer.start(
                e -> e.respond(200, Map.of("Connection", "close"), "hello".getBytes(StandardCharsets.UTF_8)))) {
            String url = "http://two.localhost:" + server.port() + "/token";
            assertThat(ChildJvm.run(ChildJvm.command(Rebound.class, uncached, url, hosts), Map.of()))
                    .isEqualTo("200\n127.0.0.9\n200");
        }
    }

    @Tag("slow")
    @Test
    void ifAllAddressesAreDeadTheLineNamesThem() throws Exception {
        assertThat(get("http://dead.localhost:1/"))
                .isEqualTo(
                        "REFUSED connection to dead.localhost:1 (127.0.0.2, 127.0.0.3) refused: check host and port, and"
                                + " that it runs");
    }

    @Tag("slow")
    @Test
    void aPushAndAPullGoThrough() throws Exception {
        Path archive = ChartTar.large(directory, "two", "1.0.0", 1);
        try (DockerRegistry registry = DockerRegistry.start()) {
            String host = "two.localhost:" + registry.host().split(":")[1];
            String pushed =
                    ChildJvm.run(ChildJvm.command(jvm, "push", directory, archive.getFileName(), host), Map.of());
            assertThat(pushed).startsWith("sha256:");
            String reference = "oci://" + host + "/charts/two:1.0.0";
            assertThat(ChildJvm.run(ChildJvm.command(jvm, "pull", directory, reference), Map.of()))
                    .isEqualTo(pushed);
        }
    }
}
