package io.jenkins.plugins.ocichart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The Jenkinsfile of the README's quick start, in a real Jenkins. */
@WithJenkins
class DemoTest {
    @Test
    void chartGoesFromTheJenkinsfileToTheRegistryAndBack(JenkinsRule jenkins) throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            Logins.add("demo-registry", EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
            jenkins.jenkins
                    .getGlobalNodeProperties()
                    .add(new EnvironmentVariablesNodeProperty(
                            new EnvironmentVariablesNodeProperty.Entry("REGISTRY", registry.host())));
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "demo");
            job.setDefinition(new CpsFlowDefinition(Files.readString(Path.of("demo", "Jenkinsfile")), true));
            FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
            FilePath dist = workspace.child("dist");
            dist.mkdirs();
            for (String chart : List.of("web", "api")) {
                EmbeddedHelm.pack(Path.of("demo", "charts", chart), Path.of(dist.getRemote()));
            }

            WorkflowRun build = jenkins.buildAndAssertSuccess(job);

            jenkins.assertLogContains("Pushed: " + registry.host() + "/charts/api:0.4.0_build.7", build);
            jenkins.assertLogContains("versions of web, newest first: 1.2.3", build);
            assertThat(build.getArtifacts()).extracting("fileName").containsExactly("oci-charts.json");
            assertThat(workspace.child("pulled/web/Chart.yaml").exists()).isTrue();
            EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
            assertThat(EmbeddedHelm.template("demo", "oci://" + registry.host() + "/charts/web", "1.2.3"))
                    .contains("Hello from an OCI registry");
        }
    }
}
