package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.operation.login.LoginCheck;
import io.jenkins.plugins.ocichart.operation.pull.ChartPull;
import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.Push;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.simulator.TokenServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** We push and Helm pulls, Helm pushes and we pull: with each registry and each way to log in. */
class BothWaysTest {
    @TempDir
    Path dir;

    /** The registries and their logins. */
    enum Kind {
        EMBEDDED_WITH_BASIC_LOGIN(true),
        DOCKER_WITHOUT_LOGIN(false),
        DOCKER_WITH_BASIC_LOGIN(true),
        DOCKER_WITH_TOKENS(true);

        private final boolean wantsLogin;

        Kind(boolean wantsLogin) {
            this.wantsLogin = wantsLogin;
        }

        Running start() {
            return switch (this) {
                case EMBEDDED_WITH_BASIC_LOGIN -> {
                    EmbeddedRegistry registry = EmbeddedRegistry.start();
                    yield new Running(registry.host(), this).closing(registry);
                }
                case DOCKER_WITHOUT_LOGIN -> {
                    DockerRegistry registry = DockerRegistry.start();
                    yield new Running(registry.host(), this).closing(registry);
                }
                case DOCKER_WITH_BASIC_LOGIN -> {
                    DockerRegistry registry = DockerRegistry.withBasicLogin();
                    yield new Running(registry.host(), this).closing(registry);
                }
                case DOCKER_WITH_TOKENS -> {
                    TokenServer tokens = TokenServer.start();
                    DockerRegistry registry = tokens.registry();
                    yield new Running(registry.host(), this).closing(tokens).closing(registry);
                }
            };
        }
    }

    /** A registry that runs, with Helm logged in where it wants that. */
    static final class Running implements AutoCloseable {
        private final String host;
        private final Kind kind;
        private final Deque<AutoCloseable> parts = new ArrayDeque<>();

        Running(String host, Kind kind) {
            this.host = host;
            this.kind = kind;
            if (kind.wantsLogin) {
                EmbeddedHelm.login(host, TokenServer.USER, TokenServer.PASSWORD);
            }
        }

        Running closing(AutoCloseable part) {
            parts.push(part);
            return this;
        }

        String host() {
            return host;
        }

        RegistryAccess access() {
            return kind.wantsLogin ? Requests.ALICE : Requests.NOBODY;
        }

        PushedChart push(Path dir, String chart) throws Exception {
            Push request = new Push(chart, "oci://" + host + "/charts", IfExists.FAIL, 4, access());
            PushResult result = ChartPush.run(dir, request, line -> {});
            assertThat(result.problem()).isEmpty();
            return result.charts().get(0);
        }

        PulledChart pull(Path dir, String reference, String version) throws Exception {
            Pull request = new Pull(reference, version, false, "out", false, "", true, access());
            return ChartPull.run(dir, request, line -> {});
        }

        @Override
        public void close() throws Exception {
            for (AutoCloseable part : parts) {
                part.close();
            }
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void whatWePushHelmShowsTemplatesAndTakesAsADependency(Kind kind) throws Exception {
        try (Running registry = kind.start()) {
            Path archive = ChartTar.write(dir, "web", "1.2.3+b");
            PushedChart pushed = registry.push(dir, "*.tgz");
            String reference = "oci://" + registry.host + "/charts/web";

            assertThat(EmbeddedHelm.show("chart", reference, "1.2.3+b")).contains("version: 1.2.3+b");
            assertThat(EmbeddedHelm.template("rel", reference, "1.2.3+b")).contains("name: rel-web");

            Path parent = Files.createDirectories(dir.resolve("parent"));
            Files.writeString(
                    parent.resolve("Chart.yaml"),
                    "apiVersion: v2\nname: parent\nversion: 1.0.0\ndependencies:\n- name: web\n  version: ^1.0.0\n"
                            + "  repository: oci://" + registry.host + "/charts\n");
            EmbeddedHelm.dependencyUpdate(parent);
            assertThat(parent.resolve("charts/web-1.2.3+b.tgz")).hasSameBinaryContentAs(archive);
            assertThat(EmbeddedHelm.push(archive, "oci://" + registry.host + "/charts"))
                    .contains("Digest: " + pushed.chart().digest());
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void whatHelmPushesWePull(Kind kind) throws Exception {
        try (Running registry = kind.start()) {
            Path archive = ChartTar.write(dir, "web", "1.2.3+b");
            Files.writeString(dir.resolve("web-1.2.3+b.tgz.prov"), "provenance");
            String said = EmbeddedHelm.push(archive, "oci://" + registry.host + "/charts");
            PulledChart pulled = registry.pull(dir, "oci://" + registry.host + "/charts/web", "^1");

            assertThat(said).contains("Digest: " + pulled.chart().digest());
            assertThat(dir.resolve("out/web-1.2.3+b.tgz")).hasSameBinaryContentAs(archive);
            assertThat(dir.resolve("out/web-1.2.3+b.tgz.prov")).hasContent("provenance");
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void helmsProgramPullsWhatWePushAndWePullWhatItPushes(Kind kind) throws Exception {
        HelmProgram helm = HelmProgram.onPath();
        try (Running registry = kind.start()) {
            Path archive = ChartTar.write(dir, "web", "1.0.0");
            PushedChart pushed = registry.push(dir, "web-1.0.0.tgz");
            Path helms = Files.createDirectories(dir.resolve("helms"));
            String reference = "oci://" + registry.host + "/charts/web";
            String said = helm.run("pull", reference, "--version", "1.0.0", "--plain-http", "-d", helms.toString());
            assertThat(said).contains("Digest: " + pushed.chart().digest());
            assertThat(helms.resolve("web-1.0.0.tgz")).hasSameBinaryContentAs(archive);

            Path second = ChartTar.write(dir, "web", "2.0.0");
            String pushedByHelm =
                    helm.run("push", second.toString(), "oci://" + registry.host + "/charts", "--plain-http");
            PulledChart pulled = registry.pull(dir, reference, null);
            assertThat(pushedByHelm).contains("Digest: " + pulled.chart().digest());
            assertThat(dir.resolve("out/web-2.0.0.tgz")).hasSameBinaryContentAs(second);
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DOCKER_WITHOUT_LOGIN")
    void aWrongPasswordIsOneClearLineForEachOperation(Kind kind) throws Exception {
        RegistryAccess wrong = new RegistryAccess(
                ConnectionSettings.DEFAULT, RegistryCredential.basic(TokenServer.USER, "wr0ng-s3cret"), Map.of());
        try (Running registry = kind.start()) {
            ChartTar.write(dir, "web", "1.0.0");
            List<String> lines = new ArrayList<>();
            PushResult result = ChartPush.run(
                    dir,
                    new Push("*.tgz", "oci://" + registry.host + "/charts", IfExists.OVERWRITE, 1, wrong),
                    lines::add);
            assertThat(result.problem().orElseThrow())
                    .contains(registry.host)
                    .doesNotContain("\n")
                    .doesNotContain("wr0ng-s3cret");
            Pull pull =
                    new Pull("oci://" + registry.host + "/charts/web", "1.0.0", false, "out", false, "", false, wrong);
            assertThatThrownBy(() -> ChartPull.run(dir, pull, lines::add))
                    .message()
                    .contains(registry.host)
                    .doesNotContain("\n")
                    .doesNotContain("wr0ng-s3cret");
            assertThatThrownBy(() -> new LoginCheck(registry.host, wrong, null).run(dir, lines::add))
                    .message()
                    .startsWith("authenticating to \"" + registry.host + "\": ")
                    .doesNotContain("\n")
                    .doesNotContain("wr0ng-s3cret");
            assertThat(lines).isEmpty();
            assertThat(dir.resolve("out")).doesNotExist();
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DOCKER_WITHOUT_LOGIN")
    void withoutACredentialHelmsOwnLoginIsUsed(Kind kind) throws Exception {
        try (Running registry = kind.start()) {
            ChartTar.write(dir, "web", "1.0.0");
            String remote = "oci://" + registry.host + "/charts";
            RegistryAccess loggedIn = new RegistryAccess(
                    ConnectionSettings.DEFAULT,
                    null,
                    Map.of("HELM_CONFIG_HOME", System.getenv("HELM_CONFIG_HOME"), "HOME", dir.toString()));
            Push push = new Push("*.tgz", remote, IfExists.FAIL, 1, loggedIn);
            assertThat(ChartPush.run(dir, push, line -> {}).problem()).isEmpty();
        }
    }

    /** The token server of the tests gives tokens to everybody. */
    @Tag("slow")
    @ParameterizedTest
    @EnumSource(names = {"EMBEDDED_WITH_BASIC_LOGIN", "DOCKER_WITH_BASIC_LOGIN"})
    void withoutAnyLoginTheRegistrysRefusalIsTold(Kind kind) throws Exception {
        try (Running registry = kind.start()) {
            RegistryAccess nowhere = new RegistryAccess(
                    ConnectionSettings.DEFAULT,
                    null,
                    Map.of("HELM_CONFIG_HOME", dir.resolve("none").toString(), "HOME", dir.toString()));
            Pull pull = new Pull(
                    "oci://" + registry.host + "/charts/web", "1.0.0", false, "out", false, "", false, nowhere);
            assertThatThrownBy(() -> ChartPull.run(dir, pull, line -> {}))
                    .message()
                    .contains(registry.host)
                    .doesNotContain("\n");
            assertThat(dir.resolve("out")).doesNotExist();
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void aLoginIsChecked(Kind kind) throws Exception {
        try (Running registry = kind.start()) {
            List<String> lines = new ArrayList<>();
            new LoginCheck("http://" + registry.host + "/charts", registry.access(), null).run(dir, lines::add);
            assertThat(lines).hasSize(2).last().isEqualTo("Login Succeeded");
            assertThat(lines.get(0))
                    .startsWith("WARNING: ")
                    .contains("'http://' and '/charts'")
                    .contains(registry.host);
        }
    }
}
