package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What token servers answer that isn't a token. */
class TokenServerAnswersTest {
    private static final RegistryCredential ALICE = RegistryCredential.basic("alice", "secret");

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private WireServer tokens;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private WireServer.Handler answer;

    @BeforeEach
    void start() {
        tokens = WireServer.start(exchange -> {
            asked.add(exchange.target() + " " + exchange.header("authorization"));
            answer.handle(exchange);
        });
        challenge("Bearer realm=\"" + tokens.url() + "/token\",service=\"x\"");
    }

    private void challenge(String header) {
        registry.prefer("GET", "/v2/", Integer.MAX_VALUE, exchange -> {
            if ("Bearer t".equals(exchange.header("authorization"))) {
                registry.answer(exchange);
            } else {
                exchange.respond(401, Map.of("WWW-Authenticate", header), new byte[0]);
            }
        });
    }

    private void login() throws Exception {
        try (RegistryClient client = Fast.client(registry.host(), ALICE)) {
            client.login();
        }
    }

    @Test
    void aRedirectAtTheSameServerIsFollowed() throws Exception {
        answer = exchange -> {
            if (exchange.path().equals("/token")) {
                exchange.respond(
                        301, Map.of("Location", "/token/?" + exchange.target().split("\\?")[1]), new byte[0]);
            } else {
                exchange.respond(200, "{\"token\":\"t\"}");
            }
        };
        login();

        assertThat(asked).hasSize(2).last().isEqualTo("/token/?service=x Basic YWxpY2U6c2VjcmV0");
    }

    @Test
    void aRedirectToAnotherServerIsNamed() {
        answer =
                exchange -> exchange.respond(302, Map.of("Location", "https://sso.example.com/login?x=1"), new byte[0]);

        assertThatThrownBy(this::login)
                .hasMessage("authenticating to \"" + registry.host() + "\": the token server http://" + tokens.host()
                        + "/token of " + registry.host()
                        + " redirects to https://sso.example.com/login; the login was not"
                        + " sent there. Have the registry name the final address as its realm.");
    }

    @Test
    void aWebPageIsNamedByItsTitle() {
        answer = exchange -> exchange.respond(200, "<html><title>Sign in to Example</title></html>");

        assertThatThrownBy(this::login)
                .hasMessageEndingWith(
                        " answered something other than JSON (a web page, \"Sign in to Example\"): check that"
                                + " address and what is in front of it");
    }

    @Test
    void anAnswerThatIsCompressedWithoutBeingAskedForIsNamed() {
        answer = exchange ->
                exchange.respond(200, Map.of("Content-Encoding", "gzip"), new byte[] {0x1f, (byte) 0x8b, 8});

        assertThatThrownBy(this::login)
                .hasMessageEndingWith("the token server http://" + tokens.host() + "/token of " + registry.host()
                        + " answered something other than JSON (Content-Encoding: gzip, which was not asked for): check"
                        + " that address and what is in front of it");
    }

    @Test
    void aServerThatFailsIsNamedWithItsAddress() {
        answer = exchange -> exchange.respond(500, "{\"message\":\"database is down\"}");

        assertThatThrownBy(this::login)
                .hasMessageEndingWith("the token server http://" + tokens.host() + "/token of " + registry.host()
                        + " failed (500: database is down) 4 times. Try again later, or see its log.");
    }

    @Test
    @Timeout(60)
    void aChallengeOfTensOfThousandsOfScopesCostsNothing() throws Exception {
        StringBuilder scopes = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            scopes.append("a").append(i).append(":b:c ");
        }
        challenge("Bearer realm=\"" + tokens.url() + "/token\",scope=\"" + scopes + "\"");
        answer = exchange -> exchange.respond(200, "{\"token\":\"t\"}");

        assertThatThrownBy(this::login).hasMessageContaining("without saying how to log in");
        assertThat(asked).isEmpty();
    }
}
