package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import hudson.tasks.Fingerprinter;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.record.ChartEvents;
import io.jenkins.plugins.ocichart.record.RecordedCopy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between two registries that want a login each. */
class OciChartCopyStepTest {
    @Started("withHelmLogin")
    private RegistryWithLogin staging;

    @Started("withHelmLogin")
    private RegistryWithLogin production;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeEach
    void pushWithHelm() throws Exception {
        build = StepBuild.in(directory);
        EmbeddedHelm.push(
                ChartTar.entries(
                        directory.resolve("web-1.0.0.tgz"),
                        "web/Chart.yaml",
                        "apiVersion: v2\nname: web\nversion: 1.0.0\nappVersion: '7'\n"),
                "oci://" + staging.host() + "/charts");
    }

    private OciChartCopyStep step() {
        OciChartCopyStep step =
                new OciChartCopyStep("oci://" + staging.host() + "/charts/web", "oci://" + production.host() + "/prod");
        step.version = "^1";
        step.fromCredentialsId = staging.credentials();
        step.toCredentialsId = production.credentials();
        return step;
    }

    @Test
    void returnsWhatAPushReturnsAndWhereItIsFrom() throws Exception {
        Map<?, ?> copied = (Map<?, ?>) build.run(step());

        assertThat(copied.get("ref")).isEqualTo(production.host() + "/prod/web:1.0.0");
        assertThat(copied.get("from")).isEqualTo(staging.host() + "/charts/web:1.0.0");
        assertThat(copied.get("appVersion")).isEqualTo("7");
        assertThat(copied.get("pushed")).isEqualTo(true);
        assertThat(EmbeddedHelm.template("rel", "oci://" + production.host() + "/prod/web", "1.0.0"))
                .isNotNull();
        assertThat(copied.keySet().stream().map(Object::toString))
                .containsExactly(ChartResult.keysAnd("pushed", "from"));
        assertThat(((Map<?, ?>) build.run(step())).get("pushed")).isEqualTo(false);
    }

    @Test
    void recordsTheCopyUnderTheFingerprintOfThePush() throws Exception {
        Map<?, ?> copied = (Map<?, ?>) build.run(step());

        assertThat(ChartEvents.of(build.run())).singleElement().isInstanceOfSatisfying(RecordedCopy.class, copy -> {
            assertThat(copy.from).isEqualTo(copied.get("from"));
            assertThat(copy.ref).isEqualTo(copied.get("ref"));
        });
        String key = copied.get("digest").toString().substring("sha256:".length(), "sha256:".length() + 32);
        assertThat(build.run().getAction(Fingerprinter.FingerprintAction.class).getRecords())
                .containsValue(key)
                .hasSize(2);
    }

    @Test
    void failsWithOneLineIfALoginIsMissing() {
        OciChartCopyStep step = step();
        step.toCredentialsId = "";
        assertThatThrownBy(() -> build.dir(".").run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining(production.host())
                .message()
                .doesNotContain("\n");
        OciChartCopyStep nowhere = new OciChartCopyStep("oci://" + staging.host() + "/charts/web", "");
        assertThatThrownBy(() -> build.run(nowhere)).hasMessageContaining("to is missing");
    }
}
