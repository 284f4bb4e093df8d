package io.jenkins.plugins.ocichart.record;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.EnvVars;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.Run;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartEnvironmentTest {
    private static final RecordedPush WEB = RecordedCharts.pushed("web", "1.2.3+linux", "aaaa");

    @Test
    void namesThePushedChart() throws Exception {
        FreestyleBuild build = new FreestyleBuild();

        ChartEnvironment.show(build, WEB, null);

        assertThat(variables(build))
                .isEqualTo(Map.of(
                        "OCI_CHART_REF", "registry.example.com/charts/web:1.2.3_linux",
                        "OCI_CHART_DIGEST", "sha256:" + "a".repeat(64),
                        "OCI_CHART_NAME", "web",
                        "OCI_CHART_VERSION", "1.2.3+linux"));
    }

    @Test
    void leadsToThePulledChart() throws Exception {
        FreestyleBuild build = new FreestyleBuild();

        new ChartRecorder(build, null, null)
                .pulled(RecordedCharts.pulled("api", "0.1.0", "bbbb", "charts/api-0.1.0.tgz"), false);

        assertThat(variables(build))
                .containsEntry("OCI_CHART_NAME", "api")
                .containsEntry("OCI_CHART_PATH", "charts/api-0.1.0.tgz");
    }

    @Test
    void isOfOneChartOnly() throws Exception {
        FreestyleBuild build = new FreestyleBuild();

        new ChartRecorder(build, null, null)
                .pulled(RecordedCharts.pulled("api", "0.1.0", "bbbb", "charts/api-0.1.0.tgz"), false);
        ChartEnvironment.show(build, WEB, null);

        assertThat(variables(build)).containsEntry("OCI_CHART_NAME", "web").doesNotContainKey("OCI_CHART_PATH");
        assertThat(build.getAllActions().stream().filter(ChartEnvironment.class::isInstance))
                .hasSize(1);
    }

    @Test
    void isNotForPipelines(@TempDir Path directory) throws Exception {
        TestRun run = TestRun.in(directory);

        ChartEnvironment.show(run, WEB, null);

        assertThat(run.getAllActions()).isEmpty();
    }

    /** As a freestyle build's environment is made, but for the expansion of {@code $}. */
    private static Map<String, String> variables(Run<?, ?> build) {
        EnvVars variables = new EnvVars();
        build.getAction(ChartEnvironment.class).buildEnvironment(build, variables);
        return variables;
    }

    private static final class FreestyleBuild extends AbstractBuild<Project, FreestyleBuild> {
        FreestyleBuild() throws IOException {
            super(new Project());
        }
    }

    private static final class Project extends AbstractProject<Project, FreestyleBuild> {
        Project() {
            super(null, "freestyle");
        }
    }
}
