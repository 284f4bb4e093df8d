package io.jenkins.plugins.ocichart.steps;

import hudson.model.Describable;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.freestyle.OciChartPullBuilder;
import io.jenkins.plugins.ocichart.freestyle.OciChartPushBuilder;
import io.jenkins.plugins.ocichart.freestyle.OciRegistryLoginWrapper;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.util.List;
import org.jenkinsci.plugins.pipeline.modeldefinition.generator.OptionsDirective;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.CoreStep;
import org.jenkinsci.plugins.workflow.steps.CoreWrapperStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The lines that the Snippet Generator and the Declarative Directive Generator write, run as they are. */
@WithJenkins
class GeneratedLinesTest {
    private static final String BODY = "    // some block\n";

    private static EmbeddedRegistry registry;
    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Logins.add();
        registry = EmbeddedRegistry.start();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void runAsTheyAre() throws Exception {
        OciChartPushStep push = new OciChartPushStep("dist/*.tgz", remote("steps"));
        push.ifExists = "fail";
        push.parallelism = 1;
        OciChartPullStep pull = new OciChartPullStep(remote("steps") + "/web");
        pull.version = ">=1.0 <2";
        pull.untar = true;
        pull.untarDir = "it's here";

        WorkflowRun build = run("node {\n" + Charts.write("web", "1.2.3")
                + block(
                        new OciRegistryLoginStep(registry.host(), Logins.ID),
                        Snippetizer.object2Groovy(push) + "\n" + Snippetizer.object2Groovy(pull) + "\n")
                + "\n" + Snippetizer.object2Groovy(new OciRegistryLogoutStep(registry.host()))
                + "\nsh 'cat \"it\\'s here/web/Chart.yaml\"'\n}");

        jenkins.assertLogContains("Pulled: " + registry.host() + "/steps/web:1.2.3", build);
        jenkins.assertLogContains("appVersion: \"4.5\"", build);
    }

    @Test
    void runWithTheBuildStepsOfFreestyleJobs() throws Exception {
        OciChartPushBuilder push = new OciChartPushBuilder("dist/*.tgz", remote("builders"));
        OciChartPullBuilder pull = new OciChartPullBuilder(remote("builders") + "/web:1.2.3");

        WorkflowRun build = run("node {\n" + Charts.write("web", "1.2.3")
                + block(
                        new CoreWrapperStep(new OciRegistryLoginWrapper(registry.host(), Logins.ID)),
                        Snippetizer.object2Groovy(new CoreStep(push)) + "\n"
                                + Snippetizer.object2Groovy(new CoreStep(pull)) + "\n")
                + "\n}");

        jenkins.assertLogContains("Pulled: " + registry.host() + "/builders/web:1.2.3", build);
    }

    @Test
    void runInDeclarativeOptions() throws Exception {
        String options = OptionsDirective.DescriptorImpl.class
                .cast(jenkins.jenkins.getDescriptor(OptionsDirective.class))
                .toGroovy(new OptionsDirective(
                        List.<Describable>of(new OciRegistryLoginStep(registry.host(), Logins.ID))));

        WorkflowRun build = run("pipeline {\nagent any\n" + options + "stages { stage('Push') { steps {\n"
                + Charts.write("web", "1.2.3")
                + Snippetizer.object2Groovy(new OciChartPushStep("dist/*.tgz", remote("options"))) + "\n} } }\n}");

        jenkins.assertLogContains("Pushed: " + registry.host() + "/options/web:1.2.3", build);
    }

    /** Declarative takes the symbols of build steps too. */
    @Test
    void runInDeclarativeSteps() throws Exception {
        WorkflowRun build = run("pipeline {\nagent any\nstages { stage('Push') { steps {\n"
                + Charts.write("web", "1.2.3")
                + block(
                        new CoreWrapperStep(new OciRegistryLoginWrapper(registry.host(), Logins.ID)),
                        Snippetizer.object2Groovy(
                                new CoreStep(new OciChartPushBuilder("dist/*.tgz", remote("declarative")))))
                + "\n} } }\n}");

        jenkins.assertLogContains("Pushed: " + registry.host() + "/declarative/web:1.2.3", build);
    }

    private static String block(Object step, String body) throws Exception {
        String line = Snippetizer.object2Groovy(step);
        if (!line.contains(BODY)) {
            throw new AssertionError("no block: " + line);
        }
        return line.replace(BODY, body + "\n");
    }

    private static String remote(String namespace) {
        return "oci://" + registry.host() + "/" + namespace;
    }

    private static WorkflowRun run(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.buildAndAssertSuccess(job);
    }
}
