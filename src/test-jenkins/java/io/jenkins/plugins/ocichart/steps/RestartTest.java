package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What becomes of a build when Jenkins is restarted in its middle. */
class RestartTest {
    private static EmbeddedRegistry registry;

    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @BeforeAll
    static void start() {
        registry = EmbeddedRegistry.start();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void staysLoggedInAndCleansUpAfterwards() throws Throwable {
        String pair = EmbeddedRegistry.USER + ":" + EmbeddedRegistry.PASSWORD;
        String script = """
                node {
                    WRITE
                    ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor') {
                        semaphore 'in-block'
                        sh 'test -s "$HELM_REGISTRY_CONFIG" && cat "$HELM_REGISTRY_CONFIG"'
                        ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/restarted'
                    }
                }
                """.replace("WRITE", Charts.write("web", "1.2.3")).replace("HOST", registry.host());
        sessions.then(jenkins -> {
            Logins.add();
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "charts");
            job.setDefinition(new CpsFlowDefinition(script, true));
            WorkflowRun build = job.scheduleBuild2(0).waitForStart();
            SemaphoreStep.waitForStart("in-block/1", build);
            jenkins.jenkins.save();
            assertThat(Traces.of(EmbeddedRegistry.PASSWORD, build.getRootDir().toPath()))
                    .isEmpty();
            assertThat(Traces.of(pair, workspaces(jenkins.jenkins.getRootDir().toPath())))
                    .hasSize(1);
        });
        sessions.then(jenkins -> {
            WorkflowRun build = jenkins.jenkins
                    .getItemByFullName("charts", WorkflowJob.class)
                    .getBuildByNumber(1);
            assertThat(Traces.of(EmbeddedRegistry.PASSWORD, build.getRootDir().toPath()))
                    .isEmpty();
            SemaphoreStep.success("in-block/1", null);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            jenkins.assertLogContains("\"auth\": \"****\"", build);
            jenkins.assertLogContains("Pushed: " + registry.host() + "/restarted/web:1.2.3", build);
            assertThat(Traces.of(pair, workspaces(jenkins.jenkins.getRootDir().toPath())))
                    .isEmpty();
            assertThat(Traces.of(EmbeddedRegistry.PASSWORD, build.getRootDir().toPath()))
                    .isEmpty();
        });
    }

    @Test
    void keepsPlainLoginsAndRecords() throws Throwable {
        String script = """
                node {
                    WEB
                    ociRegistryLogin registry: 'HOST', credentialsId: 'harbor'
                    ociChartPush chart: 'dist/web*.tgz', remote: 'oci://HOST/kept'
                    semaphore 'between'
                    API
                    ociChartPush chart: 'dist/api*.tgz', remote: 'oci://HOST/kept'
                }
                """.replace("WEB", Charts.write("web", "1.0.0"))
                .replace("API", Charts.write("api", "2.0.0"))
                .replace("HOST", registry.host());
        sessions.then(jenkins -> {
            Logins.add();
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "charts");
            job.setDefinition(new CpsFlowDefinition(script, true));
            WorkflowRun build = job.scheduleBuild2(0).waitForStart();
            SemaphoreStep.waitForStart("between/1", build);
        });
        sessions.then(jenkins -> {
            SemaphoreStep.success("between/1", null);
            WorkflowRun build = jenkins.jenkins
                    .getItemByFullName("charts", WorkflowJob.class)
                    .getBuildByNumber(1);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            assertThat(new String(build.getArtifactManager()
                            .root()
                            .child("oci-charts.json")
                            .open()
                            .readAllBytes()))
                    .contains("\"name\" : \"web\"", "\"name\" : \"api\"");
        });
    }

    @Test
    void fetchesDependenciesAgainThatWereOnTheirWay(@TempDir Path charts) throws Throwable {
        try (ChartSite site = ChartSite.start()) {
            fetchesDependenciesAgain(charts, site);
        }
    }

    private void fetchesDependenciesAgain(Path charts, ChartSite site) throws Throwable {
        ChartTar.write(charts, "db", "1.0.0");
        HelmProgram.three().run("repo", "index", charts.toString());
        site.serving(charts).delayedBy(60_000, ".tgz");
        String script = """
                node {
                    writeFile file: 'Chart.yaml', text: '''apiVersion: v2
                name: app
                version: 1.0.0
                dependencies:
                - {name: db, version: ^1, repository: "SITE"}
                '''
                    def fetched = ociChartDependencyUpdate repositories: [[url: 'SITE', name: 'corp']]
                    echo "fetched ${fetched[0].path}"
                    sh 'ls . charts'
                }
                """.replace("SITE", site.url());
        sessions.then(jenkins -> {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "charts");
            job.setDefinition(new CpsFlowDefinition(script, true));
            job.scheduleBuild2(0).waitForStart();
            while (site.asked(".tgz").isEmpty()) {
                Thread.sleep(20);
            }
        });
        site.delayedBy(0);
        sessions.then(jenkins -> {
            WorkflowRun build = jenkins.jenkins
                    .getItemByFullName("charts", WorkflowJob.class)
                    .getBuildByNumber(1);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            jenkins.assertLogContains("Jenkins was restarted in the middle of this step; it starts again.", build);
            jenkins.assertLogContains("fetched charts/db-1.0.0.tgz", build);
            jenkins.assertLogContains("Chart.lock", build);
        });
    }

    private static Path workspaces(Path home) {
        return home.resolve("workspace");
    }
}
