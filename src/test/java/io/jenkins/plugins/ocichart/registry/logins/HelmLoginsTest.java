package io.jenkins.plugins.ocichart.registry.logins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.simulator.TokenServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins that real Helm and this client read from each other's files. */
class HelmLoginsTest {
    private static final Path HELMS_FILE = Path.of(System.getenv("HELM_CONFIG_HOME"), "registry", "config.json");

    @Tag("slow")
    @Test
    void aLoginOfHelmIsFound(@Started EmbeddedRegistry registry) throws Exception {
        EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);

        assertThat(AgentLogins.find(registry.host(), "", System.getenv()))
                .contains(RegistryCredential.basic(EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD));

        EmbeddedHelm.logout(registry.host());
        assertThat(AgentLogins.find(registry.host(), "", System.getenv())).isEmpty();
    }

    @Tag("slow")
    @Test
    void aLoginInOurFileIsUsedByHelm(@TempDir Path directory, @Started EmbeddedRegistry registry) throws Exception {
        Path chart = Files.createDirectories(directory.resolve("web"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: web\nversion: 1.2.3\n");
        EmbeddedHelm.pack(chart, directory);
        Path archive = directory.resolve("web-1.2.3.tgz");

        String remote = "oci://" + registry.host() + "/charts";
        assertThatThrownBy(() -> EmbeddedHelm.push(archive, remote)).hasMessageContaining("basic credential not found");
        DockerConfig before = Files.exists(HELMS_FILE) ? DockerConfig.read(HELMS_FILE) : DockerConfig.empty();
        Files.createDirectories(HELMS_FILE.getParent());
        Files.writeString(
                HELMS_FILE,
                before.with(registry.host(), RegistryCredential.basic(EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD))
                        .toJson());
        try {
            assertThat(EmbeddedHelm.push(archive, remote)).contains("Digest: sha256:");
        } finally {
            Files.writeString(HELMS_FILE, before.toJson());
        }
    }

    @Tag("slow")
    @Test
    void aLoginInAFileOfItsOwnIsUsedByTheHelmProgram(@TempDir Path directory, @Started TokenServer tokens)
            throws Exception {
        HelmProgram helm = HelmProgram.onPath();
        Path chart = Files.createDirectories(directory.resolve("web"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: web\nversion: 1.2.3\n");
        helm.run("package", chart.toString(), "-d", directory.toString());
        String archive = directory.resolve("web-1.2.3.tgz").toString();
        Path file = directory.resolve("login.json");

        try (DockerRegistry registry = tokens.registry()) {
            Map<String, String> environment = Map.of("HELM_REGISTRY_CONFIG", file.toString());
            for (RegistryCredential login : List.of(
                    RegistryCredential.basic(TokenServer.USER, TokenServer.PASSWORD),
                    RegistryCredential.identityToken(TokenServer.REFRESH_TOKEN))) {
                tokens.requests().clear();
                Files.writeString(
                        file, DockerConfig.empty().with(registry.host(), login).toJson());
                assertThat(helm.run(
                                environment, "push", archive, "oci://" + registry.host() + "/charts", "--plain-http"))
                        .contains("Digest: sha256:");
                assertThat(tokens.requests()).isNotEmpty().noneMatch(request -> request.contains("anonymous"));
            }
        }
    }

    @Tag("slow")
    @Test
    void aLoginOfTheHelmProgramIsFound(@TempDir Path directory, @Started EmbeddedRegistry registry) throws Exception {
        HelmProgram helm = HelmProgram.onPath();
        Map<String, String> environment =
                Map.of("HELM_REGISTRY_CONFIG", directory.resolve("login.json").toString());
        helm.run(
                environment,
                "registry",
                "login",
                registry.host(),
                "-u",
                EmbeddedRegistry.USER,
                "-p",
                EmbeddedRegistry.PASSWORD,
                "--plain-http");

        assertThat(AgentLogins.find(registry.host(), "", environment))
                .contains(RegistryCredential.basic(EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD));
    }

    @Tag("slow")
    @Test
    void ourFileLooksAsHelmWritesIt(@Started EmbeddedRegistry registry) throws Exception {
        EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
        String helms = Files.readString(HELMS_FILE);
        EmbeddedHelm.logout(registry.host());
        DockerConfig others = DockerConfig.read(HELMS_FILE);

        String ours = others.with(
                        registry.host(), RegistryCredential.basic(EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD))
                .toJson();

        assertThat(ours.stripTrailing()).isEqualTo(helms.stripTrailing());
    }
}
