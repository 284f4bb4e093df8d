package io.jenkins.plugins.ocichart.config;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What "Test connection" of a classic repository answers. */
class RepositoryProbeTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Started
    private ChartSite site;

    @Started
    private ChartSite other;

    @TempDir
    private Path dir;

    @BeforeEach
    void makeARepository() throws Exception {
        ChartTar.write(dir.resolve("charts"), "web", "1.0.0");
        HelmProgram.three().run("repo", "index", dir.resolve("charts").toString());
        site.serving(dir);
        other.serving(dir);
    }

    @Test
    void fetchesTheIndexWithTheLoginOfTheEntry() {
        site.protectedBy("alice", "secret-of-alice");
        String login = TestCredentials.add("alice", "secret-of-alice");

        FormValidation answer = entry(site.url() + "/charts", login).test(LIMIT);

        assertThat(answer.kind).as(answer.getMessage()).isEqualTo(FormValidation.Kind.OK);
        assertThat(answer).hasMessageContaining(site.url() + "/charts").hasMessageContaining(login);
        assertThat(site.asked("")).containsExactly("/charts/index.yaml");
    }

    @Test
    void saysWhatTheStepSaysOfAWrongLogin() {
        site.protectedBy("alice", "secret-of-alice");
        String wrong = TestCredentials.add("alice", "wrong-password");

        FormValidation answer = entry(site.url() + "/charts", wrong).test(LIMIT);

        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(answer)
                .hasMessageStartingWith(
                        "cannot fetch the index " + site.url() + "/charts/index.yaml: HTTP 401: it refuses")
                .hasMessageNotContaining("wrong-password");
    }

    @Test
    void warnsIfTheRepositoryWantsALoginAndTheEntryHasNone() {
        site.protectedBy("alice", "secret-of-alice");

        FormValidation answer = entry(site.url() + "/charts", null).test(LIMIT);

        assertThat(answer.kind).as(answer.getMessage()).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(answer).hasMessageContaining("requires a login");
    }

    @Test
    void warnsIfTheEntryIsForRepositoriesBelowIt() {
        FormValidation answer = entry(site.url(), null).test(LIMIT);

        assertThat(answer.kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(answer).hasMessageContaining("no index.yaml");
    }

    @Test
    void refusesWhatIsNoIndex() throws IOException {
        Files.writeString(dir.resolve("charts/index.yaml"), "<html>Welcome</html>");

        FormValidation answer = entry(site.url() + "/charts", null).test(LIMIT);

        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(answer).hasMessageContaining("is not the index of a chart repository");
    }

    @Test
    void takesTheLoginToNoOtherHost() {
        String login = TestCredentials.add("alice", "secret-of-alice");
        site.redirecting("/charts/index.yaml", other.url() + "/charts/index.yaml");

        entry(site.url() + "/charts", login).test(LIMIT);

        assertThat(site.asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked.headers()).containsKey("authorization"));
        assertThat(other.asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked.headers()).doesNotContainKey("authorization"));
    }

    @Test
    void namesCredentialsThatAreNotThere() {
        FormValidation answer = entry(site.url() + "/charts", "nobody").test(LIMIT);

        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(answer).hasMessageContaining("\"nobody\"");
        assertThat(site.asked()).isEmpty();
    }

    @Test
    void givesUpInTime() throws IOException {
        try (WireServer server = WireServer.start(exchange -> Thread.sleep(60_000))) {
            Instant start = Instant.now();

            FormValidation answer = entry(server.url(), null).test(Duration.ofSeconds(1));

            assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(answer).hasMessageContaining(server.host()).hasMessageContaining("within 1 seconds");
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void connectsToNothingIfTheEntryIsNoAddress() {
        for (String wrong : List.of("", "charts.example.com", "oci://localhost/charts", "https://u:p@localhost/x")) {
            FormValidation answer = entry(wrong, null).test(LIMIT);

            assertThat(answer.kind).as(wrong).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(answer).hasMessageStartingWith("Not an address");
        }
    }

    private static RepositoryEndpoint entry(String url, String credentialsId) {
        RepositoryEndpoint entry = new RepositoryEndpoint(url);
        entry.setCredentialsId(credentialsId);
        return entry;
    }
}
