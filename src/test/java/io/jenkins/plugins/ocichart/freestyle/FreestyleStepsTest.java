package io.jenkins.plugins.ocichart.freestyle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.FreestyleBuild;
import io.jenkins.plugins.ocichart.fixture.PackagedChart;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build steps and the build environment against a real registry, without Jenkins. */
class FreestyleStepsTest {
    @Started
    private static RegistryWithLogin registry;

    private static String credentials;

    @TempDir
    Path directory;

    private FreestyleBuild build;

    @BeforeAll
    static void start() {
        credentials = registry.credentials();
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = FreestyleBuild.in(directory);
        PackagedChart.pack("web", "1.2.3", build.workspace());
    }

    @Test
    void stepsExpandVariablesInWhatTheUserTyped() throws Exception {
        build.with("NAMESPACE", "expanded").with("VERSION", "1.2.3").with("FOLDER", "pulled");
        OciChartPushBuilder push = new OciChartPushBuilder("web-${VERSION}.tgz", remote("$NAMESPACE"));
        push.credentialsId = credentials;
        OciChartPullBuilder pull = new OciChartPullBuilder(remote("${NAMESPACE}") + "/web");
        pull.version = "$VERSION";
        pull.destination = "${FOLDER}";
        pull.credentialsId = credentials;

        build.run(push, pull);

        assertThat(build.workspace().resolve("pulled/web-1.2.3.tgz")).exists();
    }

    @Test
    void stepsLeaveOtherDollarsAlone() {
        OciChartPullBuilder pull = new OciChartPullBuilder(remote("$NOWHERE") + "/web");

        assertThatThrownBy(() -> build.run(pull))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("$NOWHERE");
    }

    @Test
    void stepsUseTheLoginOfTheEnvironment() throws Exception {
        build.run(
                new OciRegistryLoginWrapper(registry.host(), credentials),
                (log, environment) -> {},
                new OciChartPushBuilder("*.tgz", remote("environment")));

        assertThat(build.console())
                .contains("Login Succeeded", "Pushed: " + registry.host() + "/environment/web:1.2.3");
    }

    @Test
    void stepsAreNotLoggedInAfterTheEnvironmentHasEnded() throws Exception {
        build.run(new OciRegistryLoginWrapper(registry.host(), credentials), (log, environment) -> {});

        assertThatThrownBy(() -> build.run(new OciChartPushBuilder("*.tgz", remote("later"))))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("401");
    }

    @Test
    void stepsMaskThePasswordFromTheLoginOn() throws Exception {
        build.run(
                new OciRegistryLoginWrapper(registry.host(), credentials),
                (log, environment) -> log.getLogger().println("it is " + EmbeddedRegistry.PASSWORD));

        assertThat(build.console()).contains("it is ****").doesNotContain(EmbeddedRegistry.PASSWORD);
    }

    @Test
    void stepsDeleteTheLoginFileWhateverHappens() throws Exception {
        assertThatThrownBy(() ->
                        build.run(new OciRegistryLoginWrapper(registry.host(), credentials), (log, environment) -> {
                            assertThat(Files.readString(Path.of(environment.get("HELM_REGISTRY_CONFIG"))))
                                    .contains(registry.host());
                            throw new IOException("the build failed");
                        }))
                .hasMessage("the build failed");

        assertThat(build.temporaryFiles()).isEmpty();
    }

    private static String remote(String namespace) {
        return "oci://" + registry.host() + "/" + namespace;
    }
}
