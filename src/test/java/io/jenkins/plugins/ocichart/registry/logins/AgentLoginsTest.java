package io.jenkins.plugins.ocichart.registry.logins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentLoginsTest {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void emptyEnvironment() throws IOException {
        environment.put("HOME", home.toString());
        environment.put("PATH", Files.createDirectories(home.resolve("bin")) + ":/usr/bin:/bin");
    }

    private void login(String file, String user) throws IOException {
        write(
                file,
                DockerConfig.empty()
                        .with("h.example.com", RegistryCredential.basic(user, "x"))
                        .toJson());
    }

    private void write(String file, String text) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void helper(String name, String script) throws IOException {
        Assumptions.assumeFalse(Platform.current() == Platform.WINDOWS, "skipped: the helper is a shell script");
        Path program = home.resolve("bin/docker-credential-" + name);
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Optional<String> found() throws IOException, InterruptedException {
        return new AgentLogins("h.example.com", "", environment, Platform.current(), Duration.ofSeconds(5))
                .find()
                .map(RegistryCredential::user);
    }

    @Test
    void helmsFileGoesBeforeDockersAndDockersBeforePodmans() throws Exception {
        assertThat(found()).isEmpty();
        login(".config/containers/auth.json", "podman");
        assertThat(found()).contains("podman");
        login(".docker/config.json", "docker");
        assertThat(found()).contains("docker");
        login(".config/helm/registry/config.json", "helm");
        assertThat(found()).contains("helm");
    }

    @Test
    void aFolderInPlaceOfHelmsFileIsNamed() {
        environment.put("HELM_REGISTRY_CONFIG", home.toString());

        assertThatThrownBy(this::found)
                .hasMessage("cannot read the logins in " + home
                        + ": is a folder; name the file in HELM_REGISTRY_CONFIG or REGISTRY_AUTH_FILE");
    }

    @Test
    void helmsPlacesFollowHelmsVariables() throws Exception {
        login("xdg/helm/registry/config.json", "xdg");
        login("helm-home/registry/config.json", "home");
        login("some/file.json", "file");
        environment.put("XDG_CONFIG_HOME", home.resolve("xdg").toString());
        assertThat(found()).contains("xdg");
        environment.put("HELM_CONFIG_HOME", home.resolve("helm-home").toString());
        assertThat(found()).contains("home");
        environment.put("HELM_REGISTRY_CONFIG", home.resolve("some/file.json").toString());
        assertThat(found()).contains("file");
        environment.put("HELM_REGISTRY_CONFIG", "");
        assertThat(found()).contains("home");
    }

    @Test
    void dockersPlaceFollowsDockersVariable() throws Exception {
        login(".docker/config.json", "default");
        login("elsewhere/config.json", "elsewhere");
        environment.put("DOCKER_CONFIG", home.resolve("elsewhere").toString());
        assertThat(found()).contains("elsewhere");
    }

    @Test
    void podmansPlacesFollowItsVariables() throws Exception {
        login("run/containers/auth.json", "run");
        environment.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
        assertThat(found()).contains("run");
        login("auth.json", "file");
        environment.put("REGISTRY_AUTH_FILE", home.resolve("auth.json").toString());
        assertThat(found()).contains("file");
    }

    @Test
    void aBrokenFileOfHelmIsAnError() throws Exception {
        write(".config/helm/registry/config.json", "{");
        assertThatThrownBy(this::found)
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(
                        home.resolve(".config/helm/registry/config.json").toString());
    }

    @Test
    void aBrokenFileOfDockerIsPassedOver() throws Exception {
        write(".docker/config.json", "{");
        login(".config/containers/auth.json", "podman");
        assertThat(found()).contains("podman");
    }

    @Test
    void aHelperIsAskedForTheHost() throws Exception {
        write(".docker/config.json", "{\"credHelpers\":{\"h.example.com\":\"test\"}}");
        helper(
                "test",
                "read host; echo \"{\\\"ServerURL\\\":\\\"$host\\\",\\\"Username\\\":\\\"$1-$host\\\",\\\"Secret\\\":\\\"s\\\"}\"");
        assertThat(found()).contains("get-h.example.com");
    }

    @Test
    void aHelpersTokenIsAnIdentityToken() throws Exception {
        write(".docker/config.json", "{\"credsStore\":\"test\"}");
        helper("test", "echo '{\"Username\":\"<token>\",\"Secret\":\"s\"}'");
        assertThat(new AgentLogins("h.example.com", "", environment, Platform.current(), Duration.ofSeconds(5)).find())
                .contains(RegistryCredential.identityToken("s"));
    }

    @Test
    void aHelperSeesTheEnvironment() throws Exception {
        environment.put("AWS_PROFILE", "ci");
        write(".docker/config.json", "{\"credsStore\":\"test\"}");
        helper("test", "echo \"{\\\"Username\\\":\\\"$AWS_PROFILE\\\",\\\"Secret\\\":\\\"s\\\"}\"");
        assertThat(found()).contains("ci");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "credentials not found in native keychain",
                "no credentials server URL",
                "no credentials username"
            })
    void aHelperMayHaveNothing(String words) throws Exception {
        write(".docker/config.json", "{\"credsStore\":\"test\"}");
        helper("test", "echo '" + words + "'; exit 1");
        login(".config/containers/auth.json", "podman");
        assertThat(found()).contains("podman");
    }

    @Test
    void aHelperThatFailsIsNamed() throws Exception {
        write(".docker/config.json", "{\"credsStore\":\"test\"}");
        helper("test", "echo 'keychain is locked'; exit 3");
        assertThatThrownBy(this::found)
                .isInstanceOf(RegistryException.class)
                .hasMessage("credential helper docker-credential-test failed for h.example.com: keychain is locked"
                        + " (exit status 3)");
    }

    @Test
    void aHelpersNonsenseIsNotQuoted() throws Exception {
        write(".docker/config.json", "{\"credsStore\":\"test\"}");
        helper("test", "echo 'secret nonsense'");
        assertThatThrownBy(this::found).hasMessageContaining("not JSON").hasMessageNotContaining("secret");
    }

    @Tag("slow")
    @Test
    void aHelperThatHangsIsKilledWithWhatItHasStarted() throws Exception {
        write(".docker/config.json", "{\"credsStore\":\"test\"}");
        Path pid = home.resolve("pid");
        helper("test", "sleep 60 & echo $$ $! > " + pid + "; wait");
        long start = System.nanoTime();
        assertThatThrownBy(() -> new AgentLogins(
                                "h.example.com", "", environment, Platform.current(), Duration.ofSeconds(4))
                        .find())
                .hasMessageContaining("no answer within 4 s");
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
        for (String number : Files.readString(pid).strip().split(" ")) {
            ProcessHandle.of(Long.parseLong(number))
                    .ifPresent(p -> p.onExit().orTimeout(5, TimeUnit.SECONDS).join());
        }
    }

    @Test
    void aHelperThatIsMissingIsNamed() throws Exception {
        write(".docker/config.json", "{\"credsStore\":\"no-such\"}");
        assertThatThrownBy(this::found)
                .hasMessageContaining(home.resolve(".docker/config.json").toString())
                .hasMessageContaining("docker-credential-no-such")
                .hasMessageContaining("path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil", "a b", "a;b", "", "x/y"})
    void onlyPlainNamesOfHelpersAreRun(String name) throws Exception {
        write("evil", "#!/bin/sh\ntouch " + home.resolve("ran"));
        assertThat(home.resolve("evil").toFile().setExecutable(true)).isTrue();
        write(".docker/config.json", "{\"credHelpers\":{\"h.example.com\":\"" + name + "\"}}");
        try {
            assertThat(found()).isEmpty();
        } catch (RegistryException e) {
            assertThat(e).hasMessageContaining("not on this machine's path");
        }
        assertThat(home.resolve("ran")).doesNotExist();
    }

    @Test
    void onWindowsThePathIsFoundUnderAnyCaseAndInQuotes() throws Exception {
        helper("desktop.exe", "echo '{\"Username\":\"windows\",\"Secret\":\"s\"}'");
        write(".docker/config.json", "{\"credsStore\":\"desktop\"}");
        environment.remove("PATH");
        environment.remove("HOME");
        environment.put("Path", "C:\\a ; \"" + home.resolve("a;b") + "\";\"" + home.resolve("bin") + "\" ;;");
        environment.put("UserProfile", home.toString());
        assertThat(new AgentLogins("h.example.com", "", environment, Platform.WINDOWS, Duration.ofSeconds(5)).find())
                .contains(RegistryCredential.basic("windows", "s"));
    }

    @Test
    void eachPlatformHasItsOwnPlaceForHelmsFile() throws Exception {
        environment.put("AppData", home.resolve("Roaming").toString());
        login("Roaming/helm/registry/config.json", "windows");
        login("Library/Preferences/helm/registry/config.json", "mac");
        login(".config/helm/registry/config.json", "linux");
        for (Platform platform : Platform.values()) {
            assertThat(new AgentLogins("h.example.com", "", environment, platform, Duration.ofSeconds(5)).find())
                    .contains(RegistryCredential.basic(platform.name().toLowerCase(Locale.ROOT), "x"));
        }
    }

    @Test
    void aHelperThatNobodyAskedForMayFail() throws Exception {
        helper("pass", "echo 'no store'; exit 1");
        helper("secretservice", "echo 'no bus'; exit 1");
        assertThat(found()).isEmpty();
    }

    @Test
    void helmsOwnHelperIsAskedOnlyIfItsFilesSayNothing() throws Exception {
        helper("secretservice", "echo '{\"Username\":\"found\",\"Secret\":\"s\"}'");
        assertThat(found()).contains("found");
        for (String configured : new String[] {
            "{\"auths\":{\"other.example.com\":{\"username\":\"u\",\"password\":\"p\"}}}",
            "{\"credHelpers\":{\"other.example.com\":\"missing\"}}"
        }) {
            write(".config/helm/registry/config.json", configured);
            write(".docker/config.json", configured); // which Helm asks next, in the same way
            assertThat(found()).isEmpty();
        }
    }

    @Test
    void helmsOwnHelperIsThatOfPassWhereThereIsOne() throws Exception {
        helper("secretservice", "echo '{\"Username\":\"bus\",\"Secret\":\"s\"}'");
        helper("pass", "echo '{\"Username\":\"store\",\"Secret\":\"s\"}'");
        environment.put("PATH", home.resolve("bin").toString() + ":/bin");
        assertThat(found()).contains("bus");
        Path pass = Files.writeString(home.resolve("bin/pass"), "#!/bin/sh\n");
        assertThat(pass.toFile().setExecutable(true)).isTrue();
        assertThat(found()).contains("store");
    }

    @Test
    void helmsRepositoriesAreBesideItsLogins() {
        environment.put("HELM_CONFIG_HOME", home.resolve("helm").toString());
        assertThat(AgentLogins.repositoriesFile(environment)).isEqualTo(home.resolve("helm/repositories.yaml"));

        environment.put("HELM_REPOSITORY_CONFIG", home.resolve("r.yaml").toString());
        assertThat(AgentLogins.repositoriesFile(environment)).isEqualTo(home.resolve("r.yaml"));
    }

    @Test
    void allToolsFindAFileByTheirVariables() {
        assertThat(AgentLogins.variables("/login", "/login/config.json"))
                .containsOnly(
                        entry("HELM_REGISTRY_CONFIG", "/login/config.json"),
                        entry("DOCKER_CONFIG", "/login"),
                        entry("REGISTRY_AUTH_FILE", "/login/config.json"));
        assertThat(AgentLogins.variableNames())
                .contains("HELM_REGISTRY_CONFIG", "DOCKER_CONFIG", "REGISTRY_AUTH_FILE", "HELM_REPOSITORY_CONFIG");
    }

    @Test
    void theLoginOfThisMachineIsFound() throws Exception {
        login(".docker/config.json", "alice");

        assertThat(AgentLogins.find("h.example.com", "", environment)).contains(RegistryCredential.basic("alice", "x"));
    }

    @Test
    void podmansFileIsBelowTheFolderOfConfigurations() throws Exception {
        environment.put("XDG_CONFIG_HOME", home.resolve("xdg").toString());
        login("xdg/containers/auth.json", "podman");

        assertThat(found()).contains("podman");
    }
}
