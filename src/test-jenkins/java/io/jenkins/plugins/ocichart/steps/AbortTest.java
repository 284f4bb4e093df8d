package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.Result;
import io.jenkins.plugins.ocichart.fixture.Agents;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Gate;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What stops a push or a migration on an agent in another process while its registry hangs. */
@WithJenkins
class AbortTest {
    @RegisterExtension
    final Agents agents = new Agents();

    @AutoClose
    private static EmbeddedRegistry registry;

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        registry = EmbeddedRegistry.start();
        Logins.add();
    }

    @Test
    void stopsTheTransferOnTheAgent() throws Exception {
        agents.create(jenkins, "aborted");
        try (Gate gate = Gate.before(registry.host())) {
            WorkflowRun build = push(gate, "aborted", "PUSH");
            assertThat(gate.holds()).isTrue();
            build.doStop();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            assertThat(gate.wasLeft()).isTrue();
            jenkins.assertLogNotContains("\tat ", build);
            assertThat(build.getHasArtifacts()).isFalse();
        }
    }

    @Test
    void stopsTheTransferAtATimeout() throws Exception {
        agents.create(jenkins, "late");
        for (int seconds = 5; !stopsAfter(seconds); seconds *= 3) {
            assertThat(seconds)
                    .as("the push reaches the registry in these seconds")
                    .isLessThan(120);
        }
    }

    @Test
    void leavesTheReportOfAMigrationWithWhatIsPending(@TempDir Path charts) throws Exception {
        agents.create(jenkins, "migrating");
        for (int i = 0; i < 40; i++) {
            ChartTar.write(charts, "web", "1." + i + ".0");
        }
        HelmProgram.three().run("repo", "index", charts.toString());
        try (ChartSite site = ChartSite.start().serving(charts);
                DockerRegistry docker = DockerRegistry.start();
                RecordingRegistry proxy = RecordingRegistry.inFrontOf(docker.host())) {
            proxy.hold("PUT .*/web/manifests/1\\.20\\.0");
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            job.setDefinition(new CpsFlowDefinition(
                    "node('migrating') { ociChartMigrate from: '%s', remote: 'oci://%s/charts', parallelism: 1 }"
                            .formatted(site.url(), proxy.host()),
                    true));
            WorkflowRun build = job.scheduleBuild2(0).waitForStart();
            await(() -> !proxy.held().isEmpty());
            build.doStop();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            jenkins.assertLogNotContains("\tat ", build);
            Path report = build.getRootDir().toPath().resolve("archive/oci-migration.json");
            await(() -> Files.exists(report)); // an abort ends the step at once, and the report follows
            List<String> outcomes = new ObjectMapper().readTree(report.toFile()).findValuesAsText("outcome");
            assertThat(outcomes.subList(0, 20)).containsOnly("pushed");
            assertThat(outcomes.subList(20, outcomes.size())).hasSize(20).containsOnly("pending");
            proxy.release();
            jenkins.assertLogNotContains("(21 of 40)", build);
            assertThat(proxy.lines().stream().filter(line -> line.matches("PUT .*/web/manifests/.* 201")))
                    .hasSize(20);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 6000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** Whether the registry was asked to take an upload before the timeout; a busy machine needs a longer one. */
    private boolean stopsAfter(int seconds) throws Exception {
        try (Gate gate = Gate.before(registry.host())) {
            WorkflowRun build = push(gate, "late", "timeout(time: " + seconds + ", unit: 'SECONDS') { PUSH }");

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            jenkins.assertLogNotContains("\tat ", build);
            if (!gate.isHolding()) {
                return false;
            }
            assertThat(gate.wasLeft()).isTrue();
            return true;
        }
    }

    private static WorkflowRun push(Gate gate, String label, String steps) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        String push = "ociChartPush chart: 'dist/*.tgz', remote: 'oci://%s/%s', credentialsId: 'harbor'"
                .formatted(gate.host(), label);
        job.setDefinition(new CpsFlowDefinition(
                "node('" + label + "') {\n" + Charts.write("web", "1.2.3") + steps.replace("PUSH", push) + "\n}",
                true));
        return job.scheduleBuild2(0).waitForStart();
    }
}
