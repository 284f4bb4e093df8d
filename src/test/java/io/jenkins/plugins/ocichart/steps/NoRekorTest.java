package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.ChartFolder;
import io.jenkins.plugins.ocichart.fixture.ReleaseKeys;
import io.jenkins.plugins.ocichart.fixture.TestKeys;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What answers in the place of a Rekor log of version 1. */
class NoRekorTest {
    @Test
    void aServerWithoutTheApiOfVersion1IsNamed(@TempDir Path directory) throws Exception {
        StepBuild build = StepBuild.in(directory);
        ChartFolder.in(build.workspace(), "web").with("templates/map.yaml", "kind: ConfigMap\n");
        Map<String, byte[]> keys = ReleaseKeys.make();
        OciChartPackageStep packaging = new OciChartPackageStep("web");
        packaging.signingKeyCredentialsId = TestKeys.addFile(keys.get("demo-signing-key"));
        build.run(packaging);
        try (WireServer server = WireServer.start(exchange -> exchange.respond(404, "{\"code\":404}"))) {
            OciChartSigstoreVerifyStep step = new OciChartSigstoreVerifyStep("web-1.2.3.tgz", server.url());
            step.keyringCredentialsId = TestKeys.addFile(keys.get("demo-keyring"));

            assertThatThrownBy(() -> build.run(step))
                    .isExactlyInstanceOf(AbortException.class)
                    .hasMessageContaining("the log " + server.url() + ": HTTP 404")
                    .hasMessageContaining("; check that it is the address of a Rekor log of version 1");
        }
    }
}
