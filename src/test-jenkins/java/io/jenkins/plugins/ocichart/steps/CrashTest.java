package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Gate;
import io.jenkins.plugins.ocichart.fixture.Kill;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller that is killed in the middle of a push. */
class CrashTest {
    private static EmbeddedRegistry registry;

    @RegisterExtension
    final RealJenkinsExtension controller = new RealJenkinsExtension().withPort(Programs.freePort());

    @BeforeAll
    static void start() {
        registry = EmbeddedRegistry.start();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void pushesAgainAfterwards() throws Throwable {
        try (Gate gate = Gate.before(registry.host())) {
            String push = "ociChartPush chart: 'dist/*.tgz', remote: 'oci://%s/crashed', credentialsId: 'harbor'"
                    .formatted(gate.host());
            String script = "node {\n" + Charts.write("web", "1.2.3") + "def charts = " + push
                    + "\necho \"charts: ${charts.size()}\"\n}";
            controller.startJenkins();
            controller.runRemotely(new StartBuild(script));
            assertThat(gate.holds()).isTrue();
            Kill.of(controller);
            gate.open();

            controller.startJenkins();
            String log = controller.runRemotely(new FinishBuild());

            assertThat(log)
                    .contains("Jenkins was restarted in the middle of this step; it starts again.")
                    .contains("Pushed: " + gate.host() + "/crashed/web:1.2.3")
                    .contains("charts: 1");
        }
        EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
        assertThat(EmbeddedHelm.show("chart", "oci://" + registry.host() + "/crashed/web", "1.2.3"))
                .contains("name: web");
    }

    @Test
    void deletesTheLoginFileOfABuildThatCannotGoOn() throws Throwable {
        String script = """
                node {
                    ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor') {
                        echo 'inside the block'
                        sleep 600
                    }
                }
                """.replace("HOST", registry.host());
        controller.startJenkins();
        controller.runRemotely(new StartForgetfulBuild(script));
        assertThat(loginFiles()).hasSize(1);
        Kill.of(controller);
        assertThat(loginFiles()).hasSize(1);

        controller.startJenkins();
        controller.runRemotely(new AwaitFailure());

        assertThat(loginFiles()).isEmpty();
    }

    private List<Path> loginFiles() throws IOException {
        return Traces.of(
                EmbeddedRegistry.USER + ":" + EmbeddedRegistry.PASSWORD,
                controller.getHome().toPath().resolve("workspace"));
    }

    private record StartForgetfulBuild(String script) implements RealJenkinsExtension.Step {
        @Override
        public void run(JenkinsRule jenkins) throws Throwable {
            Logins.add();
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "charts");
            job.addProperty(new DurabilityHintJobProperty(FlowDurabilityHint.PERFORMANCE_OPTIMIZED));
            job.setDefinition(new CpsFlowDefinition(script, true));
            jenkins.waitForMessage("inside the block", job.scheduleBuild2(0).waitForStart());
        }
    }

    private record AwaitFailure() implements RealJenkinsExtension.Step {
        @Override
        public void run(JenkinsRule jenkins) throws Throwable {
            WorkflowRun build = jenkins.jenkins
                    .getItemByFullName("charts", WorkflowJob.class)
                    .getBuildByNumber(1);
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        }
    }

    private record StartBuild(String script) implements RealJenkinsExtension.Step {
        @Override
        public void run(JenkinsRule jenkins) throws Throwable {
            Logins.add();
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "charts");
            job.setDefinition(new CpsFlowDefinition(script, true));
            job.scheduleBuild2(0).waitForStart();
        }
    }

    private record FinishBuild() implements RealJenkinsExtension.Step2<String> {
        @Override
        public String run(JenkinsRule jenkins) throws Throwable {
            WorkflowRun build = jenkins.jenkins
                    .getItemByFullName("charts", WorkflowJob.class)
                    .getBuildByNumber(1);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            if (!build.getHasArtifacts()) {
                throw new AssertionError("no artifact");
            }
            return JenkinsRule.getLog(build);
        }
    }
}
