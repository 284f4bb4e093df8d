package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.AbortException;
import hudson.EnvVars;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.pipeline.TestContext;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciRegistryLoginStepTest {
    @Started
    private static RegistryWithLogin registry;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
    }

    @Test
    void printsWhatHelmPrints() throws Exception {
        build.run(login());

        assertThat(build.console()).contains("Login Succeeded");
    }

    @Test
    void namesTheRegistryThatRefuses() {
        String wrong = TestCredentials.add(EmbeddedRegistry.USER, "wrong-password");

        assertThatThrownBy(() -> build.run(new OciRegistryLoginStep(registry.host(), wrong)))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageStartingWith("authenticating to \"" + registry.host() + "\": ")
                .hasMessageNotContaining("wrong-password");
    }

    @Test
    void saysThatThereAreNoSuchCredentials() {
        assertThatThrownBy(() -> build.run(new OciRegistryLoginStep(registry.host(), "nobody")))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("\"nobody\"")
                .hasMessageContaining(registry.host());
    }

    @Test
    void writesALoginFileAsHelmDoes() throws Exception {
        EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
        JsonNode helms = auths(Path.of(System.getenv("HELM_CONFIG_HOME"), "registry", "config.json"));

        build.run(login(), inside -> {
            EnvVars environment = inside.environment();
            JsonNode ours = auths(Path.of(environment.get("HELM_REGISTRY_CONFIG")));
            assertThat(ours.get(registry.host())).isEqualTo(helms.get(registry.host()));
            return null;
        });
    }

    @Test
    void showsTheLoginFileToTheToolsInTheBlock() throws Exception {
        build.run(login(), inside -> {
            EnvVars environment = inside.environment();
            Path file = Path.of(environment.get("HELM_REGISTRY_CONFIG"));
            assertThat(file).isRegularFile().hasFileName("config.json");
            assertThat(environment.get("REGISTRY_AUTH_FILE")).isEqualTo(file.toString());
            assertThat(environment.get("DOCKER_CONFIG"))
                    .isEqualTo(file.getParent().toString());
            assertThat(file).startsWith(inside.workspace().resolveSibling("job@tmp"));
            return null;
        });
    }

    /** Below the workspace {@code archiveArtifacts}, {@code stash} or {@code docker build} would take it along. */
    @Test
    void keepsTheLoginFileOutOfTheWorkspaceInAFolderOfIt() throws Exception {
        build.dir("sub").run(login(), inside -> {
            assertThat(Path.of(inside.environment().get("HELM_REGISTRY_CONFIG")))
                    .isRegularFile()
                    .startsWith(build.workspace().resolveSibling("job@tmp"));
            assertThat(TestRun.files(build.workspace())).isEmpty();
            return null;
        });

        assertThat(build.temporaryFiles()).isEmpty();
    }

    @Test
    void deletesTheLoginFileAtTheEndOfTheBlock() throws Exception {
        Object result = build.run(login(), inside -> {
            assertThat(build.temporaryFiles()).isNotEmpty();
            return "deployed";
        });

        assertThat(result).isEqualTo("deployed");
        assertThat(build.temporaryFiles()).isEmpty();
    }

    @Test
    void deletesTheLoginFileIfTheBlockFails() throws Exception {
        assertThatThrownBy(() -> build.run(login(), inside -> {
                    throw new AbortException("no cluster");
                }))
                .hasMessage("no cluster");

        assertThat(build.temporaryFiles()).isEmpty();
    }

    @Test
    void deletesTheLoginFileIfTheBlockIsAborted() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        TestContext context = new TestContext(build, inside -> {
            started.countDown();
            Thread.sleep(60_000);
            return null;
        });
        StepExecution execution = StepBuild.start(login(), context);
        started.await();
        assertThat(build.temporaryFiles()).isNotEmpty();

        execution.stop(new AbortException("aborted by alice"));

        assertThatThrownBy(() -> StepBuild.result(context)).hasMessage("aborted by alice");
        assertThat(build.temporaryFiles()).isEmpty();
    }

    @Test
    void leavesNoFileIfTheLoginFails() throws Exception {
        String wrong = TestCredentials.add(EmbeddedRegistry.USER, "wrong-password");

        assertThatThrownBy(() -> build.run(new OciRegistryLoginStep(registry.host(), wrong), inside -> null));

        assertThat(build.temporaryFiles()).isEmpty();
    }

    @Test
    void addsToTheRegistriesOfTheOuterBlock() throws Exception {
        try (EmbeddedRegistry second = EmbeddedRegistry.start()) {
            build.run(
                    login(),
                    outer -> outer.run(new OciRegistryLoginStep(second.host(), registry.credentials()), inner -> {
                        JsonNode auths = auths(Path.of(inner.environment().get("HELM_REGISTRY_CONFIG")));
                        assertThat(auths.fieldNames())
                                .toIterable()
                                .containsExactlyInAnyOrder(registry.host(), second.host());
                        return null;
                    }));
        }

        assertThat(build.temporaryFiles()).isEmpty();
    }

    @Test
    void masksThePasswordInTheBlocksLog() throws Exception {
        String pair = EmbeddedRegistry.USER + ":" + EmbeddedRegistry.PASSWORD;
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes());

        build.run(login(), inside -> {
            inside.listener().getLogger().println("password=" + EmbeddedRegistry.PASSWORD);
            inside.listener().getLogger().println("Authorization: Basic " + encoded);
            return null;
        });

        assertThat(build.console())
                .contains("password=****", "Authorization: Basic ****")
                .doesNotContain(EmbeddedRegistry.PASSWORD, encoded);
    }

    @Test
    void writesNoFileOutsideANode() throws Exception {
        build.outsideNode().run(login(), inside -> {
            assertThat(inside.environment()).doesNotContainKeys("HELM_REGISTRY_CONFIG", "DOCKER_CONFIG");
            return null;
        });

        assertThat(build.console()).contains("Login Succeeded");
        assertThat(build.temporaryFiles()).isEmpty();
    }

    @Test
    void readsNoFileOfTheControllerOutsideANode() {
        OciRegistryLoginStep step = login();
        step.caFile = "/etc/ssl/cert.pem";

        assertThatThrownBy(() -> build.outsideNode().run(step, inside -> null))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("caFile");
    }

    @Test
    void keepsOnlyTheIdOfAPlainLogin() throws Exception {
        build.run(login());

        assertThat(build.run().getAllActions()).hasSize(1);
        assertThat(new ObjectMapper()
                        .setVisibility(
                                com.fasterxml.jackson.annotation.PropertyAccessor.FIELD,
                                com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility.ANY)
                        .writeValueAsString(build.run().getAllActions().get(0)))
                .contains(registry.credentials())
                .doesNotContain(EmbeddedRegistry.PASSWORD);
    }

    @Test
    void saysWhatLogsOut() throws Exception {
        build.run(new OciRegistryLogoutStep("https://" + registry.host() + "/charts"));

        assertThat(build.console()).contains("Removing login credentials for " + registry.host());
    }

    @Test
    void showsTheRegistryNextToTheStep() {
        assertThat(new OciRegistryLoginStep.DescriptorImpl()
                        .argumentsToString(Map.of("registry", "alice:secret@registry.example.com")))
                .isEqualTo("registry.example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "alice:se/cr/et@registry.example.com, registry.example.com",
        "oci://alice:se/cret@registry.example.com/charts, oci://registry.example.com/charts",
        "oci://alice:p@ss/word@registry.example.com/charts, oci://registry.example.com/charts",
        "registry.example.com/charts/web@sha256:1660, registry.example.com/charts/web@sha256:1660",
    })
    void showsNoLoginFromTheAddress(String address, String shown) {
        assertThat(new OciRegistryLoginStep.DescriptorImpl().argumentsToString(Map.of("registry", address)))
                .isEqualTo(shown);
    }

    private static OciRegistryLoginStep login() {
        return new OciRegistryLoginStep(registry.host(), registry.credentials());
    }

    private static JsonNode auths(Path file) throws Exception {
        return new ObjectMapper().readTree(file.toFile()).get("auths");
    }
}
