package io.jenkins.plugins.ocichart.record;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.security.AuthorizationStrategy;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.util.List;
import java.util.Locale;
import jenkins.model.Jenkins;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.jvnet.localizer.LocaleProvider;

/** The pages and the REST API of builds and jobs that pushed charts. */
@WithJenkins
class ChartPagesTest {
    private static final String WEB = "registry.example.com/charts/web:1.2.3";
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Logins.add();
    }

    @AfterAll
    static void openToEverybody() {
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
    }

    @Test
    void aPipelineShowsWhatItPushedAndPulled() throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            job.setDefinition(new CpsFlowDefinition(
                    """
                    node {
                        WRITE
                        archiveArtifacts 'dist/*'
                        ociRegistryLogin registry: 'HOST', credentialsId: 'harbor'
                        def pushed = ociChartPush(chart: 'dist/*.tgz', remote: 'oci://HOST/pages')
                        ociChartPull chart: 'oci://HOST/pages/web', destination: 'pulled'
                        ociChartPull chart: "oci://HOST/pages/web@${pushed[0].digest}", destination: 'pulled'
                    }
                    """.replace("WRITE", Charts.write("web", "1.2.3")).replace("HOST", registry.host()), true));
            WorkflowRun build = jenkins.buildAndAssertSuccess(job);
            String reference = registry.host() + "/pages/web:1.2.3";
            String digest = ChartEvents.of(build).get(0).digest;

            try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
                HtmlPage page = client.getPage(build);
                assertThat(page.asNormalizedText()).contains("Helm charts pushed", "web 1.2.3", reference);
                assertThat(copied(page)).containsExactly(digest);

                HtmlPage charts = client.getPage(build, "oci-charts/");
                assertThat(charts.asNormalizedText())
                        .contains("Pushed", "Pulled", reference, "4.5")
                        .doesNotContain(digest);
                assertThat(copied(charts)).containsExactly(digest, digest, digest);
                assertThat(charts.getAnchorByHref("/jenkins/" + build.getUrl() + "artifact/dist/web-1.2.3.tgz")
                                .click()
                                .getWebResponse()
                                .getContentType())
                        .startsWith("application/");

                HtmlPage jobPage = client.getPage(job);
                assertThat(jobPage.asNormalizedText()).contains("Helm charts", reference, "#1");
                assertThat(copied(jobPage)).containsExactly(digest);
            }
        }
    }

    @Test
    void theJobShowsTheLastPushOfEachChartAndTheHistoryAll() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FreeStyleBuild first = jenkins.buildAndAssertSuccess(job);
        FreeStyleBuild second = jenkins.buildAndAssertSuccess(job);
        record(first, RecordedCharts.pushed("web", "2.0.0", "aaaa"), RecordedCharts.pushed("api", "0.1.0", "bbbb"));
        record(second, RecordedCharts.pushed("web", "1.9.9", "cccc"));
        first.delete();

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage page = client.getPage(job);
            assertThat(page.asNormalizedText()).contains("1.9.9", "0.1.0").doesNotContain("2.0.0");

            HtmlPage history = client.getPage(job, "oci-charts/");
            assertThat(history.asNormalizedText()).contains("1.9.9", "0.1.0", "2.0.0");
            String url = "/jenkins/" + job.getUrl();
            assertThat(history.getAnchors().stream().map(anchor -> anchor.getHrefAttribute()))
                    .contains(url + "2/")
                    .doesNotContain(url + "1/");
        }
    }

    @Test
    void aLongHistoryHasAPageForEachChart() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        for (int build = 1; build <= 12; build++) {
            ChartHistory.add(
                    job.getRootDir().toPath(),
                    List.of(
                            JobPush.of(build, build, RecordedCharts.pushed("web", "1.0." + build, "aaaa")),
                            JobPush.of(build, build, RecordedCharts.pushed("api", "2.0." + build, "bbbb"))));
        }

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage page = client.getPage(job, "oci-charts/");
            assertThat(page.asNormalizedText())
                    .contains("web:1.0.3", "api:2.0.3")
                    .doesNotContain("web:1.0.2");

            HtmlPage web = page.getAnchorByHref("?repository=registry.example.com%2Fcharts%2Fweb")
                    .click();
            assertThat(web.asNormalizedText())
                    .contains("web:1.0.1", "web:1.0.12")
                    .doesNotContain("api:");
        }
    }

    @Test
    void hasAllInItsRestApi() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        record(build, RecordedCharts.pushed("web", "1.2.3", "aaaa"));
        new ChartRecorder(build, null, null)
                .pulled(RecordedCharts.pulled("base", "3.0.0", "bbbb", "charts/base-3.0.0.tgz"), false);

        for (String url : List.of(build.getUrl(), build.getUrl() + "oci-charts/")) {
            assertThat(jenkins.getJSON(url + "api/json").getJSONObject().toString())
                    .as(url)
                    .contains("\"ref\":\"" + WEB + "\"", "\"digest\":\"" + DIGEST + "\"")
                    .contains("\"pushedAt\":\"2026-03-01T12:00:00Z\"", "\"chartSize\":1234")
                    .contains("\"name\":\"base\"");
        }
        for (String url : List.of(job.getUrl(), job.getUrl() + "oci-charts/")) {
            assertThat(jenkins.getJSON(url + "api/json").getJSONObject().toString())
                    .as(url)
                    .contains("\"newestCharts\":[", "\"ref\":\"" + WEB + "\"", "\"build\":1")
                    .doesNotContain("\"name\":\"base\"");
        }
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            assertThat(client.goToXml(build.getUrl() + "api/xml?xpath=//pushedChart/digest")
                            .getDocumentElement()
                            .getTextContent())
                    .isEqualTo(DIGEST);
        }
    }

    @Test
    void referencesBreakAtSlashesAndColons() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        record(build, RecordedCharts.pushed("web", "1.2.3", "aaaa"));

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            DomElement reference =
                    client.getPage(build, "oci-charts/").getFirstByXPath("//*[@class='oci-chart-content']//code");
            assertThat(reference.asXml().replaceAll("\\s", ""))
                    .contains("registry.example.com/<wbr/>charts/<wbr/>web:<wbr/>1.2.3");
        }
    }

    @Test
    void theJobsPageShowsABoundedNumberOfCharts() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        for (int build = 1; build <= JobCharts.ROWS + 10; build++) {
            ChartHistory.add(
                    job.getRootDir().toPath(),
                    List.of(JobPush.of(build, build, RecordedCharts.pushed("chart" + build, "1.0.0", "aaaa"))));
        }

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            assertThat(copied(client.getPage(job))).hasSize(JobCharts.ROWS);
        }
    }

    @Test
    void isForReadersOfTheJobOnly() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        record(build, RecordedCharts.pushed("web", "1.2.3", "aaaa"));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.DISCOVER)
                .everywhere()
                .to("finder")
                .grant(Item.READ)
                .onItems(job)
                .to("reader"));

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            for (String url : List.of(build.getUrl(), job.getUrl())) {
                for (String page : List.of("oci-charts/", "oci-charts/api/json")) {
                    client.login("stranger").assertFails(url + page, 404);
                    client.login("finder").assertFails(url + page, 403);
                    client.login("reader").goTo(url + page, null);
                }
            }
        } finally {
            openToEverybody();
        }
    }

    @Test
    void showsWhatAChartSaysAsText() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        String markup = "<script>document.title='taken'</script><b id='markup'>\"'&amp;";
        record(build, RecordedCharts.hostile(markup));

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            for (HtmlPage page : List.of(
                    client.getPage(build),
                    client.getPage(build, "oci-charts/"),
                    client.getPage(job),
                    client.getPage(job, "oci-charts/"))) {
                assertThat(page.getTitleText()).doesNotContain("taken");
                assertThat(page.getElementById("markup")).isNull();
                assertThat(page.asNormalizedText()).contains(markup);
            }
        }
    }

    /** The test harness lacks the provider that asks the request; its language is fixed here. */
    @Test
    void speaksItalian() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        record(build, RecordedCharts.pushed("web", "1.2.3", "aaaa"));

        LocaleProvider previous = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.ITALIAN;
            }
        });
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            assertThat(client.getPage(build).asNormalizedText()).contains("Chart Helm pubblicati");
            assertThat(client.getPage(build, "oci-charts/").asNormalizedText())
                    .contains("Chart Helm", "Dimensione", "Riferimento e digest");
            assertThat(client.getPage(job).asNormalizedText()).contains("Chart Helm", "Riferimento");
            assertThat(client.getPage(job, "oci-charts/").asNormalizedText())
                    .contains("anche se non \u00e8 la pi\u00f9 alta");
        } finally {
            LocaleProvider.setProvider(previous);
        }
    }

    private static void record(FreeStyleBuild build, RecordedPush... charts) throws Exception {
        ChartEvents.add(build, List.of(charts));
        JobCharts.add(build, List.of(charts));
    }

    private static List<String> copied(HtmlPage page) {
        return page.getByXPath("//*[contains(@class, 'oci-chart-copy')]").stream()
                .map(button -> ((DomElement) button).getAttribute("text"))
                .toList();
    }
}
