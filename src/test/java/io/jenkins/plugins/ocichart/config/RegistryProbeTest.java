package io.jenkins.plugins.ocichart.config;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What "Test connection" answers. */
class RegistryProbeTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Started
    private static RegistryWithLogin registry;

    private static String credentials;

    @BeforeAll
    static void start() {
        credentials = registry.credentials();
    }

    @Test
    void saysWhatWasReached() {
        FormValidation answer = entry(registry.host() + "/team-a", credentials).test(LIMIT);

        assertThat(answer.kind).as(answer.getMessage()).isEqualTo(FormValidation.Kind.OK);
        assertThat(answer).hasMessageContaining(registry.host()).hasMessageContaining(credentials);
    }

    @Test
    void failsWithTheLineOfTheStep() {
        String wrong = TestCredentials.add(EmbeddedRegistry.USER, "wrong-password");

        FormValidation answer = entry(registry.host(), wrong).test(LIMIT);

        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(answer)
                .hasMessageStartingWith("authenticating to \"" + registry.host() + "\": ")
                .hasMessageNotContaining("wrong-password");
    }

    @Test
    void masksThePasswordThatARegistryRepeats() throws IOException {
        String login = TestCredentials.add("alice", "secret-of-alice");
        try (WireServer server = WireServer.start(exchange -> {
            exchange.respond(403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no secret-of-alice\"}]}");
        })) {
            FormValidation answer = entry(server.host(), login).test(LIMIT);

            assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(answer).hasMessageContaining("no ****").hasMessageNotContaining("secret-of-alice");
        }
    }

    @Test
    void namesCredentialsThatAreNotThere() {
        FormValidation answer = entry(registry.host(), "nobody").test(LIMIT);

        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(answer).hasMessageContaining("\"nobody\"");
    }

    @Test
    void warnsIfTheRegistryRequiresALoginAndTheEntryHasNone() {
        FormValidation answer = entry(registry.host(), null).test(LIMIT);

        assertThat(answer.kind).as(answer.getMessage()).isEqualTo(FormValidation.Kind.WARNING);
    }

    @Test
    void reachesAnOpenRegistryWithoutALogin() throws IOException {
        List<String> authorizations = new CopyOnWriteArrayList<>();
        try (WireServer server = WireServer.start(exchange -> {
            authorizations.add(String.valueOf(exchange.header("Authorization")));
            exchange.respond(200, "{}");
        })) {
            FormValidation answer = entry(server.host(), null).test(LIMIT);

            assertThat(answer.kind).as(answer.getMessage()).isEqualTo(FormValidation.Kind.OK);
            assertThat(authorizations).isNotEmpty().containsOnly("null");
        }
    }

    @Test
    void givesUpInTime() throws IOException {
        try (WireServer server = WireServer.start(exchange -> Thread.sleep(60_000))) {
            Instant start = Instant.now();

            FormValidation answer = entry(server.host(), null).test(Duration.ofSeconds(1));

            assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(answer).hasMessageContaining(server.host()).hasMessageContaining("within 1 seconds");
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void connectsToNothingIfTheEntryIsNotARegistry() {
        assertThat(entry("not a registry", null).test(LIMIT).kind).isEqualTo(FormValidation.Kind.ERROR);
    }

    private static RegistryEndpoint entry(String registry, String credentialsId) {
        RegistryEndpoint entry = new RegistryEndpoint(registry);
        entry.setCredentialsId(credentialsId);
        entry.setPlainHttp(true);
        return entry;
    }
}
