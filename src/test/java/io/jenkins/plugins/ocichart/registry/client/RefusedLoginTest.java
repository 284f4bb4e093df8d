package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A login that is refused is shown once: repetitions get accounts locked. */
class RefusedLoginTest {
    private static final RegistryCredential WRONG = RegistryCredential.basic("alice", "not-the-password");

    @Started
    private SimulatedRegistry registry;

    private final List<String> shown = new CopyOnWriteArrayList<>();

    @AutoClose
    private WireServer tokens;

    @BeforeEach
    void start() {
        tokens = WireServer.start(exchange -> {
            shown.add(exchange.method() + " " + exchange.path());
            exchange.respond(401, SimulatedRegistry.error("UNAUTHORIZED", "incorrect username or password"));
        });
    }

    private void challenge(String header) {
        for (String method : new String[] {"GET", "HEAD", "POST", "PUT"}) {
            registry.always(method, "/v2/", exchange -> refuse(exchange, header));
        }
    }

    private static void refuse(WireExchange exchange, String challenge) throws IOException {
        exchange.body().readAllBytes();
        exchange.respond(
                401,
                challenge == null ? Map.of() : Map.of("WWW-Authenticate", challenge),
                "{}".getBytes(StandardCharsets.UTF_8));
    }

    /** Ten charts at four at a time, as a push of many does. */
    private List<Throwable> tenPushes(RegistryClient client) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Throwable>> pushes = IntStream.range(0, 10)
                    .<Callable<Throwable>>mapToObj(i -> () -> catchThrowable(() ->
                            client.repository("charts/chart" + i).forPush().resolve("1.0.0")))
                    .toList();
            List<Throwable> failures = new ArrayList<>();
            for (Future<Throwable> push : threads.invokeAll(pushes)) {
                failures.add(push.get());
            }
            return failures;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<String> basicLogins() {
        return registry.headers().stream()
                .map(headers -> headers.get("authorization"))
                .filter(header -> header != null && header.startsWith("Basic "))
                .toList();
    }

    @Test
    void aTokenServerThatRefusesALoginSeesItOnceWhateverIsPushed() throws Exception {
        challenge("Bearer realm=\"" + tokens.url() + "/token\",service=\"x\",scope=\"repository:a:pull\"");
        try (RegistryClient client = Fast.client(registry.host(), WRONG)) {
            assertThat(tenPushes(client))
                    .hasSize(10)
                    .allSatisfy(failure -> assertThat(failure)
                            .isInstanceOf(UnauthorizedException.class)
                            .hasMessage(
                                    tokens.host() + " (token server of " + registry.host() + ") rejected the login of"
                                            + " user alice (401 UNAUTHORIZED: incorrect username or password). Check user name and"
                                            + " password or token."));
        }
        assertThat(shown).containsExactly("GET /token");
        assertThat(basicLogins()).hasSize(1);
    }

    @Test
    void aRegistryThatRefusesALoginSeesItOnceWhateverIsPushed() throws Exception {
        challenge("Basic realm=\"x\"");
        try (RegistryClient client = Fast.client(registry.host(), WRONG)) {
            assertThat(tenPushes(client))
                    .hasSize(10)
                    .allSatisfy(failure -> assertThat(failure)
                            .isInstanceOf(UnauthorizedException.class)
                            .hasMessage(registry.host() + " rejected the login of user alice (401). Check user name and"
                                    + " password or token."));
        }
        assertThat(basicLogins()).hasSize(1);
    }

    @Test
    void aTokenThatIsRefusedIsShownOnce() throws Exception {
        challenge("Bearer realm=\"" + tokens.url() + "/token\",service=\"x\"");
        try (RegistryClient client = Fast.client(registry.host(), RegistryCredential.bearer("expired"))) {
            assertThat(tenPushes(client))
                    .hasSize(10)
                    .allSatisfy(failure -> assertThat(failure).isInstanceOf(UnauthorizedException.class));
        }
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void aLoginCheckShowsAWrongPasswordToTheTokenServerOnce() throws Exception {
        challenge("Bearer realm=\"" + tokens.url() + "/token\",service=\"x\"");
        try (RegistryClient client = Fast.client(registry.host(), WRONG)) {
            assertThatThrownBy(client::login).hasMessageContaining("rejected the login of user alice");
        }
        assertThat(shown).containsExactly("GET /token");
    }

    @Test
    void aMissingRightToOneRepositoryDoesNotEndTheOthers() throws Exception {
        for (String method : new String[] {"GET", "HEAD"}) {
            registry.always(method, "/charts/closed/", exchange -> refuse(exchange, "Basic realm=\"x\""));
        }
        try (RegistryClient client = Fast.client(registry.host(), WRONG)) {
            assertThat(client.repository("charts/open").resolve("1.0.0")).isEmpty();
            assertThatThrownBy(() -> client.repository("charts/closed").resolve("1.0.0"))
                    .isInstanceOf(UnauthorizedException.class);
            assertThat(client.repository("charts/open").resolve("1.0.0")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 500})
    void aRegistryThatBreaksOnALoginItDidNotAskForIsAskedWithout(int status) throws Exception {
        for (String method : new String[] {"GET", "POST"}) {
            registry.always(method, "/v2/", exchange -> {
                if (exchange.header("authorization") == null) {
                    registry.answer(exchange);
                } else {
                    exchange.respond(status, "{}");
                }
            });
        }
        try (RegistryClient client = Fast.client(registry.host(), WRONG)) {
            registry.manifest("charts/web", "1.0.0", "application/x", new byte[0]);
            assertThat(client.repository("charts/web").tags()).containsExactly("1.0.0");
        }
    }

    @Test
    void anAnswerThatNamesNoWayToLogInIsNotTakenForAWrongPassword() throws Exception {
        challenge(null);
        try (RegistryClient client = Fast.client(registry.host(), WRONG)) {
            assertThatThrownBy(() -> client.repository("charts/web").manifest("1.0.0"))
                    .hasMessage(
                            registry.host() + " refused reading charts/web:1.0.0 without saying how to log in (401, and"
                                    + " WWW-Authenticate names neither Basic nor a Bearer realm): check the address and what is in"
                                    + " front of the registry, and the login of user alice");
        }
    }

    @Test
    void aBearerChallengeWithoutARealmIsNotTakenForAWrongPassword() throws Exception {
        challenge("Bearer service=\"x\"");
        try (RegistryClient client = Fast.client(registry.host(), WRONG)) {
            assertThatThrownBy(() -> client.repository("charts/web").manifest("1.0.0"))
                    .hasMessageContaining("without saying how to log in");
        }
    }

    @Test
    void aPasswordWithALineEndBehindItIsNamed() throws Exception {
        challenge("Basic realm=\"x\"");
        try (RegistryClient client = Fast.client(registry.host(), RegistryCredential.basic("alice ", "hush\n"))) {
            assertThatThrownBy(() -> client.repository("charts/web").manifest("1.0.0"))
                    .hasMessage(registry.host()
                            + " rejected the login of user \"alice \" (401). Check user name and password"
                            + " or token. The password begins or ends with a blank or a line end.");
        }
    }

    @Test
    void aTokenThatTheLoginWasExchangedForIsHiddenIfTheRegistryRepeatsIt() throws Exception {
        try (WireServer issuer = WireServer.start(e -> e.respond(200, "{\"token\": \"short-lived-token\"}"))) {
            registry.always("GET", "/v2/", exchange -> {
                if ("Bearer short-lived-token".equals(exchange.header("authorization"))) {
                    exchange.respond(403, SimulatedRegistry.error("DENIED", "no right for short-lived-token"));
                } else {
                    refuse(exchange, "Bearer realm=\"" + issuer.url() + "/token\",service=\"x\"");
                }
            });
            try (RegistryClient client = Fast.client(registry.host(), WRONG)) {
                assertThatThrownBy(() -> client.repository("charts/web").manifest("1.0.0"))
                        .hasMessageContaining("no right for ****")
                        .hasMessageNotContaining("short-lived-token");
            }
        }
    }

    @Test
    void whatAServerRepeatsOfALoginIsHiddenBeforeItIsCut() throws Exception {
        String secret = "s3cret-".repeat(60);
        registry.always(
                "GET",
                "/v2/",
                exchange -> exchange.respond(
                        403,
                        Map.of("Warning", "299 - \"you sent " + secret + " to us\""),
                        SimulatedRegistry.error("DENIED", "no right for " + secret)
                                .getBytes(StandardCharsets.UTF_8)));
        try (RegistryClient client = Fast.client(registry.host(), RegistryCredential.basic("alice", secret))) {
            assertThatThrownBy(() -> client.repository("charts/web").manifest("1.0.0"))
                    .hasMessageContaining("no right for ****")
                    .hasMessageNotContaining("s3cret");
            assertThat(client.warnings()).containsExactly("you sent **** to us");
        }
    }
}
