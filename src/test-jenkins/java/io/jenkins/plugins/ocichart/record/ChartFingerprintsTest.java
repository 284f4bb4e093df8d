package io.jenkins.plugins.ocichart.record;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Fingerprint;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AuthorizationStrategy;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import jenkins.model.Jenkins;
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

/** One job pushes a chart, another pulls it. */
@WithJenkins
class ChartFingerprintsTest {
    private static JenkinsRule jenkins;
    private static EmbeddedRegistry registry;
    private static WorkflowJob maker;
    private static WorkflowJob user;
    private static String digest;
    private static String md5;

    @BeforeAll
    static void pushAndPull(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Logins.add();
        registry = EmbeddedRegistry.start();
        Path archive = Charts.pack("web", "1.2.3");
        md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(Files.readAllBytes(archive)));
        maker = job("make-web", """
                writeFile file: 'web-1.2.3.tgz', encoding: 'Base64', text: '%s'
                ociChartPush chart: '*.tgz', remote: 'oci://HOST/shared', credentialsId: 'harbor'
                """.formatted(Base64.getEncoder().encodeToString(Files.readAllBytes(archive))));
        user = job("deploy-web", "ociChartPull chart: 'oci://HOST/shared/web', credentialsId: 'harbor'");
        WorkflowRun build = jenkins.buildAndAssertSuccess(maker);
        digest = ChartEvents.of(build).get(0).digest;
        jenkins.buildAndAssertSuccess(user);
        jenkins.buildAndAssertSuccess(user);
    }

    private static WorkflowJob job(String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition("node {\n" + script.replace("HOST", registry.host()) + "\n}", true));
        return job;
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void linkTheMakerOfAChartWithItsUsers() throws Exception {
        for (String key : List.of(md5, digest.substring("sha256:".length()).substring(0, 32))) {
            Fingerprint fingerprint = jenkins.jenkins.getFingerprintMap().get(key);

            assertThat(fingerprint.getOriginal().is(maker)).as(key).isTrue();
            assertThat(fingerprint.getJobs()).containsExactly("deploy-web", "make-web");
            assertThat(fingerprint.getFacets()).hasSize(1);
        }
    }

    @Test
    void tellWhoPushedAndWhoPulledIt() throws Exception {
        assertThat(page("admin"))
                .contains("Helm chart web 1.2.3", registry.host() + "/shared/web:1.2.3", digest.substring(0, 19))
                .containsPattern("make-web #1\\s+pushed")
                .containsPattern("deploy-web #2\\s+pulled[^#]*deploy-web #1\\s+pulled");
    }

    @Test
    void tellWhoCopiedAChartToWhere() throws Exception {
        WorkflowJob make = job("make-api", """
                writeFile file: 'api-2.0.0.tgz', encoding: 'Base64', text: '%s'
                ociChartPush chart: '*.tgz', remote: 'oci://HOST/shared', credentialsId: 'harbor'
                """.formatted(
                        Base64.getEncoder().encodeToString(Files.readAllBytes(Charts.pack("api", "2.0.0")))));
        WorkflowJob promote = job("promote-api", """
                ociChartCopy from: 'oci://HOST/shared/api', to: 'oci://HOST/prod', fromCredentialsId: 'harbor',
                             toCredentialsId: 'harbor'
                """);
        jenkins.buildAndAssertSuccess(make);
        WorkflowRun build = jenkins.buildAndAssertSuccess(promote);

        String copied = ChartEvents.of(build).get(0).digest;
        String key = copied.substring("sha256:".length()).substring(0, 32);
        JenkinsRule.WebClient client = jenkins.createWebClient();
        assertThat(client.goTo("fingerprint/" + key + "/").asNormalizedText())
                .contains(registry.host() + "/shared/api:2.0.0", registry.host() + "/prod/api:2.0.0")
                .containsPattern("make-api #1\\s+pushed")
                .containsPattern("promote-api #1\\s+copied");
        assertThat(client.goTo(build.getUrl() + "oci-charts/").asNormalizedText())
                .contains("Copied", "copied from " + registry.host() + "/shared/api:2.0.0");
    }

    @Test
    void tellRegistriesWithTheSameRepositoryApart() throws Exception {
        Path archive = Charts.pack("db", "3.0.0");
        try (EmbeddedRegistry other = EmbeddedRegistry.start()) {
            WorkflowJob both =
                    job("make-db", """
                    writeFile file: 'db-3.0.0.tgz', encoding: 'Base64', text: '%s'
                    ociChartPush chart: '*.tgz', remote: 'oci://HOST/shared', credentialsId: 'harbor'
                    ociChartPush chart: '*.tgz', remote: 'oci://OTHER/shared', credentialsId: 'harbor'
                    """.formatted(Base64.getEncoder().encodeToString(Files.readAllBytes(archive)))
                            .replace("OTHER", other.host()));
            WorkflowRun build = jenkins.buildAndAssertSuccess(both);

            String key = ChartEvents.of(build).get(0).digest.substring("sha256:".length(), 39);
            assertThat(jenkins.createWebClient()
                            .goTo("fingerprint/" + key + "/")
                            .asNormalizedText())
                    .contains(registry.host() + "/shared/db:3.0.0", other.host() + "/shared/db:3.0.0");
        }
    }

    @Test
    void areStoredAndFollowARenamedJob() throws Exception {
        user.renameTo("roll-out");
        try {
            Path file = jenkins.jenkins
                    .getRootDir()
                    .toPath()
                    .resolve("fingerprints/" + md5.substring(0, 2) + "/" + md5.substring(2, 4))
                    .resolve(md5.substring(4) + ".xml");
            assertThat(Files.readString(file)).contains(ChartFacet.class.getName(), digest);
            assertThat(page("admin")).containsPattern("roll-out #2\\s+pulled").doesNotContain("deploy-web");
        } finally {
            user.renameTo("deploy-web");
        }
    }

    @Test
    void showNobodyAJobThatHeMayNotRead() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .onItems(maker)
                .to("developer", "finder")
                .grant(Item.DISCOVER)
                .onItems(user)
                .to("finder"));
        try {
            assertThat(page("developer"))
                    .containsPattern("make-web #1\\s+pushed")
                    .doesNotContain("deploy-web");
            ChartFacet facet = (ChartFacet) jenkins.jenkins
                    .getFingerprintMap()
                    .get(md5)
                    .getFacets()
                    .iterator()
                    .next();
            try (ACLContext ignored = ACL.as2(User.getById("finder", true).impersonate2())) {
                assertThat(facet.getRows())
                        .extracting(row -> row.run().getParent().getFullName())
                        .containsExactly("make-web");
            }
        } finally {
            jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        }
    }

    private static String page(String viewer) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            if (jenkins.jenkins.isUseSecurity()) {
                client.login(viewer);
            }
            HtmlPage page = client.goTo("fingerprint/" + md5 + "/");
            return page.asNormalizedText();
        }
    }
}
