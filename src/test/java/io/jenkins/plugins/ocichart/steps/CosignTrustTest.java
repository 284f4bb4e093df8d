package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.peer.CosignProgram;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.peer.OpenRegistry;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The steps that use a chart want cosign's signature of it, if a public key is named. */
class CosignTrustTest {
    @TempDir
    Path directory;

    private StepBuild build;
    private String credentials;

    @BeforeEach
    void makeKeys() throws Exception {
        build = StepBuild.in(directory);
        CosignProgram.VERSION_3.generateKeys(directory, "k");
        CosignProgram.VERSION_3.generateKeys(directory, "other");
        credentials = TestCredentials.addFile(Files.readString(directory.resolve("k.pub")));
        Files.copy(directory.resolve("k.pub"), build.workspace().resolve("k.pub"));
    }

    private String push(String host) throws Exception {
        Path archive = ChartTar.write(directory, "web", "1.0.0");
        HelmProgram.onPath().run("push", archive.toString(), "oci://" + host + "/charts", "--plain-http");
        return host + "/charts/web:1.0.0";
    }

    private OciChartPullStep pull(String reference) {
        OciChartPullStep step = new OciChartPullStep("oci://" + reference);
        step.publicKeyCredentialsId = credentials;
        step.destination = "out";
        return step;
    }

    private OciChartVerifyStep verify(String reference) {
        OciChartVerifyStep step = new OciChartVerifyStep("oci://" + reference);
        step.publicKey = "k.pub";
        step.annotations = Map.of("env", "prod");
        return step;
    }

    private void assertRefused(org.jenkinsci.plugins.workflow.steps.Step step, String reason) {
        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("cannot verify ")
                .hasMessageContaining(reason);
        assertThat(build.workspace().resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsPulledBeforeItIsSigned(OpenRegistry kind) throws Exception {
        try (OpenRegistry.Running registry = kind.start()) {
            String reference = push(registry.host());
            assertRefused(pull(reference), "it has no signature");
            assertRefused(verify(reference), "it has no signature");

            CosignProgram.VERSION_3.sign(directory, "other", reference);
            CosignProgram.VERSION_2.attest(directory, "k", reference);
            assertRefused(pull(reference), "it is not by the key sha256:");

            CosignProgram.VERSION_2.sign(directory, "k", reference);
            assertRefused(verify(reference), "its annotation env is missing, but has to be 'prod'");
            build.run(pull(reference));
            assertThat(build.workspace().resolve("out/web-1.0.0.tgz")).exists();

            CosignProgram.VERSION_3.sign(directory, "k", reference, "-a", "env=prod");
            Map<?, ?> verified = (Map<?, ?>) build.run(verify(reference));
            assertThat((List<?>) verified.get("signatures"))
                    .singleElement()
                    .satisfies(signature -> assertThat((Map<?, ?>) signature)
                            .extracting("form", "annotations")
                            .containsExactly("bundle", Map.of("env", "prod")));
            assertThat((List<?>) verified.get("signedBy"))
                    .singleElement()
                    .asString()
                    .startsWith("sha256:");
        }
    }
}
