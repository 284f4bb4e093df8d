package io.jenkins.plugins.ocichart.operation.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.UnavailableException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostHealthTest {
    private final HostHealth health = new HostHealth();

    private void fail(int times, IOException failure) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> health.ask("a", () -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
        }
    }

    static Stream<IOException> outages() {
        return Stream.of(
                new ConnectionException("cannot connect", null),
                new UnauthorizedException("401"),
                new UnavailableException("503"),
                new IOException("wrapped", new UnavailableException("503")));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void aHostIsDownAfterFiveOutagesInARow(IOException outage) {
        fail(4, outage);
        assertThat(health.isDown("a")).isFalse();
        fail(1, outage);
        assertThat(health.isDown("a")).isTrue();
        assertThat(health.isDown("b")).isFalse();
    }

    @Test
    void aFileThatIsNotThereIsAnAnswer() {
        fail(4, new UnavailableException("503"));
        fail(1, new NotFoundException("404"));
        fail(4, new UnavailableException("503"));
        assertThat(health.isDown("a")).isFalse();
    }

    @Test
    void anAnswerIsReturnedAndEndsTheRowOfOutages() throws Exception {
        fail(4, new UnavailableException("503"));
        assertThat(health.<String>ask("a", () -> "there")).isEqualTo("there");
        fail(4, new UnavailableException("503"));
        assertThat(health.isDown("a")).isFalse();
    }

    @Test
    void aLateAnswerDoesNotBringAHostBack() throws Exception {
        fail(5, new UnavailableException("503"));
        health.ask("a", () -> "late");
        assertThat(health.isDown("a")).isTrue();
    }
}
