package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.PackagedChart;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.KubernetesApi;
import io.jenkins.plugins.ocichart.peer.RegistryTool;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The real programs inside the block of {@code ociRegistryLogin}: logged in, by nothing but the login file. */
class LoggedInToolsTest {
    @Started
    private static RegistryWithLogin registry;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeAll
    static void pushChart(@TempDir Path charts) throws Exception {
        EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
        EmbeddedHelm.push(PackagedChart.pack("web", "1.2.3", charts), "oci://" + registry.host() + "/charts");
        EmbeddedHelm.logout(registry.host());
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory).withVariable("PATH", System.getenv("PATH"));
    }

    @ParameterizedTest
    @EnumSource
    void areLoggedIn(RegistryTool tool) throws Exception {
        tool.prepare(build.workspace(), registry.host());

        areLoggedIn(tool.commands(registry.host()));
    }

    @Test
    void areLoggedInWhenTheyDeploy() throws Exception {
        RegistryTool.HELM_3.prepare(build.workspace(), registry.host());
        RegistryTool.HELM_4.prepare(build.workspace(), registry.host());
        try (KubernetesApi kubernetes = KubernetesApi.start()) {
            build = build.withVariable("KUBECONFIG", kubernetes.kubeconfigFile().toString());

            areLoggedIn(RegistryTool.HELM_3.deployments(registry.host()));
            areLoggedIn(RegistryTool.HELM_4.deployments(registry.host()));
        }
    }

    /** What README says of registries without TLS, which this one is. */
    @ParameterizedTest
    @CsvSource({
        "HELM_3, localhost, helm3 show chart oci://CHART --version 1.2.3, unauthorized",
        "HELM_4, localhost, helm4 show chart oci://CHART --version 1.2.3, HTTP response to HTTPS",
        "ORAS, 127.0.0.1, oras manifest fetch CHART:1.2.3, HTTP response to HTTPS",
        "ORAS, localhost, oras manifest fetch CHART:1.2.3, schemaVersion"
    })
    void areToldThatARegistryHasNoTls(RegistryTool tool, String name, String command, String answer) throws Exception {
        tool.prepare(build.workspace(), registry.host());
        String chart = registry.host().replace("localhost", name) + "/charts/web";

        build.run(new OciRegistryLoginStep(registry.host(), registry.credentials()), inside -> {
            assertThat(sh(inside, command.replace("CHART", chart)).output()).containsIgnoringCase(answer);
            return null;
        });
    }

    private void areLoggedIn(List<String> commands) throws Exception {
        for (String command : commands) {
            Result outside = sh(build, command);
            assertThat(outside.status()).as(command).isNotZero();
            assertThat(outside.output())
                    .as(command)
                    .containsAnyOf(
                            "UNAUTHORIZED", "basic credential not found", "no basic auth", "authentication required");
        }

        build.run(new OciRegistryLoginStep(registry.host(), registry.credentials()), inside -> {
            for (String command : commands) {
                Result logged = sh(inside, command);
                assertThat(logged.status()).as(command + ": " + logged.output()).isZero();
                assertThat(logged.output()).doesNotContain(EmbeddedRegistry.PASSWORD);
            }
            return null;
        });
    }

    private record Result(int status, String output) {}

    private static Result sh(StepBuild build, String command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(build.workspace().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(build.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
