package io.jenkins.plugins.ocichart.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.config.RegistryEndpoint;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import io.jenkins.plugins.ocichart.login.BlockLogins;
import io.jenkins.plugins.ocichart.login.BuildLogin;
import io.jenkins.plugins.ocichart.login.PlainLogins;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryOptionsTest {
    private static final String REMOTE = "oci://registry.example.com/charts";
    private static final RegistryHost HOST = RegistryHost.parse("registry.example.com");
    private static final ConnectionSettings NONE = new ConnectionSettings(false, false, null, null, null);
    private static final ConnectionSettings PLAIN_HTTP = new ConnectionSettings(true, false, null, null, null);

    private final List<String> credentials = new ArrayList<>();
    private final EnvVars environment = new EnvVars();
    private TestRun run;

    @BeforeEach
    void newBuild(@TempDir Path directory) throws Exception {
        run = TestRun.in(directory);
    }

    @AfterEach
    void forget() {
        credentials.forEach(TestCredentials::remove);
        OciChartConfiguration.get().setRegistries(List.of());
        Jenkins.get().setProxy(null);
    }

    @Test
    void prefersTheStepsOwnCredentials() throws Exception {
        PlainLogins.add(run, login("plain"));

        RegistryAccess access = resolve(context(block("block")), REMOTE, credentials("step"), NONE);

        assertThat(access.credential()).isEqualTo(RegistryCredential.basic("step", "password of step"));
    }

    @Test
    void prefersTheBlockToAPlainLogin() throws Exception {
        PlainLogins.add(run, login("plain"));

        assertThat(user(context(block("block")))).isEqualTo("block");
    }

    @Test
    void prefersTheInnerBlockToTheOuterOne() throws Exception {
        BlockLogins inner = BlockLogins.within(block("outer"), login("inner"));

        assertThat(user(context(inner))).isEqualTo("inner");
    }

    @Test
    void prefersAPlainLoginToTheSystemConfiguration() throws Exception {
        configure("system", false);
        PlainLogins.add(run, login("plain"));

        assertThat(user(context(null))).isEqualTo("plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {REMOTE, "OCI://registry.example.com/charts"})
    void fallsBackToTheSystemConfiguration(String address) throws Exception {
        configure("system", false);

        assertThat(resolve(context(null), address, null, NONE).credential().user())
                .isEqualTo("system");
    }

    @Test
    void fallsBackToTheAgentsOwnLogins() throws Exception {
        RegistryAccess access = resolve(context(null), REMOTE, null, NONE);

        assertThat(access.credential()).isNull();
    }

    @Test
    void usesALoginForItsOwnRegistryOnly() throws Exception {
        PlainLogins.add(run, login("plain"));

        RegistryAccess access = resolve(context(block("block")), "oci://other.example.com/charts", null, NONE);

        assertThat(access.credential()).isNull();
    }

    @Test
    void doesNotMistakeAnotherPortForTheSameRegistry() throws Exception {
        RegistryAccess access = resolve(context(block("block")), "oci://registry.example.com:5000/charts", null, NONE);

        assertThat(access.credential()).isNull();
    }

    @Test
    void knowsARegistryByOtherSpellings() throws Exception {
        RegistryAccess access = resolve(context(block("block")), "oci://Registry.Example.com:443/charts", null, NONE);

        assertThat(access.credential().user()).isEqualTo("block");
    }

    @Test
    void forgetsALoginAfterTheLogout() throws Exception {
        PlainLogins.add(run, login("plain"));
        PlainLogins.remove(run, HOST);

        RegistryAccess access = resolve(context(null), REMOTE, null, NONE);

        assertThat(access.credential()).isNull();
    }

    @Test
    void replacesALoginByALaterOne() throws Exception {
        PlainLogins.add(run, login("first"));
        PlainLogins.add(run, login("second"));

        assertThat(user(context(null))).isEqualTo("second");
    }

    @Test
    void connectsAsTheSystemConfigurationSays() throws Exception {
        configure(null, true);

        assertThat(resolve(context(null), REMOTE, null, NONE).settings().plainHttp())
                .isTrue();
    }

    @Test
    void connectsAsTheStepSaysIfItSaysAnything() throws Exception {
        configure("system", true);
        ConnectionSettings own = new ConnectionSettings(false, false, "ca.pem", null, null);

        RegistryAccess access = resolve(context(null), REMOTE, null, own);

        assertThat(access.settings().plainHttp()).isFalse();
        assertThat(access.settings().caFile()).isEqualTo("ca.pem");
        assertThat(access.credential().user()).isEqualTo("system");
    }

    @Test
    void doesNotSendTheSystemConfigurationsLoginUnencryptedBecauseTheStepSaysSo() throws Exception {
        configure("system", false);

        assertThatThrownBy(() -> resolve(context(null), REMOTE, null, PLAIN_HTTP))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith("plainHttp would send the login '")
                .hasMessageContaining("' of registry.example.com unencrypted, which was set up for HTTPS");
        assertThatThrownBy(() -> resolve(context(block("block")), REMOTE, null, PLAIN_HTTP))
                .isInstanceOf(AbortException.class);
        assertThat(resolve(context(null), REMOTE, credentials("step"), PLAIN_HTTP)
                        .settings()
                        .plainHttp())
                .isTrue();
    }

    @Test
    void sendsTheLoginOfAnEntryForPlainHttp() throws Exception {
        configure("system", true);

        assertThat(resolve(context(null), REMOTE, null, PLAIN_HTTP).credential().user())
                .isEqualTo("system");
    }

    @Test
    void connectsAsTheLoginDid() throws Exception {
        PlainLogins.add(run, new BuildLogin(HOST, credentials("plain"), PLAIN_HTTP));

        assertThat(resolve(context(null), REMOTE, null, NONE).settings().plainHttp())
                .isTrue();
    }

    @Test
    void goesThroughJenkinsProxy() throws Exception {
        ProxyConfiguration proxy = new ProxyConfiguration("proxy.example.com", 3128);
        proxy.setUserName("pat");
        proxy.setSecretPassword(Secret.fromString("proxy password"));
        proxy.setNoProxyHost("*.internal");
        Jenkins.get().setProxy(proxy);

        var settings = resolve(context(null), REMOTE, null, NONE).settings().proxy();

        assertThat(settings.host()).isEqualTo("proxy.example.com");
        assertThat(settings.port()).isEqualTo(3128);
        assertThat(settings.user()).isEqualTo("pat");
        assertThat(settings.password()).isEqualTo("proxy password");
        assertThat(settings.appliesTo("registry.example.com")).isTrue();
        assertThat(settings.appliesTo("registry.internal")).isFalse();
    }

    @Test
    void failsIfNamedCredentialsAreMissing() {
        assertThatThrownBy(() -> resolve(context(null), REMOTE, "gone", NONE))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("\"gone\"");
    }

    @Test
    void leavesAnAddressWithoutARegistryToTheOperation() throws Exception {
        RegistryAccess access = resolve(context(null), "oci://pat:secret@host/charts", "gone", NONE);

        assertThat(access.credential()).isNull();
    }

    @Test
    void sendsTheVariablesOnlyThatLeadToLogins() throws Exception {
        environment.put("DOCKER_CONFIG", "/home/pat/.docker");
        environment.put("HOME", "/home/pat");
        environment.put("DATABASE_PASSWORD", "secret");

        RegistryAccess access = resolve(context(null), REMOTE, null, NONE);

        assertThat(access.environment())
                .containsOnly(Map.entry("DOCKER_CONFIG", "/home/pat/.docker"), Map.entry("HOME", "/home/pat"));
    }

    @Test
    void seesTheAgentsFilesBehindTheBlocksOwnOne() throws Exception {
        EnvVars before = new EnvVars("DOCKER_CONFIG", "/home/pat/.docker");
        Map<String, String> inside =
                Map.of("DOCKER_CONFIG", "/ws@tmp/a", "HELM_REGISTRY_CONFIG", "/ws@tmp/a/config.json");
        BlockLogins outer = block("outer").withFile(inside, before);
        Map<String, String> deeper =
                Map.of("DOCKER_CONFIG", "/ws@tmp/b", "HELM_REGISTRY_CONFIG", "/ws@tmp/b/config.json");
        BlockLogins inner = BlockLogins.within(outer, login("inner")).withFile(deeper, new EnvVars(inside));
        environment.putAll(deeper);

        RegistryAccess access = resolve(context(inner), REMOTE, null, NONE);

        assertThat(access.environment()).containsOnly(Map.entry("DOCKER_CONFIG", "/home/pat/.docker"));
    }

    @Test
    void keepsAFileThatTheScriptNamesInsideTheBlock() throws Exception {
        BlockLogins logins = block("block").withFile(Map.of("DOCKER_CONFIG", "/ws@tmp/a"), new EnvVars());
        environment.put("DOCKER_CONFIG", "/home/pat/other");

        RegistryAccess access = resolve(context(logins), REMOTE, null, NONE);

        assertThat(access.environment()).containsOnly(Map.entry("DOCKER_CONFIG", "/home/pat/other"));
    }

    private static RegistryAccess resolve(
            BuildContext context, String address, String credentialsId, ConnectionSettings connection)
            throws Exception {
        return new RegistryOptions(credentialsId, connection)
                .resolve(context, address)
                .access();
    }

    private String user(BuildContext context) throws Exception {
        return resolve(context, REMOTE, null, NONE).credential().user();
    }

    private BuildContext context(BlockLogins logins) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new BuildContext(run, null, environment, null, () -> nowhere, logins);
    }

    private BlockLogins block(String user) {
        return BlockLogins.within(null, login(user));
    }

    private BuildLogin login(String user) {
        return new BuildLogin(HOST, credentials(user), NONE);
    }

    private String credentials(String user) {
        String id = TestCredentials.add(user, "password of " + user);
        credentials.add(id);
        return id;
    }

    private void configure(String user, boolean plainHttp) {
        RegistryEndpoint endpoint = new RegistryEndpoint("registry.example.com");
        endpoint.setCredentialsId(user == null ? null : credentials(user));
        endpoint.setPlainHttp(plainHttp);
        OciChartConfiguration.get().setRegistries(List.of(endpoint));
    }
}
