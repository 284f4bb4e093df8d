package io.jenkins.plugins.ocichart.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.peer.EmbeddedHelm.HelmFailure;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the simulators are good enough for the real Helm, which knows the real registries. */
class HelmOnSimulatorsTest {
    @TempDir
    static Path charts;

    private static HelmProgram helm;

    @BeforeAll
    static void packageChart() throws Exception {
        helm = HelmProgram.onPath();
        helm.run("create", charts.resolve("web").toString());
        helm.run("package", charts.resolve("web").toString(), "-d", charts.toString());
    }

    @ParameterizedTest
    @MethodSource("io.jenkins.plugins.ocichart.simulator.Simulators#all")
    void helmLogsInPushesAndPulls(RegistrySimulator simulator, @TempDir Path directory) throws Exception {
        String ca = Internet.certificates().toString();
        String host = simulator.host();
        String remote = "oci://" + host + "/" + simulator.namespace();
        String archive = charts.resolve("web-0.1.0.tgz").toString();
        RegistryCredential writer = simulator.writer();
        String user = writer.user();
        try (Internet internet = new Internet().add(simulator)) {
            Map<String, String> environment = new HashMap<>(internet.environment());
            environment.put(
                    "HELM_REGISTRY_CONFIG", directory.resolve("config.json").toString());
            // Helm 3.18 asks for a token to pull first, which Quay gives only where the repository is there already.
            simulator.store.create(simulator.namespace() + "/web");
            helm.run(environment, "registry", "login", host, "-u", user, "-p", writer.secret(), "--ca-file", ca);
            assertThat(helm.run(environment, "push", archive, remote, "--ca-file", ca))
                    .contains("Digest: sha256:");
            Path pulled = Files.createDirectory(directory.resolve("pulled"));
            helm.run(
                    environment,
                    "pull",
                    remote + "/web",
                    "--version",
                    "~0.1",
                    "-d",
                    pulled.toString(),
                    "--ca-file",
                    ca);

            assertThat(pulled.resolve("web-0.1.0.tgz")).hasSameBinaryContentAs(charts.resolve("web-0.1.0.tgz"));
            assertThatThrownBy(() -> helm.run(
                            environment,
                            "registry",
                            "login",
                            simulator.host(),
                            "-u",
                            writer.user(),
                            "-p",
                            "wrong",
                            "--ca-file",
                            ca))
                    .isInstanceOf(HelmFailure.class);
        }
    }
}
