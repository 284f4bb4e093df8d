package io.jenkins.plugins.ocichart.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BearerTokenTest {
    @ParameterizedTest(name = "{0} s old of {1} s: {2}, for a long upload {3}")
    @CsvSource({
        "0, 300, true, true",
        "205, 300, true, true",
        "215, 300, true, false",
        "265, 300, true, false",
        "275, 300, false, false",
        "25, 60, true, true",
        "35, 60, false, false",
        "140, 179, true, true",
        "155, 179, false, false",
        "50, 59, true, true",
        "55, 59, false, false"
    })
    void isNotUsedUntilItsLastMoment(long age, long lifetime, boolean fresh, boolean freshForLongUpload) {
        long obtained = System.nanoTime() - Duration.ofSeconds(age).toNanos();
        BearerToken token = new BearerToken("t", List.of(), obtained, Duration.ofSeconds(lifetime));

        assertThat(token.isFresh(false)).isEqualTo(fresh);
        assertThat(token.isFresh(true)).isEqualTo(freshForLongUpload);
    }

    @Test
    void isNotShown() {
        assertThat(new BearerToken("hush-hush", Scope.parse("a:b:pull"), 0, Duration.ofSeconds(60)))
                .hasToString("BearerToken[[a:b:pull], <redacted>]");
    }
}
