package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Gate;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.time.Duration;
import java.time.Instant;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What stops a push on an agent in another process while its registry hangs. */
@WithJenkins
class AbortTest {
    @RegisterExtension
    final InboundAgentExtension agents = new InboundAgentExtension();

    private static EmbeddedRegistry registry;
    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        registry = EmbeddedRegistry.start();
        Logins.add();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void stopsTheTransferOnTheAgent() throws Exception {
        agents.createAgent(jenkins, "aborted");
        try (Gate gate = Gate.before(registry.host())) {
            WorkflowRun build = push(gate, "aborted", "PUSH");
            assertThat(gate.holds()).isTrue();
            Instant aborted = Instant.now();
            build.doStop();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            assertThat(gate.wasLeft(5)).isTrue();
            assertThat(Duration.between(aborted, Instant.now())).isLessThan(Duration.ofSeconds(5));
            jenkins.assertLogNotContains("\tat ", build);
            assertThat(build.getHasArtifacts()).isFalse();
        }
    }

    @Test
    void stopsTheTransferAtATimeout() throws Exception {
        agents.createAgent(jenkins, "late");
        try (Gate gate = Gate.before(registry.host())) {
            WorkflowRun build = push(gate, "late", "timeout(time: 5, unit: 'SECONDS') { PUSH }");

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            assertThat(gate.wasLeft(5)).isTrue();
            jenkins.assertLogNotContains("\tat ", build);
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
