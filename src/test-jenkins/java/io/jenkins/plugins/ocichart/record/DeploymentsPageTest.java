package io.jenkins.plugins.ocichart.record;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Logger;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTable;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The page of many deployments. */
@WithJenkins
class DeploymentsPageTest {
    @Test
    void showsTenThousandDeploymentsInAHundredEnvironments(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("deploys");
        jenkins.buildAndAssertSuccess(job);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            lines.append("""
                    {"time":"2026-01-01T00:00:00Z","environment":"e%d","namespace":"n","release":"r%d","revision":%d,\
                    "name":"web","version":"1.0.%d","ref":"registry/charts/web:1.0.%d","digest":"sha256:%064d",\
                    "job":"deploys","build":1}
                    """.formatted(i % 100, i / 100 % 5, i, i, i, i));
        }
        Path file = jenkins.jenkins.getRootDir().toPath().resolve(DeploymentLog.NAME);
        Files.writeString(file, lines);

        for (int i = 0; i < 5; i++) {
            long begin = System.nanoTime();
            int length = new URL(jenkins.getURL(), "oci-chart-deployments/")
                    .openStream()
                    .readAllBytes()
                    .length;
            Logger.getLogger(getClass().getName())
                    .info("page of " + length + " bytes in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        }
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage page = client.goTo("oci-chart-deployments/");
            HtmlTable table = page.querySelector("table.jenkins-table");
            assertThat(table.getRowCount()).isEqualTo(501);
            HtmlPage environment = client.goTo("oci-chart-deployments/?environment=e7");
            assertThat(environment.querySelectorAll(".oci-chart-timeline > li")).hasSize(100);
            assertThat(client.getPage(job).asNormalizedText()).contains("Deployed charts", "e99");
        }
    }
}
