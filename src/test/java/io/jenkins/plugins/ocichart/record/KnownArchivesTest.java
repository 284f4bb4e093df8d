package io.jenkins.plugins.ocichart.record;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.Launcher;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import io.jenkins.plugins.ocichart.operation.push.KnownArchive;
import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import io.jenkins.plugins.ocichart.signature.Verification;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownArchivesTest {
    private static final String HOST = "registry.example.com";
    private static final TaskListener LOG = () -> new PrintStream(OutputStream.nullOutputStream());

    private static final String FILE = "web-1.0.0.tgz";
    private static final String MD5 = "e".repeat(32);

    private TestRun run;

    @BeforeEach
    void newBuild(@TempDir Path directory) throws Exception {
        run = TestRun.in(directory);
    }

    private List<KnownArchive> known(String registry) {
        return KnownArchives.of(run, registry);
    }

    @Test
    void knownArchivesAreNoneInANewBuild() {
        assertThat(known(HOST)).isEmpty();
    }

    @Test
    void knownArchivesAreWhatTheBuildHasPushedAndPulledTheNewestFirst() throws Exception {
        push(HOST, "dev/web", "a");
        push(HOST, "staging/web", "b");
        pull(HOST, "vendor/web", "c");

        assertThat(known(HOST))
                .containsExactly(archive("c", "vendor/web"), archive("b", "staging/web"), archive("a", "dev/web"));
    }

    @Test
    void knownArchivesAreThoseOfTheSameRegistryOnly() throws Exception {
        push("other.example.com", "staging/web", "a");
        push(HOST + ":5000", "staging/web", "a");
        pull("other.example.com", "staging/web", "a");

        assertThat(known(HOST)).isEmpty();
        assertThat(known(HOST + ":5000")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Registry.Example.com", "registry.example.com:443", "oci://registry.example.com/prod"})
    void knownArchivesAreKnownByOtherSpellingsOfTheRegistry(String spelling) throws Exception {
        push(HOST, "staging/web", "a");

        assertThat(known(spelling)).containsExactly(archive("a", "staging/web"));
    }

    @Test
    void knownArchivesAreTheLastHundred() throws Exception {
        for (int i = 0; i < 120; i++) {
            push(HOST, "staging/chart" + i, "a");
        }

        assertThat(known(HOST)).hasSize(100).startsWith(archive("a", "staging/chart119"));
    }

    @Test
    void knownArchivesAreNamedOnce() throws Exception {
        push(HOST, "staging/web", "a");
        pull(HOST, "staging/web", "a");

        assertThat(known(HOST)).hasSize(1);
    }

    @Test
    void knownArchivesAreNoneIfAnAgentReportsAnInvalidRegistry() throws Exception {
        push("<script>", "staging/web", "a");

        assertThat(known(HOST)).isEmpty();
    }

    @Test
    void knownArchivesAreNoneForARemoteThatNamesNoRegistry() throws Exception {
        push(HOST, "staging/web", "a");

        assertThat(KnownArchives.of(run, "charts!")).isEmpty();
    }

    private static KnownArchive archive(String digit, String repository) {
        return new KnownArchive(digest(digit), repository);
    }

    private static String digest(String digit) {
        return "sha256:" + digit.repeat(64);
    }

    private void push(String registry, String repository, String digit) throws Exception {
        recorder().pushed(List.of(new PushedChart(chart(registry, repository, digit), true, FILE, MD5)), false, false);
    }

    private void pull(String registry, String repository, String digit) throws Exception {
        recorder()
                .pulled(new PulledChart(chart(registry, repository, digit), FILE, FILE, MD5, Verification.NONE), false);
    }

    private ChartRecorder recorder() {
        return new ChartRecorder(run, new Launcher.LocalLauncher(LOG), LOG);
    }

    private static RegistryChart chart(String registry, String repository, String digit) {
        return new RegistryChart(
                registry + "/" + repository + ":1.0.0",
                registry,
                repository,
                "1.0.0",
                digest("d"),
                "web",
                "1.0.0",
                "",
                digest(digit),
                1234,
                null);
    }
}
