package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.model.Slave;
import io.jenkins.plugins.ocichart.fixture.Agents;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Gate;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.nio.file.Path;
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
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An agent in another process that dies. */
@WithJenkins
class AgentLostTest {
    @RegisterExtension
    final Agents agents = new Agents();

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
    void failsThePushWithOneLine() throws Exception {
        agents.create(jenkins, "dying");
        try (Gate gate = Gate.before(registry.host())) {
            WorkflowRun build = build("node('dying') {\n" + push(gate, "dying") + "\n}");
            assertThat(gate.holds()).isTrue();
            agents.kill(jenkins, "dying");

            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
            jenkins.assertLogContains("ERROR: the agent dying was lost during this step", build);
            jenkins.assertLogNotContains("\tat ", build);
        }
    }

    @Test
    void isLeftToPipelinesOwnRetry() throws Exception {
        agents.create(jenkins, "reborn");
        try (Gate gate = Gate.before(registry.host())) {
            WorkflowRun build = build(
                    "retry(count: 2, conditions: [agent()]) {\nnode('reborn') {\n" + push(gate, "reborn") + "\n}\n}");
            assertThat(gate.holds()).isTrue();
            agents.kill(jenkins, "reborn");
            gate.open();
            agents.restart(jenkins, "reborn");

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            jenkins.assertLogContains("Pushed: " + gate.host() + "/reborn/web:1.2.3", build);
        }
    }

    @Test
    void losesItsLoginFileWhenItIsBack() throws Exception {
        Slave agent = agents.create(jenkins, "left");
        Path root = Path.of(agent.getRemoteFS());
        String pair = EmbeddedRegistry.USER + ":" + EmbeddedRegistry.PASSWORD;
        WorkflowRun build = waitInBlock("left");
        assertThat(Traces.of(pair, root)).hasSize(1);
        agents.kill(jenkins, "left");

        SemaphoreStep.success("left/1", null);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("Jenkins deletes it when the agent is online again", build);
        jenkins.assertLogNotContains("\tat ", build);
        assertThat(Traces.of(pair, root)).hasSize(1);

        losesItsFile("left", root, pair);
    }

    /** A build that is killed gives its steps no time to clean up. */
    @Test
    void losesTheLoginFileOfAKilledBuildWhenItIsBack() throws Exception {
        Slave agent = agents.create(jenkins, "killed");
        Path root = Path.of(agent.getRemoteFS());
        String pair = EmbeddedRegistry.USER + ":" + EmbeddedRegistry.PASSWORD;
        WorkflowRun build = waitInBlock("killed");

        build.doKill();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        agents.kill(jenkins, "killed");

        losesItsFile("killed", root, pair);
    }

    private static WorkflowRun waitInBlock(String name) throws Exception {
        WorkflowRun build = build("""
                node('NAME') {
                    ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor') {
                        semaphore 'NAME'
                    }
                }
                """.replace("NAME", name).replace("HOST", registry.host()));
        SemaphoreStep.waitForStart(name + "/1", build);
        return build;
    }

    private void losesItsFile(String name, Path root, String pair) throws Exception {
        agents.restart(jenkins, name);
        List<Path> remaining = Traces.of(pair, root);
        for (int second = 0; second < 120 && !remaining.isEmpty(); second++) {
            Thread.sleep(1000);
            remaining = Traces.of(pair, root);
        }
        assertThat(remaining).isEmpty();
    }

    private static String push(Gate gate, String namespace) throws Exception {
        return Charts.write("web", "1.2.3")
                + "ociChartPush chart: 'dist/*.tgz', remote: 'oci://%s/%s', credentialsId: 'harbor'"
                        .formatted(gate.host(), namespace);
    }

    private static WorkflowRun build(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }
}
