package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.ocichart.fixture.Agents;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.fixture.SignedChart;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.GnuPg;
import java.nio.file.Path;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Signed charts in Pipelines of a real Jenkins, whose agents ask the controller about provenance. */
@WithJenkins
class SignedChartsTest {
    @RegisterExtension
    final Agents agents = new Agents();

    private static AnyRegistry registry;

    private static GnuPg gpg;

    private static JenkinsRule jenkins;
    private static String key;

    @BeforeAll
    static void start(JenkinsRule rule, @TempDir Path charts) throws Exception {
        jenkins = rule;
        registry = AnyRegistry.start();
        gpg = GnuPg.start();
        key = gpg.newKey("Ann <ann@example.com>", "ed25519", "default");
        String other = gpg.newKey("Eve <eve@example.com>", "rsa2048", "default");
        Logins.addFile("keyring", gpg.export(key));
        Logins.addFile("other", gpg.export(other));
        EmbeddedHelm.push(SignedChart.pack("web", "1.2.3", charts, gpg, key), "oci://" + registry.host() + "/charts");
    }

    @AfterAll
    static void stop() throws Exception {
        gpg.close();
        registry.close();
    }

    @Test
    void areVerifiedOnTheBuiltInNode() throws Exception {
        verify("");
    }

    @Test
    void areVerifiedOnAnAgent() throws Exception {
        agents.create(jenkins, "inbound");

        verify("'inbound'");
    }

    @Test
    void areRefusedOnAnAgentWithALineForEachReason() throws Exception {
        agents.create(jenkins, "refusing");

        WorkflowRun build = run("""
                node('refusing') {
                    ociChartPull chart: 'oci://HOST/charts/web:1.2.3', keyringCredentialsId: 'other', annotations: [:]
                }
                """);

        jenkins.assertBuildStatus(Result.FAILURE, build);
        jenkins.assertLogContains(
                "ERROR: cannot verify " + registry.host() + "/charts/web:1.2.3: signature made by unknown entity",
                build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    private void verify(String label) throws Exception {
        WorkflowRun build = run("""
                node(LABEL) {
                    def pulled = ociChartPull chart: 'oci://HOST/charts/web', verify: true, keyringCredentialsId: 'keyring'
                    def archive = ociChartVerify chart: pulled.path, keyringCredentialsId: 'keyring'
                    echo "archive ${archive.digest == pulled.chartDigest} ${archive.signedBy[0]}"
                    def remote = ociChartVerify chart: 'oci://HOST/charts/web:1.2.3', keyringCredentialsId: 'keyring'
                    echo "remote ${remote.digest == pulled.digest} ${remote.signatures[0].key} ${remote.signatures[0].form}"
                }
                """.replace("LABEL", label));

        jenkins.assertBuildStatusSuccess(build);
        jenkins.assertLogContains("Signed by: Ann <ann@example.com>", build);
        jenkins.assertLogContains("archive true Ann <ann@example.com>", build);
        jenkins.assertLogContains("remote true " + key + " provenance", build);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(build, "oci-charts");
            assertThat(page.asNormalizedText()).contains("Verified: signed by Ann <ann@example.com>");
            assertThat(web.goTo(build.getUrl() + "oci-charts/api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("\"signedBy\":[\"Ann <ann@example.com>\"]", "\"key\":\"" + key + "\"");
            assertThat(web.goTo(build.getUrl() + "api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("\"form\":\"provenance\"", "\"key\":\"" + key + "\"")
                    .doesNotContain("\"signatures\":[{}");
        }
    }

    private static WorkflowRun run(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script.replace("HOST", registry.host()), true));
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }
}
