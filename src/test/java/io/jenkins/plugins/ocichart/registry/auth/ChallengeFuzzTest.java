package io.jenkins.plugins.ocichart.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.ocichart.fixture.Cost;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.http.AddressPolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Challenges come from whatever server a job names, and decide where its login goes. */
class ChallengeFuzzTest {
    private static final Origin REGISTRY = Origin.of(URI.create("https://registry.example.com"));

    @FuzzTest
    void neverFailsAndKeepsToTheRules(byte[] input) throws Exception {
        List<String> lines =
                new String(input, StandardCharsets.ISO_8859_1).lines().toList();
        List<Challenge> challenges = Cost.limited(32, () -> Challenge.parse(lines));

        String canonical = challenges.stream().map(ChallengeFuzzTest::write).collect(Collectors.joining(", "));
        assertThat(Challenge.parse(List.of(canonical))).isEqualTo(challenges);
        for (Challenge challenge : challenges) {
            assertThat(challenge.scheme()).isNotEmpty();
            String scope = challenge.parameter("scope").orElse("");
            List<Scope> scopes = Cost.limited(32, () -> Scope.merge(Scope.parse(scope)));
            assertThat(Scope.merge(scopes)).isEqualTo(scopes);
            checkRealm(challenge.parameter("realm").orElse(""));
        }
    }

    private static void checkRealm(String realm) {
        try {
            URI server = AddressPolicy.tokenServer(REGISTRY, realm);

            assertThat(server.getScheme()).isEqualToIgnoringCase("https");
            assertThat(server.getHost()).isNotEmpty();
            assertThat(server.getRawUserInfo()).isNull();
        } catch (RegistryException e) {
            Cost.requireOneLine(e.getMessage());
        }
    }

    /** The form that every parser understands (RFC 9110 §11.6.1). */
    private static String write(Challenge challenge) {
        return challenge.scheme() + " "
                + challenge.parameters().entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=\""
                                + parameter.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(","));
    }
}
