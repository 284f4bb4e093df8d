package io.jenkins.plugins.ocichart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ReleaseKeys;
import io.jenkins.plugins.ocichart.peer.CosignProgram;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the demo prints, and what Helm and cosign say of its release, if they are on the path. */
class DemoTest {
    private static EmbeddedRegistry registry;
    private static Map<String, byte[]> keys;
    private static Path directory;
    private static String text;

    @BeforeAll
    static void runDemo(@TempDir Path temporary) throws IOException {
        directory = temporary;
        registry = EmbeddedRegistry.start();
        keys = ReleaseKeys.make();
        ByteArrayOutputStream console = new ByteArrayOutputStream();

        boolean succeeded =
                new Demo(directory, new PrintStream(console, true, StandardCharsets.UTF_8)).run(registry.host(), keys);

        text = console.toString(StandardCharsets.UTF_8);
        assertThat(succeeded).as(text).isTrue();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void goesFromAFolderToASignedRelease() throws Exception {
        String host = registry.host();
        assertThat(text)
                .contains("[Pipeline] ociChartPackage chart: 'charts/web', destination: 'dist', dependencyUpdate: true")
                .contains("Signed by: " + ReleaseKeys.USER_ID)
                .contains("Login Succeeded", "Pushed: " + host + "/staging/web:1.2.3")
                .contains("[Pipeline] ociChartSign chart: 'oci://" + host + "/staging/web@sha256:")
                .contains("versions of web, newest first: 1.2.3", "repository: file://../api")
                .contains(
                        "[Pipeline] ociChartCopy from: 'oci://" + host + "/staging/web@sha256:",
                        host + "/prod/web:1.2.3")
                .contains("unpacked web 1.2.3 into pulled/web", "\"schemaVersion\"", "Finished: SUCCESS")
                .contains("web-1.2.3.tgz is byte for byte what the step packaged")
                .contains("message: \"Hello from an OCI registry\"")
                .doesNotContainIgnoringCase("warning")
                .doesNotContain(EmbeddedRegistry.PASSWORD, "PRIVATE KEY");
        assertThat(directory.resolve("workspace/pulled/web/charts/api/Chart.yaml"))
                .exists();
        assertThat(directory.resolve("workspace@tmp")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void helmVerifiesTheProvenance(String helm, @TempDir Path pulled) throws Exception {
        Path keyring = Files.write(pulled.resolve("keyring"), keys.get("demo-keyring"));

        assertThat(HelmProgram.onPath(helm)
                        .run(
                                "pull",
                                "oci://" + registry.host() + "/prod/web",
                                "--plain-http",
                                "--verify",
                                "--keyring",
                                keyring.toString(),
                                "--destination",
                                pulled.toString()))
                .contains("Signed by: " + ReleaseKeys.USER_ID)
                .contains(Digest.sha256(Files.readAllBytes(directory.resolve("workspace/dist/web-1.2.3.tgz")))
                        .toString());
    }

    @ParameterizedTest
    @EnumSource
    void cosignVerifiesTheSignatureInBothRepositories(CosignProgram cosign, @TempDir Path temporary) throws Exception {
        Files.write(temporary.resolve("demo.pub"), keys.get("demo-cosign-public-key"));

        for (String repository : new String[] {"staging", "prod"}) {
            String verified = cosign.verify(
                    temporary,
                    "demo",
                    registry.host() + "/" + repository + "/web:1.2.3",
                    "--registry-username",
                    EmbeddedRegistry.USER,
                    "--registry-password",
                    EmbeddedRegistry.PASSWORD);
            assertThat(verified).contains("The signatures were verified against the specified public key");
        }
    }
}
