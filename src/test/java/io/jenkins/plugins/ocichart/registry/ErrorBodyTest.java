package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBodyTest {
    private static String described(String body) {
        return ErrorBody.of(body.getBytes(StandardCharsets.UTF_8), UnaryOperator.identity())
                .describe(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no right\",\"detail\":\"to push\"}]} | 403 DENIED: no right (to push)",
                "{\"details\":\"incorrect username or password\"} | 403: incorrect username or password",
                "{\"errors\":[{\"errorCode\":\"E1\",\"errorMessage\":\"no right\"}]} | 403 E1: no right",
                "{\"error\":{\"code\":\"denied\",\"message\":\"no right\"}} | 403 DENIED: no right",
                "{\"error\":\"denied\",\"error_description\":\"no right\"} | 403 DENIED: no right",
                "{\"title\":\"Forbidden\",\"status\":403,\"detail\":\"no right\"} | 403: Forbidden (no right)",
                "{\"detail\":\"no right\"} | 403: no right",
                "<html><body><h1>Blocked by <b>proxy</b></h1></body></html> | 403: Blocked by proxy",
                "<HTML><HEAD><TITLE lang=en>Sign in</TITLE></HEAD><h1>x</h1> | 403: Sign in",
                "<html><title>cut | 403",
                "plain text | 403: plain text",
                "{} | 403",
                "[] | 403: []"
            })
    void saysWhatTheServerSaysInWhateverForm(String body, String shown) {
        assertThat(described(body)).isEqualTo(shown);
    }

    @Test
    void hidesTheLoginBeforeItCuts() {
        RegistryCredential login = RegistryCredential.basic("alice", "a  b\"" + "c".repeat(400));
        String body = "{\"message\":\"you sent a  b\\\"" + "c".repeat(400) + "\"}";

        assertThat(ErrorBody.of(body.getBytes(StandardCharsets.UTF_8), login::mask)
                        .message())
                .isEqualTo("you sent ****");
    }

    @Test
    void codeAndMessageAreSearchedWhateverTheirCase() {
        ErrorBody body = ErrorBody.of(
                "{\"code\":\"denied\",\"message\":\"Quota exceeded\"}".getBytes(StandardCharsets.UTF_8),
                UnaryOperator.identity());

        assertThat(body.mentions("quota")).isTrue();
        assertThat(body.mentions("denied quota")).isTrue();
        assertThat(body.mentions("other")).isFalse();
    }
}
