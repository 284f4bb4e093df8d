package io.jenkins.plugins.ocichart.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.login.LoginCheck;
import io.jenkins.plugins.ocichart.operation.pull.ChartPull;
import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.KnownArchive;
import io.jenkins.plugins.ocichart.operation.push.Push;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every registry has to do with us: the same for the simulated services and the real registries of this machine. */
@ParameterizedClass
@ExtendWith(ShortWaits.class)
@MethodSource("registries")
class AcceptanceTest {
    @Parameter
    Candidate candidate;

    @TempDir
    Path directory;

    private final List<String> lines = new ArrayList<>();

    @AutoClose
    private RegistryUnderTest registry;

    record Candidate(String name, Supplier<RegistryUnderTest> starter) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Candidate> registries() {
        Stream<Candidate> real = Stream.of(
                new Candidate("Distribution 3, embedded", RealRegistryUnderTest::embedded),
                new Candidate("docker-registry, htpasswd", RealRegistryUnderTest::docker),
                new Candidate("docker-registry, tokens", RealRegistryUnderTest::dockerWithTokens),
                new Candidate("zot", RealRegistryUnderTest::zot));
        return Stream.concat(Simulators.starters().map(AcceptanceTest::simulated), real);
    }

    private static Candidate simulated(Supplier<? extends RegistrySimulator> starter) {
        return new Candidate("simulated " + starter.get(), () -> new SimulatedRegistryUnderTest(starter.get()));
    }

    @BeforeEach
    void start() {
        registry = candidate.starter().get();
        registry.prepare("web");
    }

    private RegistryAccess access(RegistryCredential credential) {
        return new RegistryAccess(registry.settings(), credential, Map.of());
    }

    private String remote() {
        return "oci://" + registry.host() + "/" + registry.namespace();
    }

    private PushResult push(String version, String description, RegistryCredential who, IfExists ifExists)
            throws Exception {
        Path folder = Files.createTempDirectory(directory, "push");
        ChartTar.described(folder, "web", version, description);
        return ChartPush.run(folder, new Push("*.tgz", remote(), ifExists, 4, access(who)), lines::add);
    }

    private PushedChart push(String version) throws Exception {
        return only(push(version, "A chart", registry.writer(), IfExists.OVERWRITE));
    }

    private static PushedChart only(PushResult result) {
        assertThat(result.failures()).isEmpty();
        return result.charts().get(0);
    }

    private static String failure(PushResult result) {
        assertThat(result.charts()).isEmpty();
        return result.failures().get(0).message();
    }

    private PulledChart pull(String version) throws Exception {
        return ChartPull.run(
                directory,
                new Pull(remote() + "/web", version, false, "pulled", false, ".", false, access(registry.writer())),
                lines::add);
    }

    private void assertClear(String message) {
        assertThat(message)
                .doesNotContain(
                        "\n", "Exception:", "java.", "s3cret", registry.writer().secret());
        assertThat(message.length()).isLessThan(700);
    }

    private void assertFailsClearly(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(IOException.class).satisfies(e -> {
            assertThat(e.getMessage()).contains(parts);
            assertClear(e.getMessage());
        });
    }

    private String tagged(String version) throws Exception {
        return registry.digest("web", version);
    }

    @Test
    void theRightPasswordLogsIn() throws Exception {
        new LoginCheck(registry.host(), access(registry.writer()), null).run(directory, lines::add);

        assertThat(lines).contains("Login Succeeded");
    }

    @Test
    void aWrongPasswordDoesNotLogIn() {
        LoginCheck request = new LoginCheck(registry.host(), access(registry.impostor()), null);

        assertFailsClearly(() -> request.run(directory, lines::add), "authenticating to \"" + registry.host() + "\": ");
        assertThat(lines).doesNotContain("Login Succeeded");
    }

    @Test
    void aWrongPasswordPushesNothing() throws Exception {
        String message = failure(push("1.0.0", "A chart", registry.impostor(), IfExists.OVERWRITE));

        assertThat(message).contains(registry.host());
        assertClear(message);
        assertThat(tagged("1.0.0")).isEqualTo("absent");
    }

    @Test
    void whatIsPushedCanBePulled() throws Exception {
        PushedChart pushed = push("1.0.0");
        PulledChart pulled = pull("1.0.0");

        assertThat(pushed.pushed()).isTrue();
        assertThat(tagged("1.0.0")).isEqualTo(pushed.chart().digest());
        assertThat(pulled.chart().digest()).isEqualTo(pushed.chart().digest());
        assertThat(pulled.chart().chartDigest()).isEqualTo(pushed.chart().chartDigest());
        assertThat(directory.resolve("pulled/web-1.0.0.tgz"))
                .hasSize(pushed.chart().chartSize());
    }

    @Test
    void theSameChartIsNotPushedTwice() throws Exception {
        PushedChart first = push("1.0.0");
        PushedChart second = push("1.0.0");

        assertThat(second.pushed()).isFalse();
        assertThat(second.chart().digest()).isEqualTo(first.chart().digest());
    }

    @Test
    void whatAnotherRepositoryHasIsPushedToThisOneToo() throws Exception {
        registry.prepare("staging/web");
        registry.prepare("prod/web");
        Path folder = Files.createTempDirectory(directory, "push");
        ChartTar.described(folder, "web", "1.0.0", "A chart");
        Files.writeString(folder.resolve("web-1.0.0.tgz.prov"), "not signed");

        PushedChart staged = only(promote(folder, "staging", List.of()));
        PushedChart promoted = only(promote(
                folder,
                "prod",
                List.of(new KnownArchive(
                        staged.chart().chartDigest(), staged.chart().repository()))));

        assertThat(promoted.pushed()).isTrue();
        assertThat(promoted.chart().digest()).isEqualTo(staged.chart().digest());
        Pull request =
                new Pull(remote() + "/prod/web", "1.0.0", false, "pulled", false, ".", true, access(registry.writer()));
        assertThat(ChartPull.run(directory, request, lines::add).chart().digest())
                .isEqualTo(staged.chart().digest());
        assertThat(directory.resolve("pulled/web-1.0.0.tgz")).hasSameBinaryContentAs(folder.resolve("web-1.0.0.tgz"));
    }

    private PushResult promote(Path folder, String stage, List<KnownArchive> known) throws Exception {
        Push request =
                new Push("*.tgz", remote() + "/" + stage, IfExists.OVERWRITE, 4, access(registry.writer()), known);
        return ChartPush.run(folder, request, lines::add);
    }

    @Test
    void anotherChartOfTheSameVersionTakesItsPlace() throws Exception {
        PushedChart first = push("1.0.0");
        PushedChart second = only(push("1.0.0", "Another one", registry.writer(), IfExists.OVERWRITE));

        assertThat(second.pushed()).isTrue();
        assertThat(tagged("1.0.0"))
                .isEqualTo(second.chart().digest())
                .isNotEqualTo(first.chart().digest());
    }

    @Test
    void aVersionThatExistsIsSkippedOnRequest() throws Exception {
        PushedChart first = push("1.0.0");
        PushedChart second = only(push("1.0.0", "Another one", registry.writer(), IfExists.SKIP));

        assertThat(second.pushed()).isFalse();
        assertThat(second.chart().digest()).isEqualTo(first.chart().digest());
        assertThat(tagged("1.0.0")).isEqualTo(first.chart().digest());
    }

    @Test
    void aVersionThatExistsFailsOnRequest() throws Exception {
        PushedChart first = push("1.0.0");
        String message = failure(push("1.0.0", "Another one", registry.writer(), IfExists.FAIL));

        assertThat(message)
                .contains("web:1.0.0", "exists already", first.chart().digest());
        assertThat(tagged("1.0.0")).isEqualTo(first.chart().digest());
    }

    @Test
    void aRangeFindsTheNewestVersion() throws Exception {
        Path folder = Files.createTempDirectory(directory, "push");
        for (String version : List.of("1.0.0", "1.2.0", "1.10.0", "2.0.0", "1.11.0-rc.1", "1.3.0+build.7")) {
            ChartTar.described(folder, "web", version, "A chart");
        }
        Push request = new Push("*.tgz", remote(), IfExists.OVERWRITE, 4, access(registry.writer()));
        assertThat(ChartPush.run(folder, request, lines::add).failures()).isEmpty();

        assertThat(pull("^1.0").chart().version()).isEqualTo("1.10.0");
        assertThat(pull(null).chart().version()).isEqualTo("2.0.0");
        assertThat(pull("~1.3").chart().version()).isEqualTo("1.3.0+build.7");
    }

    @Test
    void allTagsAreListed() throws Exception {
        for (String version : List.of("1.0.0", "1.1.0", "2.0.0+x")) {
            push(version);
        }
        try (RegistryClient client = RegistryClient.open(registry.host(), registry.settings(), registry.writer())) {
            assertThat(client.repository(registry.namespace() + "/web").tags())
                    .containsExactlyInAnyOrder("1.0.0", "1.1.0", "2.0.0_x");
        }
    }

    @Test
    void aMissingVersionIsNamed() throws Exception {
        push("1.0.0");

        assertFailsClearly(() -> pull("9.9.9"), "web", "9.9.9", registry.host());
        assertThat(directory.resolve("pulled"))
                .satisfiesAnyOf(
                        path -> assertThat(path).doesNotExist(),
                        path -> assertThat(path).isEmptyDirectory());
    }

    @Test
    void whoMayOnlyPullCanPull() throws Exception {
        Assumptions.assumeTrue(registry.reader() != null, "skipped: every login may do everything");
        push("1.0.0");
        Pull request =
                new Pull(remote() + "/web", "1.0.0", false, "pulled", false, ".", false, access(registry.reader()));

        assertThat(ChartPull.run(directory, request, lines::add).chart().version())
                .isEqualTo("1.0.0");
    }

    @Test
    void whoMayOnlyPullCannotPush() throws Exception {
        Assumptions.assumeTrue(registry.reader() != null, "skipped: every login may do everything");
        String message = failure(push("1.0.0", "A chart", registry.reader(), IfExists.OVERWRITE));

        assertThat(message).contains(registry.host()).containsPattern("may not|denied|denies");
        assertClear(message);
        assertThat(tagged("1.0.0")).isEqualTo("absent");
    }

    @Test
    void whatDoesNotExistIsNamed() throws Exception {
        Assumptions.assumeTrue(registry.foreignNamespace() != null, "skipped: a push creates every repository");
        Path folder = Files.createTempDirectory(directory, "push");
        ChartTar.described(folder, "web", "1.0.0", "A chart");
        String remote = "oci://" + registry.host() + "/" + registry.foreignNamespace();
        Push request = new Push("*.tgz", remote, IfExists.OVERWRITE, 4, access(registry.writer()));
        String message = failure(ChartPush.run(folder, request, lines::add));

        assertThat(message)
                .contains(registry.host(), registry.foreignNamespace())
                .containsPattern("(?i)not exist|not found|may not push|denied");
        assertClear(message);
    }

    @Test
    void anImmutableTagIsExplained() throws Exception {
        PushedChart first = push("1.0.0");
        Assumptions.assumeTrue(registry.lockTags(), "skipped: knows no immutable tags");
        String message = failure(push("1.0.0", "Another one", registry.writer(), IfExists.OVERWRITE));

        assertThat(message).contains("web:1.0.0", registry.host()).containsPattern("overwrit");
        assertClear(message);
        assertThat(tagged("1.0.0")).isEqualTo(first.chart().digest());
    }

    @Test
    void theSameChartUnderAnImmutableTagIsNoFailure() throws Exception {
        PushedChart first = push("1.0.0");
        Assumptions.assumeTrue(registry.lockTags(), "skipped: knows no immutable tags");

        assertThat(push("1.0.0").chart().digest()).isEqualTo(first.chart().digest());
    }

    @Test
    void usedUpStorageIsExplained() throws Exception {
        push("1.0.0");
        Assumptions.assumeTrue(registry.fillStorage(), "skipped: knows no quota");
        String message = failure(push("2.0.0", "Another one", registry.writer(), IfExists.OVERWRITE));

        assertThat(message).contains(registry.host()).containsPattern("(?i)quota");
        assertClear(message);
        assertThat(tagged("2.0.0")).isEqualTo("absent");
    }
}
