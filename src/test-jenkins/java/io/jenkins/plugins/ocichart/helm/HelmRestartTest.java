package io.jenkins.plugins.ocichart.helm;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.ocichart.fixture.ChartFolder;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.peer.KubernetesApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What becomes of a step when Jenkins is restarted while {@code helm} runs. */
class HelmRestartTest {
    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    private Path directory;

    @Test
    void anUpgradeIsRepeatedAndAnInstallIsNot() throws Throwable {
        Path helm = HelmProgram.onPath("helm3").path();
        Path home = Files.createDirectories(directory.resolve("home"));
        Path script = Files.writeString(home.resolve("helm"), """
                #!/bin/sh
                if [ "$1" != version ] && [ ! -f %1$s/restarted ]; then
                  touch %1$s/started-$1
                  while [ -d %1$s ]; do sleep 0.1; done
                  exit 1
                fi
                exec %2$s "$@"
                """.formatted(directory, helm));
        script.toFile().setExecutable(true);
        String chart = ChartFolder.in(directory, "web").path().toString();
        try (KubernetesApi kubernetes = KubernetesApi.start()) {
            String steps = "node { withEnv(['KUBECONFIG=%s']) { %%s release: '%%s', chart: '%s', helm: 'waits' } }"
                    .formatted(kubernetes.kubeconfigFile(), chart);
            sessions.then(jenkins -> {
                jenkins.jenkins
                        .getDescriptorByType(HelmTool.DescriptorImpl.class)
                        .setInstallations(new HelmTool("waits", home.toString(), List.of()));
                for (String verb : List.of("Install", "Upgrade")) {
                    WorkflowJob job = jenkins.createProject(WorkflowJob.class, verb);
                    job.setDefinition(new CpsFlowDefinition(
                            steps.formatted("ociChart" + verb, verb.toLowerCase(Locale.ROOT)), true));
                    job.scheduleBuild2(0).waitForStart();
                    Path started = directory.resolve("started-" + verb.toLowerCase(Locale.ROOT));
                    for (int i = 0; i < 1200 && !Files.exists(started); i++) {
                        Thread.sleep(100);
                    }
                    assertThat(started).exists();
                }
            });
            Files.createFile(directory.resolve("restarted"));
            sessions.then(jenkins -> {
                WorkflowRun upgrade = jenkins.waitForCompletion(jenkins.jenkins
                        .getItemByFullName("Upgrade", WorkflowJob.class)
                        .getBuildByNumber(1));
                jenkins.assertBuildStatusSuccess(upgrade);
                jenkins.assertLogContains("Release upgrade, revision ", upgrade);

                WorkflowRun install = jenkins.waitForCompletion(jenkins.jenkins
                        .getItemByFullName("Install", WorkflowJob.class)
                        .getBuildByNumber(1));
                jenkins.assertBuildStatus(Result.FAILURE, install);
                jenkins.assertLogContains(
                        "Jenkins was restarted while helm installed install, so nobody knows", install);
                jenkins.assertLogNotContains("\tat ", install);
            });
        }
    }
}
