package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.Agents;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Dependencies in Pipelines of a real Jenkins, in the sandbox. */
@WithJenkins
class DependencyStepsTest {
    private static final String PASSWORD = "password-of-the-chart-repository";

    @RegisterExtension
    static final BuildWatcherExtension LOGS = new BuildWatcherExtension();

    @RegisterExtension
    final Agents agents = new Agents();

    @TempDir
    Path charts;

    @Test
    void areFetchedOnTheBuiltInNodeAndOnAnAgent(JenkinsRule jenkins) throws Exception {
        Logins.add();
        Logins.add("corp", "alice", PASSWORD);
        agents.create(jenkins, "inbound");
        ChartTar.write(charts.resolve("site"), "db", "1.0.0");
        HelmProgram.three().run("repo", "index", charts.resolve("site").toString());
        EmbeddedRegistry registry = EmbeddedRegistry.start();
        try (ChartSite site = ChartSite.start().serving(charts.resolve("site")).protectedBy("alice", PASSWORD)) {
            EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
            EmbeddedHelm.push(ChartTar.write(charts, "web", "1.2.0"), "oci://" + registry.host() + "/charts");
            for (String label : new String[] {"'built-in'", "'inbound'"}) {
                fetched(jenkins, label, registry.host(), site.url());
            }
        } finally {
            EmbeddedHelm.logout(registry.host());
            registry.close();
        }
    }

    private static void fetched(JenkinsRule jenkins, String label, String registry, String site) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                """
                node(LABEL) {
                    writeFile file: 'app/Chart.yaml', text: '''apiVersion: v2
                name: app
                version: 1.0.0
                dependencies:
                - {name: web, version: ^1, repository: "oci://REGISTRY/charts"}
                - {name: db, version: ^1, repository: "@corp"}
                - {name: lib, version: "*", repository: "file://../lib"}
                '''
                    writeFile file: 'lib/Chart.yaml', text: 'apiVersion: v2\\nname: lib\\nversion: 0.1.0\\n'
                    def repositories = [[name: 'corp', url: 'SITE', credentialsId: 'corp']]
                    ociRegistryLogin(registry: 'REGISTRY', credentialsId: 'harbor') {
                        def found = ociChartDependencyUpdate chart: 'app', repositories: repositories
                        echo "found " + found.collect { it.name + ' ' + it.version + ' ' + it.path }.join(', ')
                        def built = ociChartDependencyBuild chart: 'app', repositories: repositories
                        echo "same: ${built*.digest == found*.digest}"
                    }
                    echo readFile('app/Chart.lock')
                }
                """.replace("LABEL", label).replace("REGISTRY", registry).replace("SITE", site), true));

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains(
                "found web 1.2.0 app/charts/web-1.2.0.tgz, db 1.0.0 app/charts/db-1.0.0.tgz, lib 0.1.0"
                        + " app/charts/lib-0.1.0.tgz",
                build);
        jenkins.assertLogContains("same: true", build);
        jenkins.assertLogContains("repository: " + site, build);
        jenkins.assertLogNotContains(PASSWORD, build);
        assertThat(Traces.of(PASSWORD, build.getRootDir().toPath())).isEmpty();
    }
}
