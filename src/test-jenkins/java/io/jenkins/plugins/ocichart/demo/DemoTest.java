package io.jenkins.plugins.ocichart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.FilePath;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.fixture.ReleaseKeys;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
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
    void chartGoesFromItsFolderToASignedRelease(JenkinsRule jenkins) throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            Logins.add("demo-registry", EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
            ReleaseKeys.make()
                    .forEach((id, content) -> SystemCredentialsProvider.getInstance()
                            .getCredentials()
                            .add(new FileCredentialsImpl(
                                    CredentialsScope.GLOBAL, id, null, id, SecretBytes.fromBytes(content))));
            jenkins.jenkins
                    .getGlobalNodeProperties()
                    .add(new EnvironmentVariablesNodeProperty(
                            new EnvironmentVariablesNodeProperty.Entry("REGISTRY", registry.host())));
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "demo");
            job.setDefinition(new CpsFlowDefinition(Files.readString(Path.of("demo", "Jenkinsfile")), true));
            FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
            new FilePath(new File("demo/charts")).copyRecursiveTo(workspace.child("charts"));

            WorkflowRun build = jenkins.buildAndAssertSuccess(job);

            jenkins.assertLogContains("Pushed: " + registry.host() + "/staging/web:1.2.3", build);
            jenkins.assertLogContains("Copied: " + registry.host() + "/prod/web:1.2.3", build);
            jenkins.assertLogContains("Signed by: " + ReleaseKeys.USER_ID, build);
            jenkins.assertLogContains("versions of web, newest first: 1.2.3", build);
            assertThat(build.getArtifacts()).extracting("fileName").containsExactly("oci-charts.json");
            assertThat(workspace.child("pulled/web/charts/api/Chart.yaml").exists())
                    .isTrue();
            EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
            assertThat(EmbeddedHelm.template("demo", "oci://" + registry.host() + "/prod/web", "1.2.3"))
                    .contains("Hello from an OCI registry");
        }
    }
}
