package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.KubernetesApi;
import io.jenkins.plugins.ocichart.peer.RegistryTool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The real programs in {@code sh} steps of a Jenkinsfile, on an agent in another process. */
@WithJenkins
class LoggedInShellTest {
    @RegisterExtension
    final InboundAgentExtension agents = new InboundAgentExtension();

    @Test
    void programsAreLoggedInInsideTheBlockOnly(JenkinsRule jenkins, @TempDir Path directory) throws Exception {
        agents.createAgent(jenkins, "shell");
        Logins.add();
        try (EmbeddedRegistry registry = EmbeddedRegistry.start();
                KubernetesApi kubernetes = KubernetesApi.start()) {
            EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
            EmbeddedHelm.push(Charts.pack("web", "1.2.3"), "oci://" + registry.host() + "/charts");
            EmbeddedHelm.logout(registry.host());
            for (RegistryTool tool : RegistryTool.common()) {
                tool.prepare(directory, registry.host());
            }
            Files.write(directory.resolve("commands"), RegistryTool.allCommands(registry.host()));
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            job.setDefinition(new CpsFlowDefinition(
                    """
                    node('shell') {
                        dir('DIRECTORY') {
                            withEnv(['HOME=DIRECTORY', 'KUBECONFIG=THE_FILE']) {
                                sh 'while read -r line; do ! sh -c "$line" < /dev/null || exit 1; done < commands'
                                ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor') {
                                    sh 'while read -r line; do sh -c "$line" < /dev/null && echo done || exit 1; done < commands'
                                }
                            }
                        }
                    }
                    """.replace("DIRECTORY", directory.toString())
                            .replace("THE_FILE", kubernetes.kubeconfigFile().toString())
                            .replace("HOST", registry.host()),
                    true));

            WorkflowRun build = jenkins.buildAndAssertSuccess(job);

            assertThat(JenkinsRule.getLog(build).lines().filter("done"::equals))
                    .hasSize(RegistryTool.allCommands(registry.host()).size());
            jenkins.assertLogNotContains(EmbeddedRegistry.PASSWORD, build);
        }
    }
}
