package io.jenkins.plugins.ocichart.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
    private static List<Challenge> parse(String... lines) {
        return Challenge.parse(List.of(lines));
    }

    @Test
    void quotedValuesMayHoldCommas() {
        assertThat(parse("Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\","
                        + "scope=\"repository:library/busybox:pull,push\""))
                .containsExactly(new Challenge(
                        "bearer",
                        Map.of(
                                "realm", "https://auth.docker.io/token",
                                "service", "registry.docker.io",
                                "scope", "repository:library/busybox:pull,push")));
    }

    @Test
    void unquotedAddressesEndAtTheComma() {
        assertThat(parse("Bearer realm=https://cp.icr.io/oauth/token, service=registry, scope=repository:ns/r:pull"))
                .containsExactly(new Challenge(
                        "bearer",
                        Map.of(
                                "realm", "https://cp.icr.io/oauth/token",
                                "service", "registry",
                                "scope", "repository:ns/r:pull")));
    }

    @Test
    void quotedAndUnquotedMayBeMixed() {
        assertThat(parse("Bearer realm=\"https://gcr.io/v2/token\",service=gcr.io"))
                .containsExactly(
                        new Challenge("bearer", Map.of("realm", "https://gcr.io/v2/token", "service", "gcr.io")));
    }

    @Test
    void oneLineMayHoldSeveral() {
        assertThat(parse("Negotiate, Basic realm=\"a, b\", Bearer realm=\"https://x/token\" , service=\"y\""))
                .containsExactly(
                        new Challenge("negotiate", Map.of()),
                        new Challenge("basic", Map.of("realm", "a, b")),
                        new Challenge("bearer", Map.of("realm", "https://x/token", "service", "y")));
    }

    @Test
    void severalLinesCountTogether() {
        assertThat(parse("Basic realm=\"x\"", "Bearer realm=\"https://x/token\""))
                .extracting(Challenge::scheme)
                .containsExactly("basic", "bearer");
    }

    @Test
    void namesIgnoreCaseAndBlanksAroundTheEqualsSign() {
        assertThat(parse("BEARER Realm = \"https://x/token\" ,SERVICE =y"))
                .containsExactly(new Challenge("bearer", Map.of("realm", "https://x/token", "service", "y")));
    }

    @Test
    void escapesInQuotesAreUndone() {
        assertThat(parse("Basic realm=\"say \\\"hi\\\" \\\\\""))
                .containsExactly(new Challenge("basic", Map.of("realm", "say \"hi\" \\")));
    }

    @Test
    void theFirstOfRepeatedParametersCounts() {
        assertThat(parse("Bearer realm=\"https://a/\",realm=\"https://b/\""))
                .containsExactly(new Challenge("bearer", Map.of("realm", "https://a/")));
    }

    @Test
    void amazonsBasicKeepsItsService() {
        assertThat(parse("Basic realm=\"https://1.dkr.ecr.eu-west-1.amazonaws.com/\",service=\"ecr.amazonaws.com\""))
                .extracting(Challenge::scheme)
                .containsExactly("basic");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                ",,,",
                "=",
                "==",
                "\"",
                "Bearer realm=\"",
                "Bearer realm=\"\\",
                "Bearer =x",
                "a=b",
                "Bearer realm",
                "Bearer realm=,service=",
                "\u00e4\u0001 x=y",
                "Bearer realm=\"x\"y\"z\"",
                "Bearer \"x\"=y"
            })
    void nonsenseDoesNoHarm(String line) {
        assertThatCode(() -> parse(line)).doesNotThrowAnyException();
    }
}
