package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries and token servers that want what they shouldn't get. */
class HostileServerTest {
    private static final TestKeyStore KEYS =
            TestKeyStore.create().add("server", "CN=registry", "EC", null, "san=ip:127.0.0.1");
    private static final ConnectionSettings INSECURE = new ConnectionSettings(false, true, null, null, null, null);
    private static final RegistryCredential ALICE = RegistryCredential.basic("alice", "hush-hush");
    private static final byte[] CONTENT = "x".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor BLOB = Descriptor.of("a/b", CONTENT);

    private final List<WireExchange> stolen = new CopyOnWriteArrayList<>();

    @AutoClose
    private WireServer thief;

    @AutoClose
    private SimulatedRegistry registry;

    @BeforeEach
    void start() {
        thief = WireServer.start(exchange -> {
            stolen.add(exchange);
            exchange.respond(200, "{\"token\":\"t\"}");
        });
        registry = SimulatedRegistry.start(KEYS.serverContext("server", null));
    }

    private RegistryClient client() throws RegistryException {
        return Fast.client(registry.host(), INSECURE, ALICE);
    }

    private void challenge(String header) {
        registry.always("GET", "/v2/", e -> e.respond(401, Map.of("WWW-Authenticate", header), new byte[0]));
    }

    @Test
    void aRealmWithoutTlsGetsNoLoginFromARegistryWithTls() throws Exception {
        challenge("Bearer realm=\"" + thief.url() + "/token\",service=\"x\"");
        try (RegistryClient client = client()) {
            assertThatThrownBy(client::login).hasMessageContaining("which is not encrypted; not sent");
            assertThatThrownBy(() -> client.repository("a").manifest("1"))
                    .hasMessageContaining("which is not encrypted; not sent");
        }
        assertThat(stolen).isEmpty();
    }

    @Test
    void aPrivateRealmGetsNoLogin() throws Exception {
        challenge("Bearer realm=\"https://169.254.169.254/token\",service=\"x\"");
        try (RegistryClient client = client()) {
            assertThatThrownBy(client::login).hasMessageContaining("which is a private address; not sent");
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"GET /blobs/", "GET /manifests/", "HEAD /manifests/", "POST /uploads/", "PUT /manifests/"})
    void aRedirectOutOfTlsIsNotFollowed(String request) throws Exception {
        String[] parts = request.split(" ");
        registry.always(parts[0], parts[1], e -> e.respond(307, Map.of("Location", thief.url() + "/x"), new byte[0]));
        try (RegistryClient client = client()) {
            assertThatThrownBy(() -> {
                        switch (request) {
                            case "GET /blobs/" ->
                                client.repository("a")
                                        .download(
                                                BLOB,
                                                new BlobStream(OutputStream.nullOutputStream()),
                                                TransferListener.NONE);
                            case "GET /manifests/" -> client.repository("a").manifest("1");
                            case "HEAD /manifests/" -> client.repository("a").resolve("1");
                            case "POST /uploads/" ->
                                client.repository("a").upload(BLOB, Body.of(CONTENT), TransferListener.NONE);
                            default -> client.repository("a").putManifest("1", Manifest.OCI_MANIFEST, CONTENT);
                        }
                    })
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining(registry.host() + " redirects from https to http");
        }
        assertThat(stolen).isEmpty();
    }

    @Test
    void anUploadDoesNotLeaveTls() throws Exception {
        registry.always("POST", "/uploads/", e -> e.respond(202, Map.of("Location", thief.url() + "/x"), new byte[0]));
        try (RegistryClient client = client()) {
            assertThatThrownBy(() -> client.repository("a").upload(BLOB, Body.of(CONTENT), TransferListener.NONE))
                    .hasMessageContaining("sends uploads from https to http://" + thief.host())
                    .hasMessageContaining("X-Forwarded-Proto");
        }
        assertThat(stolen).isEmpty();
    }

    @Tag("slow")
    @Test
    void aStorageHostThatAsksForALoginGetsNone() throws Exception {
        try (WireServer storage = WireServer.start(KEYS.serverContext("server", null), exchange -> {
            stolen.add(exchange);
            exchange.respond(401, Map.of("WWW-Authenticate", "Basic realm=\"x\""), new byte[0]);
        })) {
            registry.always(
                    "GET", "/blobs/", e -> e.respond(307, Map.of("Location", storage.url() + "/x"), new byte[0]));
            try (RegistryClient client = client()) {
                assertThatThrownBy(() -> client.repository("a")
                                .download(BLOB, new BlobStream(OutputStream.nullOutputStream()), TransferListener.NONE))
                        .hasMessageContaining(storage.host());
            }
        }
        assertThat(stolen)
                .hasSize(1)
                .allSatisfy(e -> assertThat(e.header("authorization")).isNull());
    }

    @Tag("slow")
    @Test
    void aTokenServerCannotRedirectTheLogin() throws Exception {
        try (WireServer tokens = WireServer.start(
                KEYS.serverContext("server", null),
                e -> e.respond(302, Map.of("Location", thief.url() + "/token"), new byte[0]))) {
            challenge("Bearer realm=\"" + tokens.url() + "/token\"");
            try (RegistryClient client = client()) {
                assertThatThrownBy(client::login).isInstanceOf(RegistryException.class);
            }
        }
        assertThat(stolen).isEmpty();
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"token\":\"\"}",
                "{\"token\":1.5e9}",
                "{\"token\":\"a\\r\\nX-Evil: 1\"}",
                "{\"token\":\"a b\"}",
                "{\"access_token\":[\"a\"]}",
                "{\"token\":\"t\""
            })
    void aTokenThatIsNoneIsRefused(String answer) throws Exception {
        try (WireServer tokens = WireServer.start(KEYS.serverContext("server", null), e -> e.respond(200, answer))) {
            challenge("Bearer realm=\"" + tokens.url() + "/token\"");
            try (RegistryClient client = client()) {
                assertThatThrownBy(client::login).isInstanceOf(RegistryException.class);
            }
        }
    }

    @Tag("slow")
    @Test
    void aTokenServerWithoutAnEndIsCutOff() throws Exception {
        try (WireServer tokens = WireServer.start(KEYS.serverContext("server", null), e -> {
            e.raw().write("HTTP/1.1 200 OK\r\n\r\n{\"token\":\"".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                e.raw().write("x".repeat(1000).getBytes(StandardCharsets.US_ASCII));
            }
        })) {
            challenge("Bearer realm=\"" + tokens.url() + "/token\"");
            try (RegistryClient client = client()) {
                assertThatThrownBy(client::login)
                        .isInstanceOf(ConnectionException.class)
                        .hasMessageContaining("larger than 131072 bytes");
            }
        }
    }

    @Tag("slow")
    @Test
    void aRegistryThatAlwaysWantsAnotherTokenIsAskedTwice() throws Exception {
        try (WireServer tokens = WireServer.start(
                KEYS.serverContext("server", null), e -> e.respond(200, "{\"token\":\"" + System.nanoTime() + "\"}"))) {
            challenge("Bearer realm=\"" + tokens.url() + "/token\",scope=\"repository:a:pull\"");
            try (RegistryClient client = client()) {
                assertThatThrownBy(() -> client.repository("a").manifest("1"))
                        .isInstanceOf(UnauthorizedException.class);
            }
        }
        assertThat(registry.requests()).hasSize(2);
    }
}
