package io.jenkins.plugins.ocichart.registry.client;

import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks of a credential: what is shown to whom, and what counts as accepted. */
class LoginTest {
    private static final RegistryCredential ALICE = RegistryCredential.basic("alice", "hush-hush");
    private static final String BASIC = "Basic YWxpY2U6aHVzaC1odXNo";

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private WireServer tokens;

    @BeforeEach
    void start() {
        tokens = WireServer.start(exchange -> {
            asked.add(exchange.header("authorization") + " " + exchange.query("scope"));
            exchange.respond(200, "{\"token\":\"t\",\"expires_in\":300}");
        });
    }

    private void accept(String authorization, String challenge) {
        for (String method : new String[] {"GET", "HEAD"}) {
            registry.always(method, "/v2/", exchange -> {
                if (authorization.equals(exchange.header("authorization"))) {
                    registry.answer(exchange);
                } else {
                    challenge(exchange, challenge);
                }
            });
        }
    }

    private static void challenge(WireExchange exchange, String challenge) throws IOException {
        exchange.respond(401, Map.of("WWW-Authenticate", challenge), "{}".getBytes());
    }

    private void login(RegistryCredential credential) throws Exception {
        try (RegistryClient client = Fast.client(registry.host(), credential)) {
            client.login();
        }
    }

    private List<String> logins() {
        return registry.headers().stream()
                .map(headers -> headers.getOrDefault("authorization", "none"))
                .toList();
    }

    private String bearer(String more) {
        return "Bearer realm=\"" + tokens.url() + "/token\",service=\"x\"" + more;
    }

    @Test
    void aRegistryThatAsksForNoLoginIsShownNone() throws Exception {
        login(ALICE);

        assertThat(logins()).containsExactly("none");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 403, 405})
    void onlyTheAnswer200IsAnAcceptedLogin(int status) {
        registry.always("GET", "/v2/", e -> e.respond(status, ""));

        assertThatThrownBy(() -> login(ALICE))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("authenticating to \"" + registry.host() + "\": " + registry.host())
                .hasMessageContaining("(" + status + ")");
    }

    @Test
    void userAndPasswordAreShownIfTheRegistryAsks() throws Exception {
        accept(BASIC, "Basic realm=\"x\"");
        login(ALICE);
        assertThat(logins()).containsExactly("none", BASIC);

        assertThatThrownBy(() -> login(RegistryCredential.basic("alice", "wrong")))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessage("authenticating to \"" + registry.host() + "\": " + registry.host()
                        + " rejected the login of user alice (401). Check user name and password or token.");
    }

    @Test
    void aBearerChallengeWithoutARealmLeavesUserAndPassword() throws Exception {
        accept(BASIC, "Bearer service=\"x\", Basic realm=\"x\"");
        login(ALICE);

        assertThat(logins()).containsExactly("none", BASIC);
    }

    @Test
    void aReadyTokenIsShownAsItIs() throws Exception {
        accept("Bearer ready", bearer(""));
        login(RegistryCredential.bearer("ready"));
        assertThat(logins()).containsExactly("none", "Bearer ready");

        assertThatThrownBy(() -> login(RegistryCredential.bearer("expired"))).isInstanceOf(UnauthorizedException.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void aTokenIsFetchedForTheScopeOfTheChallenge() throws Exception {
        accept("Bearer t", bearer(",scope=\"registry:catalog:*\""));
        login(ALICE);

        assertThat(logins()).containsExactly("none", "Bearer t");
        assertThat(asked).containsExactly(BASIC + " registry:catalog:*");
    }

    @Test
    void aFetchedTokenThatIsRefusedIsNoLogin() {
        accept("Bearer other", bearer(""));

        assertThatThrownBy(() -> login(ALICE)).isInstanceOf(UnauthorizedException.class);
    }

    @Test
    void whoeverHasNoLoginIsToldThatOneIsWanted() {
        accept(BASIC, "Basic realm=\"x\"");

        assertThatThrownBy(() -> login(RegistryCredential.anonymous()))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessage("authenticating to \"" + registry.host() + "\": " + registry.host()
                        + " wants a login for the login and none is given (401)");
    }

    @Test
    void afterALoginTheTokenServerIsKnown() throws Exception {
        accept("Bearer t", bearer(""));
        try (RegistryClient client = Fast.client(registry.host(), ALICE)) {
            client.login();
            assertThat(client.repository("charts/web").resolve("1.0.0")).isEmpty();
        }

        assertThat(logins()).containsExactly("none", "Bearer t", "Bearer t");
    }

    @Test
    void afterALoginARefusalIsOneOfRights() throws Exception {
        registry.fault("GET", "/v2/", 1, e -> challenge(e, "Basic realm=\"x\""));
        registry.always("GET", "/charts/", e -> challenge(e, "Basic realm=\"x\""));
        try (RegistryClient client = Fast.client(registry.host(), ALICE)) {
            client.login();
            assertThatThrownBy(() -> client.repository("charts/web").manifest("1.0.0"))
                    .hasMessageStartingWith("user alice may not pull charts/web on " + registry.host());
        }
    }

    @Test
    void aHostThatCannotBeReachedIsToldSo() throws Exception {
        String host = registry.host();
        registry.always("GET", "/v2/", SimulatedRegistry.reset());

        assertThatThrownBy(() -> login(ALICE))
                .isInstanceOf(ConnectionException.class)
                .hasMessageStartingWith("authenticating to \"" + host + "\": ")
                .hasCauseInstanceOf(ConnectionException.class);
    }

    @Test
    void anotherFailureIsNeitherARefusalNorABrokenConnection() {
        registry.always("GET", "/v2/", refuse(404, "", ""));

        assertThatThrownBy(() -> login(ALICE)).isExactlyInstanceOf(RegistryException.class);
    }

    @Test
    void whatCannotBeSentIsRefusedBefore() {
        assertThatThrownBy(() -> Fast.client(registry.host(), RegistryCredential.basic("a:b", "x")))
                .hasMessage("colons(:) are not allowed in username");
        assertThatThrownBy(() -> Fast.client(registry.host(), RegistryCredential.basic(":b", "x")))
                .hasMessage("colons(:) are not allowed in username");
        for (String token : List.of("two words", "del\u007fete", "caf\u00e9")) {
            assertThatThrownBy(() -> Fast.client(registry.host(), RegistryCredential.bearer(token)))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageStartingWith("the token for " + registry.host() + " has characters that no token has");
        }
        assertThatThrownBy(() -> Fast.client("-", ALICE))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("invalid registry \"-\"");
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void everyVisibleCharacterMayBeInATokenAndBlanksMayBeInAPassword() throws Exception {
        Fast.client(registry.host(), RegistryCredential.bearer("a!~z")).close();
        Fast.client(registry.host(), RegistryCredential.basic("alice", "two words"))
                .close();
    }

    @Test
    void aCertificateThatCannotBeReadIsNamed() {
        ConnectionSettings settings = new ConnectionSettings(false, false, "/nowhere/ca.pem", null, null);

        assertThatThrownBy(() -> Fast.client(registry.host(), settings, ALICE))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("/nowhere/ca.pem");
    }

    @Test
    void aClientThatHasAskedNothingHasNoWarnings() throws Exception {
        try (RegistryClient client = Fast.client(registry.host(), ALICE)) {
            assertThat(client.warnings()).isEmpty();
        }
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void aClosedClientSendsNothing() throws Exception {
        RegistryClient client = Fast.client(registry.host(), ALICE);
        client.close();

        assertThatThrownBy(client::login).isInstanceOf(IllegalStateException.class);
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void aClientWithTheUsualLimitsLogsInAsWell() throws Exception {
        try (RegistryClient client = RegistryClient.open(registry.host(), ConnectionSettings.DEFAULT, ALICE)) {
            client.login();
        }

        assertThat(logins()).containsExactly("none");
    }
}
