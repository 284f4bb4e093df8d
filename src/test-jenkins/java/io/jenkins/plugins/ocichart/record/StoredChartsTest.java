package io.jenkins.plugins.ocichart.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.fixture.OtherArtifactManager;
import io.jenkins.plugins.ocichart.fixture.WriteFile;
import io.jenkins.plugins.ocichart.freestyle.OciChartPullBuilder;
import io.jenkins.plugins.ocichart.freestyle.OciChartPushBuilder;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What is stored of the charts of a build, and read back. */
@WithJenkins
class StoredChartsTest {
    private static JenkinsRule jenkins;
    private static EmbeddedRegistry registry;

    @TempDir
    File elsewhere;

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

    @AfterEach
    void keepArtifactsWhereTheyUsuallyAre() {
        OtherArtifactManager.remove();
    }

    @Test
    void isReadBackWithTheBuild() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        ChartEvents.add(build, List.of(RecordedCharts.pushed("web", "1.2.3", "aaaa")));
        new ChartRecorder(build, null, TaskListener.NULL)
                .pulled(RecordedCharts.pulled("base", "3.0.0", "bbbb", "a$b/$HOME/base-3.0.0.tgz"), true);

        job.doReload();

        FreeStyleBuild read = job.getBuildByNumber(1);
        assertThat(read).isNotSameAs(build);
        BuildCharts charts = read.getAction(BuildCharts.class);
        assertThat(charts.getPushedCharts())
                .extracting(chart -> chart.ref)
                .containsExactly("registry.example.com/charts/web:1.2.3");
        assertThat(charts.getPulledCharts())
                .extracting(chart -> chart.ref)
                .containsExactly("registry.example.com/charts/base:3.0.0");
        assertThat(read.getEnvironment(TaskListener.NULL))
                .containsEntry("OCI_CHART_NAME", "base")
                .containsEntry("OCI_CHART_PATH", "a$b/$HOME/base-3.0.0.tgz");
    }

    @Test
    void goesToWhicheverArtifactManagerTheBuildHas() throws Exception {
        OtherArtifactManager.install(elsewhere);
        WorkflowRun build = run("""
                WRITE
                archiveArtifacts 'dist/*'
                parallel(
                    a: { ociChartPush chart: 'dist/a-*.tgz', remote: REMOTE },
                    b: { ociChartPush chart: 'dist/b-*.tgz', remote: REMOTE },
                    c: { ociChartPush chart: 'dist/c-*.tgz', remote: REMOTE },
                    d: { ociChartPush chart: 'dist/d-*.tgz', remote: REMOTE })
                """);

        assertThat(new File(build.getRootDir(), "archive")).doesNotExist();
        assertThat(archivedNames(build)).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(build.getParent().getAction(JobCharts.class).getNewestCharts())
                .extracting(JobPush::name)
                .containsExactly("a", "b", "c", "d");
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage page = client.getPage(build, "oci-charts/");
            assertThat(page.getAnchorByHref("/jenkins/" + build.getUrl() + "artifact/dist/a-1.0.0.tgz"))
                    .isNotNull();
        }
    }

    @Test
    void isAllInTheArtifactThatALaterStepWrites() throws Exception {
        WorkflowRun build = run("""
                WRITE
                ociChartPush chart: 'dist/a-*.tgz', remote: REMOTE, archive: false
                ociChartPush chart: 'dist/b-*.tgz', remote: REMOTE
                """);

        assertThat(archivedNames(build)).containsExactly("a", "b");
    }

    @Test
    void isNotMissingWhereTheArtifactStoreDoesNotAnswer() throws Exception {
        OtherArtifactManager.install(elsewhere);
        WorkflowRun build = run("WRITE\nociChartPush chart: 'dist/a-*.tgz', remote: REMOTE");
        for (File file : elsewhere.listFiles()) {
            Files.walk(file.toPath())
                    .sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
            Files.writeString(file.toPath(), "no directory");
        }

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            assertThat(client.getPage(build, "oci-charts/").asNormalizedText())
                    .contains(registry.host() + "/stored/a:1.0.0");
        }
    }

    @Test
    void isOfFreestyleBuildsToo() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new WriteFile("dist/web-1.2.3.tgz", Charts.pack("web", "1.2.3")));
        OciChartPushBuilder push = new OciChartPushBuilder("dist/*.tgz", "oci://" + registry.host() + "/freestyle");
        push.credentialsId = Logins.ID;
        job.getBuildersList().add(push);
        OciChartPullBuilder pull = new OciChartPullBuilder("oci://" + registry.host() + "/freestyle/web");
        pull.credentialsId = Logins.ID;
        job.getBuildersList().add(pull);
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        String reference = registry.host() + "/freestyle/web:1.2.3";

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            assertThat(client.getPage(build).asNormalizedText()).contains("Helm charts pushed", reference);
            assertThat(client.getPage(build, "oci-charts/").asNormalizedText()).contains("Pushed", "Pulled", reference);
            assertThat(client.getPage(job).asNormalizedText()).contains("Helm charts", reference);
        }
    }

    private static WorkflowRun run(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        StringBuilder files = new StringBuilder();
        for (String name : List.of("a", "b", "c", "d")) {
            files.append(Charts.write(name, "1.0.0"));
        }
        job.setDefinition(new CpsFlowDefinition(
                """
                REMOTE = 'oci://HOST/stored'
                node {
                    ociRegistryLogin registry: 'HOST', credentialsId: 'harbor'
                    SCRIPT
                }
                """.replace("SCRIPT", script).replace("WRITE", files.toString()).replace("HOST", registry.host()),
                true));
        return jenkins.buildAndAssertSuccess(job);
    }

    private static List<String> archivedNames(Run<?, ?> build) throws Exception {
        try (InputStream in =
                build.getArtifactManager().root().child("oci-charts.json").open()) {
            JsonNode charts = new ObjectMapper().readTree(in).get("charts");
            return StreamSupport.stream(charts.spliterator(), false)
                    .map(chart -> chart.get("name").asText())
                    .toList();
        }
    }
}
