package io.jenkins.plugins.ocichart.registry.client;

import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryConnectionTest {
    private static final RegistryCredential ALICE = RegistryCredential.basic("alice", "hush-hush");
    private static final String BASIC = "Basic YWxpY2U6aHVzaC1odXNo";
    private static final Operation READ =
            new Operation(Operation.Kind.READ_MANIFEST, "charts/web", "1.0.0", false, null);

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private HttpTransport transport;

    @BeforeEach
    void start() throws Exception {
        transport = HttpTransport.open(ConnectionSettings.DEFAULT, Fast.LIMITS, Fast.RETRIES);
    }

    private RegistryConnection connection(RegistryCredential credential) throws Exception {
        return connection(registry.host(), false, credential);
    }

    private RegistryConnection connection(String host, boolean plainHttp, RegistryCredential credential)
            throws Exception {
        return RegistryConnection.open(transport, RegistryHost.parse(host), plainHttp, credential);
    }

    private TransportResponse get(RegistryConnection connection, String path) throws Exception {
        return connection.send(READ, TransportRequest.of("GET", connection.uri(path)));
    }

    private List<String> logins() {
        return registry.headers().stream()
                .map(headers -> headers.getOrDefault("authorization", "none"))
                .toList();
    }

    private static void challenge(WireExchange exchange, String challenge) throws IOException {
        exchange.respond(401, Map.of("WWW-Authenticate", challenge), "{}".getBytes());
    }

    @Test
    void httpsIsUsedUnlessPlainHttpIsWantedOrTheRegistryIsOnThisMachineAndSpeaksIt() throws Exception {
        assertThat(connection("registry.example.com:5000", false, ALICE).uri("a/tags"))
                .hasToString("https://registry.example.com:5000/v2/a/tags");
        assertThat(connection("registry.example.com:5000", true, ALICE).origin())
                .hasToString("http://registry.example.com:5000");
        assertThat(connection(ALICE).origin()).hasToString("http://" + registry.host());
        assertThat(connection("docker.io", false, ALICE).origin()).hasToString("https://registry-1.docker.io");
    }

    @Test
    void requestsNameTheClientAndCarryTheLogin() throws Exception {
        RegistryConnection connection = connection(ALICE);
        get(connection, "");
        connection.sendAnonymously(TransportRequest.of("GET", connection.uri("")));

        assertThat(registry.headers())
                .allSatisfy(headers -> assertThat(headers).containsEntry("user-agent", "jenkins-oci-chart"));
        assertThat(logins()).containsExactly(BASIC, "none");
    }

    @Test
    void requestsToAnotherOriginCarryNoLogin() throws Exception {
        RegistryConnection connection = connection(ALICE);
        try (SimulatedRegistry other = SimulatedRegistry.start()) {
            connection.send(READ, TransportRequest.of("GET", URI.create(other.url() + "/v2/")));

            assertThat(other.headers())
                    .hasSize(1)
                    .allSatisfy(headers -> assertThat(headers).doesNotContainKey("authorization"));
        }
    }

    @Test
    void warningsAreTheRegistrysOwn() throws Exception {
        Map<String, String> warning = Map.of("Warning", "299 - \"move\"");
        try (WireServer storage =
                WireServer.start(e -> e.respond(200, Map.of("Warning", "299 - \"no\""), new byte[0]))) {
            RegistryConnection connection = connection(ALICE);
            registry.always(
                    "GET", "/moved", e -> e.respond(307, Map.of("Location", storage.url() + "/x"), new byte[0]));
            registry.always("GET", "/own", e -> e.respond(200, warning, new byte[0]));
            get(connection, "moved");
            assertThat(connection.warnings()).isEmpty();
            get(connection, "own");
            assertThat(connection.warnings()).containsExactly("move");
        }
    }

    @Test
    void aLoginThatWasAcceptedMakesARefusalOneOfRights() throws Exception {
        RegistryConnection connection = connection(ALICE);
        assertThat(connection.authenticator().isAccepted()).isFalse();

        get(connection, "");

        assertThat(connection.authenticator().isAccepted()).isTrue();
    }

    @Test
    void whatIsNotThereMakesTheLoginKnown() throws Exception {
        RegistryConnection connection = connection(ALICE);
        connection.send(READ, TransportRequest.of("HEAD", connection.uri("charts/web/manifests/1.0.0")));

        assertThat(connection.authenticator().isKnown()).isTrue();
        assertThat(connection.authenticator().isAccepted()).isFalse();
        assertThat(logins()).containsExactly(BASIC);
    }

    @Test
    void anotherFailureSaysNothingOfTheLogin() throws Exception {
        RegistryConnection connection = connection(ALICE);
        registry.always("HEAD", "/v2/", refuse(405, "UNSUPPORTED", ""));
        connection.send(READ, TransportRequest.of("HEAD", connection.uri("charts/web/manifests/1.0.0")));

        assertThat(connection.authenticator().isKnown()).isFalse();
        assertThat(connection.authenticator().isUntried()).isTrue();
    }

    @Test
    void aRefusedLoginIsNotSentAgain() throws Exception {
        registry.always("GET", "/v2/", e -> challenge(e, "Basic realm=\"x\""));
        RegistryConnection connection = connection(ALICE);
        assertThat(get(connection, "").status()).isEqualTo(401);
        int sent = logins().size();

        assertThatThrownBy(() -> get(connection, ""))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageStartingWith(registry.host() + " rejected the login of user alice");
        assertThat(logins()).hasSize(sent);
    }

    @Test
    void anAnonymousRefusalEndsNothing() throws Exception {
        registry.always("GET", "/v2/", e -> challenge(e, "Basic realm=\"x\""));
        RegistryConnection connection = connection(RegistryCredential.anonymous());

        assertThat(get(connection, "").status()).isEqualTo(401);
        assertThat(get(connection, "").status()).isEqualTo(401);
    }

    @Test
    void aMissingRightIsNoRefusedLogin() throws Exception {
        registry.always("GET", "/v2/", e -> challenge(e, "Basic realm=\"x\", error=\"insufficient_scope\""));
        RegistryConnection connection = connection(ALICE);

        assertThat(get(connection, "").status()).isEqualTo(401);
        assertThat(get(connection, "").status()).isEqualTo(401);
    }

    @Test
    void aMissingProjectIsNoRefusedLogin() throws Exception {
        registry.always("GET", "/v2/", refuse(401, "UNAUTHORIZED", "project charts not found"));
        RegistryConnection connection = connection(ALICE);

        assertThat(get(connection, "").status()).isEqualTo(401);
        assertThat(get(connection, "").status()).isEqualTo(401);
    }

    /** A login that nobody has asked for: without one the answer is another. */
    @ParameterizedTest
    @CsvSource({
        "GET, 400, true", "GET, 403, true", "GET, 404, true", "GET, 500, true", "POST, 404, true",
        "HEAD, 403, true", "HEAD, 404, false", "PUT, 404, false", "GET, 405, false", "PUT, 403, true"
    })
    void aLoginThatNobodyAskedForIsLeftOutIfItMayBeTheReason(String method, int status, boolean again)
            throws Exception {
        registry.always(method, "/charts/", exchange -> {
            if (exchange.header("authorization") == null) {
                exchange.respond(200, "{}");
            } else {
                exchange.respond(status, "{}");
            }
        });
        RegistryConnection connection = connection(ALICE);
        TransportResponse response =
                connection.send(READ, TransportRequest.of(method, connection.uri("charts/web/manifests/1")));

        assertThat(response.status()).isEqualTo(again ? 200 : status);
    }

    @Test
    void aLoginThatWasAcceptedBeforeIsNotLeftOut() throws Exception {
        RegistryConnection connection = connection(ALICE);
        get(connection, "");
        registry.always(
                "GET",
                "/charts/",
                exchange -> exchange.respond(exchange.header("authorization") == null ? 200 : 403, "{}"));

        assertThat(get(connection, "charts/web/manifests/1").status()).isEqualTo(403);
        assertThat(logins()).containsExactly(BASIC, BASIC);
    }

    @Test
    void anOptionalRequestIsSentOnceWhateverTheAnswer() throws Exception {
        registry.always("POST", "/refused", e -> challenge(e, "Basic realm=\"x\""));
        registry.always("POST", "/taken", e -> e.respond(201, ""));
        RegistryConnection connection = connection(ALICE);

        assertThat(connection
                        .sendOnce(READ, TransportRequest.of("POST", connection.uri("refused")))
                        .status())
                .isEqualTo(401);
        assertThat(connection.authenticator().isAccepted()).isFalse();
        connection.sendOnce(READ, TransportRequest.of("POST", connection.uri("taken")));
        assertThat(connection.authenticator().isAccepted()).isTrue();
        assertThat(logins()).containsExactly(BASIC, BASIC);
    }

    @Test
    void aDigestThatIsBlankCountsAsNone() {
        assertThat(RegistryConnection.digest(answer("Docker-Content-Digest", "sha256:x")))
                .contains("sha256:x");
        assertThat(RegistryConnection.digest(answer("Docker-Content-Digest", " ")))
                .isEmpty();
        assertThat(RegistryConnection.digest(answer("X", "y"))).isEmpty();
    }

    private static TransportResponse answer(String name, String... values) {
        return new TransportResponse(
                200,
                HttpHeaders.of(Map.of(name, List.of(values)), (n, v) -> true),
                new byte[0],
                URI.create("https://registry.example.com/v2/"),
                1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "''|null|''",
                "identity|null|''",
                "Identity|https://registry.example.com/x|''",
                "gzip|null|' (labelled Content-Encoding: gzip)'",
                "hush-hush|null|' (labelled Content-Encoding: ****)'",
                "''|https://storage.example.com/x|' (served by storage.example.com)'",
                "' gzip'|http://registry.example.com/x|' (served by registry.example.com, labelled Content-Encoding: gzip)'"
            })
    void wrongContentIsLabelledWithItsHostAndEncoding(String encoding, URI from, String label) throws Exception {
        RegistryConnection connection = connection("registry.example.com", false, ALICE);

        assertThat(connection.label(answer("Content-Encoding", encoding).headers(), from))
                .isEqualTo(label);
    }

    @Test
    void twentyWarningsAreKept() {
        RegistryWarnings warnings = new RegistryWarnings();
        warnings.collect(
                answer(
                        "Warning",
                        IntStream.range(0, 19)
                                .mapToObj(i -> "299 - \"w" + i + "\"")
                                .collect(Collectors.joining(", ")),
                        "299 - \"alice\", 299 - \"one too many\"",
                        "299 - \"two too many\""),
                text -> text.replace("alice", "****"));

        assertThat(warnings.all()).hasSize(20).startsWith("w0", "w1").endsWith("w18", "****");
    }

    @Test
    void warningsAreReadInTheFirstFourThousandCharacters() {
        RegistryWarnings warnings = new RegistryWarnings();
        warnings.collect(answer("Warning", "x".repeat(4096 - 11) + "299 - \"yes\""), text -> text);
        warnings.collect(answer("Warning", "x".repeat(4096 - 10) + "299 - \"no!\""), text -> text);

        assertThat(warnings.all()).containsExactly("yes");
    }

    @Test
    void aStorageHostsChallengeIsNotAnswered() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (WireServer storage = WireServer.start(exchange -> {
            asked.add(exchange.path());
            challenge(exchange, "Bearer realm=\"http://" + exchange.header("host") + "/token\",service=\"x\"");
        })) {
            registry.always("GET", "/v2/", e -> e.respond(307, Map.of("Location", storage.url() + "/x"), new byte[0]));

            assertThat(get(connection(ALICE), "").status()).isEqualTo(401);
        }
        assertThat(asked).containsExactly("/x");
        assertThat(logins()).containsExactly(BASIC);
    }

    /** Amazon's answer to a token that has expired; with any other code or status a new one would not help. */
    @ParameterizedTest
    @CsvSource({"400, DENIED, t2", "400, NAME_INVALID, t1", "403, DENIED, t1"})
    void aTokenIsRenewedIfItIsDeniedAsABadRequest(int status, String code, String last) throws Exception {
        AtomicInteger given = new AtomicInteger();
        try (WireServer tokens = WireServer.start(
                e -> e.respond(200, "{\"token\":\"t" + given.incrementAndGet() + "\",\"expires_in\":300}"))) {
            registry.always("GET", "/v2/", exchange -> {
                boolean expired =
                        exchange.path().contains("/later") && "Bearer t1".equals(exchange.header("authorization"));
                if (expired) {
                    exchange.respond(status, SimulatedRegistry.error(code, "expired"));
                } else if (exchange.header("authorization").startsWith("Bearer ")) {
                    exchange.respond(200, "{}");
                } else {
                    challenge(exchange, "Bearer realm=\"" + tokens.url() + "/token\",service=\"x\"");
                }
            });
            RegistryConnection connection = connection(ALICE);
            assertThat(get(connection, "charts/web/now").status()).isEqualTo(200);

            assertThat(get(connection, "charts/web/later").status()).isEqualTo(last.equals("t2") ? 200 : status);
        }
        assertThat(logins()).last().isEqualTo("Bearer " + last);
    }
}
