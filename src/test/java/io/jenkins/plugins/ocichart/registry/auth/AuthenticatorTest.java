package io.jenkins.plugins.ocichart.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.DeniedException;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RateLimitedException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.registry.http.TimeLimits;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CNCF Distribution, "Token Authentication", and what registries do beside it. */
class AuthenticatorTest {
    private static final RegistryCredential ALICE = RegistryCredential.basic("alice", "secret");
    private static final String BASIC = "Basic YWxpY2U6c2VjcmV0";
    private static final Origin REGISTRY = Origin.of(URI.create("http://127.0.0.1:5"));
    private static final Operation READ = operation(Operation.Kind.READ_MANIFEST, false, null);
    private static final Operation WRITE = operation(Operation.Kind.WRITE_BLOB, true, null);
    private static final Operation MOUNT = operation(Operation.Kind.WRITE_BLOB, true, "base/web");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private WireServer.Handler answer =
            exchange -> exchange.respond(200, "{\"token\":\"t" + asked.size() + "\",\"expires_in\":300}");
    private WireServer tokens;
    private HttpTransport transport;
    private int pings;

    private static Operation operation(Operation.Kind kind, boolean write, String from) {
        return new Operation(kind, "charts/web", "1.0.0", write, from);
    }

    @BeforeEach
    void start() throws Exception {
        tokens = WireServer.start(exchange -> {
            asked.add(question(exchange));
            authorizations.add(String.valueOf(exchange.header("authorization")));
            answer.handle(exchange);
        });
        TimeLimits limits = new TimeLimits(
                Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));
        RetryPolicy once = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        transport = HttpTransport.open(ConnectionSettings.DEFAULT, limits, once);
    }

    @AfterEach
    void stop() throws Exception {
        transport.close();
        tokens.close();
    }

    /** The scopes that a token is asked for. */
    private static String question(WireExchange exchange) throws IOException {
        String form = exchange.method().equals("POST")
                ? new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8)
                : exchange.target().replaceFirst("[^?]*\\??", "");
        List<String> scopes = new ArrayList<>();
        for (String pair : form.split("&")) {
            if (pair.startsWith("scope=")) {
                scopes.add(URLDecoder.decode(pair.substring("scope=".length()), StandardCharsets.UTF_8));
            }
        }
        return String.join(" ", scopes);
    }

    private Authenticator authenticator(RegistryCredential credential) {
        return new Authenticator(credential, new TokenService(transport, REGISTRY, credential));
    }

    private static TransportResponse response(int status, String... challenges) {
        HttpHeaders headers = HttpHeaders.of(Map.of("WWW-Authenticate", List.of(challenges)), (name, value) -> true);
        return new TransportResponse(status, headers, new byte[0], URI.create("http://127.0.0.1:5/v2/"), 1);
    }

    private String bearer(String more) {
        return "Bearer realm=\"" + tokens.url() + "/token\",service=\"x\"" + more;
    }

    private TransportResponse refused(String scope) {
        return response(401, bearer(",scope=\"" + scope + "\""));
    }

    private Authenticator.Ping ping(TransportResponse answer) {
        return () -> {
            pings++;
            return answer;
        };
    }

    private TransportResponse noPing() {
        throw new AssertionError("a ping that nobody needs");
    }

    @Test
    void aFirstRequestHasTheLoginOfAUserOnly() throws Exception {
        assertThat(authenticator(ALICE).before(READ, false)).isEqualTo(BASIC);
        assertThat(authenticator(RegistryCredential.anonymous()).before(READ, false))
                .isNull();
        assertThat(authenticator(RegistryCredential.identityToken("refresh")).before(READ, false))
                .isNull();
    }

    @Test
    void aTokenOfTheUsersIsSentAsItIsAndNotExchanged() throws Exception {
        Authenticator authenticator = authenticator(RegistryCredential.bearer("abc"));

        assertThat(authenticator.before(READ, false)).isEqualTo("Bearer abc");
        assertThat(authenticator.after(READ, refused("repository:charts/web:pull"), "Bearer abc", this::noPing))
                .isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void aChallengeLeadsToATokenThatOtherRequestsUseToo() throws Exception {
        Authenticator authenticator = authenticator(ALICE);
        assertThat(authenticator.isUntried()).isTrue();

        assertThat(authenticator.after(READ, refused("repository:charts/web:pull"), BASIC, this::noPing))
                .contains("Bearer t1");
        assertThat(authenticator.before(READ, false)).isEqualTo("Bearer t1");

        assertThat(asked).containsExactly("repository:charts/web:pull");
        assertThat(authorizations).containsExactly(BASIC);
        assertThat(authenticator.isKnown()).isTrue();
        assertThat(authenticator.isAccepted()).isFalse();
        assertThat(authenticator.isUntried()).isFalse();
    }

    @Test
    void nobodyIsKnownByATokenThatAnybodyGets() throws Exception {
        Authenticator authenticator = authenticator(RegistryCredential.anonymous());

        assertThat(authenticator.after(READ, refused("repository:charts/web:pull"), null, this::noPing))
                .contains("Bearer t1");

        assertThat(authorizations).containsExactly("null");
        assertThat(authenticator.isKnown()).isFalse();
        assertThat(authenticator.isUntried()).isFalse();
    }

    @Test
    void aRefreshTokenIsExchanged() throws Exception {
        Authenticator authenticator = authenticator(RegistryCredential.identityToken("refresh"));

        assertThat(authenticator.after(WRITE, refused("repository:charts/web:pull"), null, this::noPing))
                .contains("Bearer t1");

        assertThat(asked).containsExactly("repository:charts/web:pull,push");
        assertThat(authorizations).containsExactly("null");
    }

    @Test
    void aWriteAsksForTheRightToPushWhateverTheChallengeSays() throws Exception {
        Authenticator authenticator = authenticator(ALICE);

        authenticator.after(WRITE, refused("repository:charts/web:pull repository:other:pull"), BASIC, this::noPing);
        authenticator.after(Operation.ping(), response(401, bearer("")), BASIC, this::noPing);

        assertThat(asked).containsExactly("repository:charts/web:pull,push repository:other:pull");
    }

    @Test
    void aTokenThatIsRefusedIsReplacedOnce() throws Exception {
        Authenticator authenticator = authenticator(ALICE);
        String scope = "repository:charts/web:pull";

        assertThat(authenticator.after(READ, refused(scope), BASIC, this::noPing))
                .contains("Bearer t1");
        assertThat(authenticator.after(READ, refused(scope), "Bearer t1", this::noPing))
                .contains("Bearer t2");
        answer = exchange -> exchange.respond(200, "{\"token\":\"t2\"}");
        assertThat(authenticator.after(READ, refused(scope), "Bearer t2", this::noPing))
                .as("the same again")
                .isEmpty();
    }

    /** The challenge of a registry that is known is not repeated by every registry. */
    @Test
    void aRefusalWithoutAChallengeIsFollowedByAnotherToken() throws Exception {
        Authenticator authenticator = authenticator(ALICE);
        authenticator.after(READ, refused("repository:charts/web:pull"), BASIC, this::noPing);

        assertThat(authenticator.after(READ, response(401), "Bearer t1", this::noPing))
                .contains("Bearer t2");
        assertThat(authenticator.after(READ, response(401), null, this::noPing))
                .as("a request without a login")
                .isEmpty();
    }

    @Test
    void aLoginIsSentWhereItIsWantedButNotTwice() throws Exception {
        Authenticator authenticator = authenticator(ALICE);
        TransportResponse basic = response(401, "Basic realm=\"x\"");

        assertThat(authenticator.after(READ, basic, null, this::noPing)).contains(BASIC);
        assertThat(authenticator.after(READ, basic, BASIC, ping(basic))).isEmpty();
        assertThat(authenticator.after(READ, response(401, "Negotiate"), null, this::noPing))
                .isEmpty();
        assertThat(authenticator(RegistryCredential.anonymous()).after(READ, basic, null, this::noPing))
                .isEmpty();
    }

    @Test
    void aRefusalThatDoesNotSayHowToLogInIsFollowedByOnePing() throws Exception {
        Authenticator authenticator = authenticator(ALICE);

        assertThat(authenticator.after(READ, response(401), BASIC, ping(response(401, bearer("")))))
                .contains("Bearer t1");
        assertThat(authenticator.after(READ, response(401), "Bearer t1", ping(response(401))))
                .contains("Bearer t2");
        assertThat(pings).isEqualTo(1);
        assertThat(asked).containsExactly("repository:charts/web:pull", "repository:charts/web:pull");

        Authenticator other = authenticator(ALICE);
        for (int i = 0; i < 2; i++) {
            assertThat(other.after(READ, response(401), BASIC, ping(response(401))))
                    .isEmpty();
        }
        assertThat(pings).as("one more").isEqualTo(2);
    }

    @Test
    void aRegistryThatHasLetTheLoginInIsNotAskedForItsChallenge() throws Exception {
        Authenticator authenticator = authenticator(ALICE);
        authenticator.succeeded(BASIC);

        assertThat(authenticator.after(READ, response(403), BASIC, this::noPing))
                .isEmpty();
    }

    /** Some registries refuse any login if they want none. */
    @Test
    void aLoginIsLeftOutIfTheRegistryIsOpenToEverybody() throws Exception {
        Authenticator authenticator = authenticator(ALICE);

        assertThat(authenticator.after(READ, response(400), BASIC, ping(response(200))))
                .contains(Authenticator.NO_LOGIN);
        assertThat(authenticator.before(READ, false)).isNull();

        Authenticator refused = authenticator(ALICE);
        assertThat(refused.after(READ, response(401), BASIC, ping(response(200))))
                .isEmpty();
        assertThat(refused.before(READ, false)).isEqualTo(BASIC);
    }

    @Test
    void aChallengeThatNamesNoTokenServerCounts() throws Exception {
        assertThat(authenticator(ALICE).after(READ, response(401, "Bearer service=\"x\"", "Basic"), null, this::noPing))
                .contains(BASIC);
    }

    @Test
    void aRefusedLoginIsNotShownAgain() throws Exception {
        answer = exchange -> exchange.respond(401, "");
        Authenticator authenticator = authenticator(ALICE);
        TransportResponse refused = refused("repository:charts/web:pull");

        assertThatThrownBy(() -> authenticator.after(READ, refused, BASIC, this::noPing))
                .isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> authenticator.after(WRITE, refused, BASIC, this::noPing))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageContaining("rejected the login of user alice");
        assertThatThrownBy(() -> authenticator.before(READ, false)).isInstanceOf(UnauthorizedException.class);
        assertThat(asked).hasSize(1);
        assertThat(authenticator.isUntried()).isFalse();
    }

    @Test
    void aLoginThatWasAcceptedBeforeIsNotTakenForWrong() throws Exception {
        Authenticator authenticator = authenticator(ALICE);
        authenticator.succeeded(null);
        authenticator.heardOfNothing(null);
        assertThat(authenticator.isKnown()).isFalse();
        authenticator.heardOfNothing(BASIC);
        assertThat(authenticator.isKnown()).isTrue();
        assertThat(authenticator.isAccepted()).isFalse();

        authenticator.refused(new UnauthorizedException("no"));
        assertThat(authenticator.before(READ, false)).isEqualTo(BASIC);

        authenticator.succeeded(BASIC);
        assertThat(authenticator.isAccepted()).isTrue();
    }

    @Test
    void theScopeOfTheChallengeIsEnoughIfTheServerGivesNoMore() throws Exception {
        answer = exchange ->
                exchange.respond(asked.get(asked.size() - 1).contains("push") ? 403 : 200, "{\"token\":\"narrow\"}");

        assertThat(authenticator(ALICE).after(WRITE, refused("repository:charts/web:pull"), BASIC, this::noPing))
                .contains("Bearer narrow");
        assertThat(asked).containsExactly("repository:charts/web:pull,push", "repository:charts/web:pull");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "repository:charts/web:pull,push"})
    void aDeniedTokenIsNotAskedForAgain(String challenged) {
        answer = exchange -> exchange.respond(403, "");

        assertThatThrownBy(() -> authenticator(ALICE).after(WRITE, refused(challenged), BASIC, this::noPing))
                .isInstanceOf(DeniedException.class);
        assertThat(asked).containsExactly("repository:charts/web:pull,push");
    }

    /** The registry's next challenge may name what the token server grants. */
    @Test
    void withoutATokenARequestIsSentWithoutLogin() throws Exception {
        Authenticator authenticator = authenticator(ALICE);
        authenticator.learn(Challenge.parse(List.of(bearer(""))).get(0));
        answer = exchange -> exchange.respond(403, "");

        assertThat(authenticator.before(READ, false)).isNull();
        assertThat(asked).containsExactly("repository:charts/web:pull");
    }

    @Test
    void artifactorysNameOfARepositoryIsRemembered() throws Exception {
        Authenticator authenticator = authenticator(ALICE);

        authenticator.after(READ, refused("repository:local/charts/web:pull"), BASIC, this::noPing);
        authenticator.before(WRITE, false);

        assertThat(asked.get(1)).isEqualTo("repository:local/charts/web:pull,push");
    }

    @Test
    void aChallengeOfSeveralRepositoriesNamesNone() throws Exception {
        Authenticator authenticator = authenticator(ALICE);

        authenticator.after(READ, refused("repository:a:pull repository:b:pull"), BASIC, this::noPing);
        authenticator.before(WRITE, false);

        assertThat(asked.get(1)).isEqualTo("repository:charts/web:pull,push");
    }

    @Test
    void aMountAsksForBothRepositoriesAtOnce() throws Exception {
        Authenticator authenticator = authenticator(ALICE);

        assertThat(authenticator.after(MOUNT, refused("repository:charts/web:pull,push"), BASIC, this::noPing))
                .contains("Bearer t1");

        assertThat(asked).containsExactly("repository:charts/web:pull,push repository:base/web:pull");
        assertThat(authenticator.isWithheld("base/web")).isFalse();
    }

    @Test
    void whoMayNotReadTheOtherRepositoryGetsATokenForOne() throws Exception {
        Authenticator authenticator = authenticator(ALICE);
        answer = exchange ->
                exchange.respond(asked.get(asked.size() - 1).contains("base/web") ? 403 : 200, "{\"token\":\"one\"}");

        for (int i = 0; i < 2; i++) {
            authenticator.after(MOUNT, refused("repository:charts/web:pull,push"), BASIC, this::noPing);
        }

        assertThat(asked)
                .containsExactly(
                        "repository:charts/web:pull,push repository:base/web:pull", "repository:charts/web:pull,push");
        assertThat(authenticator.isWithheld("base/web")).isTrue();
        assertThat(authenticator.isWithheld("charts/web")).isFalse();
    }

    @Test
    void aLimitOfTokensIsNotMetWithMoreQuestions() {
        Authenticator authenticator = authenticator(ALICE);
        answer = exchange -> exchange.respond(429, "");

        assertThatThrownBy(() -> authenticator.after(MOUNT, refused("repository:x:pull"), BASIC, this::noPing))
                .isInstanceOf(RateLimitedException.class);
        assertThat(asked).hasSize(1);
        assertThat(authenticator.isWithheld("base/web")).isFalse();
    }

    @Test
    void aWrongPasswordIsNotTriedForOneRepositoryAfterBoth() {
        answer = exchange -> exchange.respond(401, "");
        Authenticator authenticator = authenticator(ALICE);

        assertThatThrownBy(() -> authenticator.after(MOUNT, refused("repository:charts/web:pull"), BASIC, this::noPing))
                .isInstanceOf(UnauthorizedException.class);
        assertThat(asked).hasSize(1);
        assertThat(authenticator.isWithheld("base/web")).isTrue();
    }

    @Test
    void loginAndTokensAreMasked() throws Exception {
        answer = exchange -> exchange.respond(200, "{\"access_token\":\"a-long-token\"}");
        Authenticator authenticator = authenticator(ALICE);
        authenticator.after(READ, refused("repository:charts/web:pull"), BASIC, this::noPing);

        assertThat(authenticator.mask("a-long-token of alice is not secret")).isEqualTo("**** of alice is not ****");
        assertThat(authenticator.credential()).isEqualTo(ALICE);
    }

    @Test
    void aTokenServerIsAskedWithServiceAndScopesBesideItsOwnParameters() throws Exception {
        List<String> targets = new CopyOnWriteArrayList<>();
        answer = exchange -> {
            targets.add(exchange.target());
            exchange.respond(200, "{\"token\":\"t\"}");
        };
        String realm = tokens.url() + "/token?a=b";
        for (String challenge : List.of("realm=\"" + realm + "\",service=\"my registry\"", "realm=\"" + realm + "\"")) {
            authenticator(ALICE).after(WRITE, response(401, "Bearer " + challenge), BASIC, this::noPing);
        }

        String scope = "scope=repository%3Acharts%2Fweb%3Apull%2Cpush";
        assertThat(targets).containsExactly("/token?a=b&service=my+registry&" + scope, "/token?a=b&" + scope);
    }

    @Test
    void aRefreshTokenIsSentInAForm() throws Exception {
        List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
        try (WireServer server = WireServer.start(exchange -> {
            forms.add(WireExchange.form(new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.respond(200, "{\"access_token\":\"t\"}");
        })) {
            authenticator(RegistryCredential.identityToken("a+b"))
                    .after(
                            READ,
                            response(401, "Bearer realm=\"" + server.url() + "\",service=\"x\""),
                            null,
                            this::noPing);
        }

        assertThat(forms.get(0))
                .contains(
                        entry("grant_type", "refresh_token"),
                        entry("refresh_token", "a+b"),
                        entry("service", "x"),
                        entry("scope", "repository:charts/web:pull"))
                .containsKey("client_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"token\":\"\"}", "{\"token\":\"a b\"}", "{\"token\":\"\\u007f\"}", "{}"})
    void whatCannotBeATokenIsRefused(String text) {
        answer = exchange -> exchange.respond(200, text);

        assertThatThrownBy(() -> authenticator(ALICE).after(READ, refused("a:b:c"), BASIC, this::noPing))
                .isInstanceOf(RegistryException.class)
                .hasMessage(
                        "the token server " + tokens.url() + "/token of 127.0.0.1:5 answered without a usable token");
    }

    @Test
    void aTokenServerMayRedirectFiveTimesWithinItself() throws Exception {
        answer = exchange -> {
            if (asked.size() <= 5) {
                exchange.respond(307, Map.of("Location", "/token/" + asked.size()), new byte[0]);
            } else {
                exchange.respond(200, "{\"token\":\"" + exchange.path() + "\"}");
            }
        };
        assertThat(authenticator(ALICE).after(READ, refused("a:b:c"), BASIC, this::noPing))
                .isEqualTo(Optional.of("Bearer /token/5"));
        assertThat(asked).hasSize(6).containsOnly("a:b:c repository:charts/web:pull");
        assertThat(authorizations).containsOnly(BASIC);

        answer = exchange -> exchange.respond(307, Map.of("Location", "/token/" + asked.size()), new byte[0]);
        assertThatThrownBy(() -> authenticator(ALICE).after(READ, refused("a:b:c"), BASIC, this::noPing))
                .hasMessageContaining("failed (307");
        assertThat(asked).hasSize(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://other.example.com/", "http://127.0.0.1:4/token", "http:///", "mailto:a", "%%"})
    void aLoginIsNotSentElsewhere(String location) {
        answer = exchange -> exchange.respond(302, Map.of("Location", location), new byte[0]);

        assertThatThrownBy(() -> authenticator(ALICE).after(READ, refused("a:b:c"), BASIC, this::noPing))
                .hasMessageContaining("the login was not sent there");
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatATokenServerRefusesIsSaidWithWhatItWasAskedFor() {
        answer = exchange -> exchange.respond(400, "");
        assertThatThrownBy(() -> authenticator(ALICE).after(READ, refused("a:b:c"), BASIC, this::noPing))
                .isInstanceOf(DeniedException.class)
                .hasMessageStartingWith(tokens.host() + " (token server of 127.0.0.1:5) denied a token for a:b:c to"
                        + " user alice (400");
        assertThatThrownBy(() ->
                        authenticator(ALICE).after(Operation.ping(), response(401, bearer("")), BASIC, this::noPing))
                .hasMessageStartingWith(
                        tokens.host() + " (token server of 127.0.0.1:5) denied a token to user alice (400");

        answer = exchange -> exchange.respond(408, "");
        assertThatThrownBy(() -> authenticator(ALICE).after(READ, refused("a:b:c"), BASIC, this::noPing))
                .hasMessageContaining("failed (408")
                .hasMessageEndingWith("). Try again later, or see its log.");

        answer = exchange -> exchange.respond(401, "");
        assertThatThrownBy(() ->
                        authenticator(RegistryCredential.anonymous()).after(READ, refused("a:b:c"), null, this::noPing))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageContaining("wants a login and none is given (401");
    }

    @Test
    void aTokenServerOfTheRegistrysOwnIsNamedOnce() {
        answer = exchange -> exchange.respond(429, "");
        Origin own = Origin.of(URI.create(tokens.url()));
        Authenticator authenticator = new Authenticator(ALICE, new TokenService(transport, own, ALICE));

        assertThatThrownBy(() -> authenticator.after(READ, refused("a:b:c"), BASIC, this::noPing))
                .hasMessageStartingWith(tokens.host() + " limits how often tokens are given (429");
    }
}
