package io.jenkins.plugins.ocichart.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What a build pushes before and after a restart is kept together. */
class ChartsAcrossRestartTest {
    private static EmbeddedRegistry registry;

    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @BeforeAll
    static void start() {
        registry = EmbeddedRegistry.start();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void areAllInTheArtifactOnThePagesAndInTheFingerprints() throws Throwable {
        String script = """
                node {
                    FIRST
                    SECOND
                    ociChartPush chart: 'dist/api-*.tgz', remote: 'oci://HOST/both', credentialsId: 'harbor'
                    semaphore 'between'
                    ociChartPush chart: 'dist/web-*.tgz', remote: 'oci://HOST/both', credentialsId: 'harbor'
                }
                """.replace("FIRST", Charts.write("api", "0.1.0"))
                .replace("SECOND", Charts.write("web", "1.2.3"))
                .replace("HOST", registry.host());
        sessions.then(jenkins -> {
            Logins.add();
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "charts");
            job.setDefinition(new CpsFlowDefinition(script, true));
            SemaphoreStep.waitForStart("between/1", job.scheduleBuild2(0).waitForStart());
        });
        sessions.then(jenkins -> {
            WorkflowJob job = jenkins.jenkins.getItemByFullName("charts", WorkflowJob.class);
            WorkflowRun build = job.getBuildByNumber(1);
            SemaphoreStep.success("between/1", null);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            check(jenkins, job);
        });
        sessions.then(jenkins -> check(jenkins, jenkins.jenkins.getItemByFullName("charts", WorkflowJob.class)));
    }

    private static void check(JenkinsRule jenkins, WorkflowJob job) throws Exception {
        WorkflowRun build = job.getBuildByNumber(1);
        List<RecordedPush> charts = build.getAction(BuildCharts.class).getPushedCharts();

        assertThat(charts).extracting(chart -> chart.name).containsExactly("api", "web");
        assertThat(job.getAction(JobCharts.class).getNewestCharts())
                .extracting(JobPush::name)
                .containsExactly("api", "web");
        try (var artifact =
                build.getArtifactManager().root().child("oci-charts.json").open()) {
            assertThat(new String(artifact.readAllBytes(), StandardCharsets.UTF_8))
                    .contains(charts.get(0).digest, charts.get(1).digest);
        }
        for (RecordedPush chart : charts) {
            assertThat(jenkins.jenkins
                            .getFingerprintMap()
                            .get(chart.md5)
                            .getOriginal()
                            .getRun())
                    .isEqualTo(build);
        }
    }
}
