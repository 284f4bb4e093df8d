package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciChartVersionsStepTest {
    @Started("withHelmLogin")
    private static RegistryWithLogin registry;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeAll
    static void pushWithHelm(@TempDir Path charts) throws Exception {
        for (String version : List.of("1.0.0", "1.1.0+b.1", "2.0.0-rc.1")) {
            EmbeddedHelm.push(ChartTar.write(charts, "web", version), "oci://" + registry.host() + "/charts");
        }
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
    }

    private static OciChartVersionsStep versions() throws Exception {
        OciChartVersionsStep step = new OciChartVersionsStep("oci://" + registry.host() + "/charts/web");
        step.credentialsId = registry.credentials();
        return step;
    }

    @Test
    void answersWithAListTheNewestFirst() throws Exception {
        assertThat(build.run(versions())).isEqualTo(List.of("1.1.0+b.1", "1.0.0"));
    }

    @Test
    void passesItsParametersOn() throws Exception {
        OciChartVersionsStep step = versions();
        step.devel = true;
        step.limit = 2;
        assertThat(build.run(step)).isEqualTo(List.of("2.0.0-rc.1", "1.1.0+b.1"));

        step.version = "~1.0";
        assertThat(build.run(step)).isEqualTo(List.of("1.0.0"));
    }

    @Test
    void failsWithOneLine() throws Exception {
        OciChartVersionsStep step = new OciChartVersionsStep("https://" + registry.host() + "/charts/web");
        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("oci://")
                .message()
                .doesNotContain("\n");
    }
}
