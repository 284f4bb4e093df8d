package io.jenkins.plugins.ocichart.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.simulator.TokenServer;
import java.net.URL;
import java.util.List;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.credentialsbinding.impl.BindingStep;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The plugin's own kinds of credentials in a real Jenkins. */
@WithJenkins
class OwnCredentialsTest {
    private static final String CONFIG = "{\"auths\": {\"registry.example.com\": {\"auth\": \"YWxpY2U6c2VjcmV0\"},"
            + " \"ghcr.io\": {\"auth\": \"Ym9iOm90aGVy\"}}}";

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .add(new IdentityTokenCredentials(
                        CredentialsScope.GLOBAL, "token", "a token", Secret.fromString(TokenServer.REFRESH_TOKEN)));
        provider.getCredentials()
                .add(new DockerConfigCredentials(
                        CredentialsScope.GLOBAL, "config", "a file", Secret.fromString(CONFIG)));
        provider.save();
    }

    @Test
    void exchangeAnIdentityTokenForTheRegistrysTokens() throws Exception {
        try (TokenServer tokens = TokenServer.start();
                DockerRegistry registry = tokens.registry()) {
            WorkflowRun build =
                    run("""
                    node {
                        WRITE
                        ociRegistryLogin(registry: 'HOST', credentialsId: 'token') {
                            sh 'cat "$REGISTRY_AUTH_FILE"'
                            ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/charts'
                        }
                    }
                    """.replace("WRITE", Charts.write("web", "1.2.3")).replace("HOST", registry.host()));

            jenkins.assertBuildStatusSuccess(build);
            jenkins.assertLogContains("Pushed: " + registry.host() + "/charts/web:1.2.3", build);
            jenkins.assertLogContains("\"identitytoken\": \"****\"", build);
            assertThat(tokens.requests()).contains("POST refresh repository:charts/web:pull,push");
        }
    }

    @Test
    void areASecretTextAndASecretFileForOthers() throws Exception {
        WorkflowRun build = run("""
                node {
                    withCredentials([string(credentialsId: 'token', variable: 'TOKEN'),
                                     file(credentialsId: 'config', variable: 'FILE')]) {
                        sh 'echo "token=$TOKEN"; grep -c ghcr.io "$FILE"'
                    }
                }
                """);

        jenkins.assertBuildStatusSuccess(build);
        jenkins.assertLogContains("token=****", build);
    }

    @Test
    void giveAllLoginsOfADockerConfigurationToOtherTools() throws Exception {
        WorkflowRun build = run("""
                node {
                    withCredentials([ociDockerConfig('config')]) {
                        sh '''
                            test "$DOCKER_CONFIG/config.json" = "$HELM_REGISTRY_CONFIG"
                            test "$REGISTRY_AUTH_FILE" = "$HELM_REGISTRY_CONFIG"
                            ls -ld "$DOCKER_CONFIG" "$HELM_REGISTRY_CONFIG" | cut -c1-10
                            grep -c ghcr.io "$HELM_REGISTRY_CONFIG"
                            cat "$HELM_REGISTRY_CONFIG"
                        '''
                        env.FILE = env.HELM_REGISTRY_CONFIG
                    }
                    sh 'if [ -e "$FILE" ]; then echo still there; else echo it is gone; fi'
                }
                """);

        jenkins.assertBuildStatusSuccess(build);
        jenkins.assertLogContains("drwx------", build);
        jenkins.assertLogContains("-rw-------", build);
        jenkins.assertLogContains("it is gone", build);
        jenkins.assertLogContains("YWxpY2U6c2VjcmV0", build); // as with other secret files, what it holds isn't masked
    }

    @Test
    void makeASnippetThatRuns() throws Exception {
        new SnippetizerTester(jenkins)
                .assertRoundTrip(
                        new BindingStep(List.of(new DockerConfigBinding("config"))),
                        "withCredentials([ociDockerConfig('config')]) {\n    // some block\n}");
    }

    @Test
    void areOfferedForARegistry() {
        assertThat(CredentialsField.list(null, "registry.example.com", false, null))
                .extracting((ListBoxModel.Option option) -> option.value)
                .contains("token", "config");
    }

    @Test
    void haveAFormThatDoesNotShowTheSecret() throws Exception {
        for (String id : List.of("token", "config")) {
            JenkinsRule.WebClient client = jenkins.createWebClient();
            client.getOptions().setJavaScriptEnabled(false); // the page is a part of another, which has the scripts
            String form = client.goTo("manage/credentials/store/system/domain/_/credential/" + id + "/updateDialog")
                    .getWebResponse()
                    .getContentAsString();

            assertThat(form)
                    .contains("_." + id)
                    .contains("help/" + id)
                    .doesNotContain(TokenServer.REFRESH_TOKEN, "YWxpY2U6c2VjcmV0");
        }
    }

    @Test
    void areMadeFromTheirForm() throws Exception {
        assertThat(submit(IdentityTokenCredentials.class, "made-token", "token", "eyJhbGci"))
                .isLessThan(400);
        assertThat(submit(DockerConfigCredentials.class, "made-config", "config", CONFIG))
                .isLessThan(400);

        assertThat(SystemCredentialsProvider.getInstance().getCredentials())
                .anyMatch(made -> made instanceof IdentityTokenCredentials token
                        && token.getId().equals("made-token")
                        && token.getToken().getPlainText().equals("eyJhbGci"))
                .anyMatch(made -> made instanceof DockerConfigCredentials config
                        && config.getId().equals("made-config")
                        && config.getConfig().getPlainText().equals(CONFIG));
    }

    @Test
    void areNotMadeOfATextThatIsNoDockerConfiguration() throws Exception {
        assertThat(submit(DockerConfigCredentials.class, "broken", "config", "{\"auths\": \"marker\"}"))
                .isGreaterThanOrEqualTo(400);

        assertThat(SystemCredentialsProvider.getInstance().getCredentials())
                .noneMatch(made -> made instanceof DockerConfigCredentials config
                        && config.getId().equals("broken"));
    }

    private static int submit(Class<?> type, String id, String field, String secret) throws Exception {
        JSONObject credentials = new JSONObject()
                .element("$class", type.getName())
                .element("scope", "GLOBAL")
                .element("id", id)
                .element(field, secret);
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        WebRequest request = new WebRequest(
                new URL(jenkins.getURL(), "manage/credentials/store/system/domain/_/createCredentials"),
                HttpMethod.POST);
        request.setRequestParameters(List.of(new NameValuePair(
                "json", new JSONObject().element("credentials", credentials).toString())));
        client.addCrumb(request);
        WebResponse answer = client.getPage(request).getWebResponse();
        assertThat(answer.getContentAsString()).doesNotContain("marker\"");
        return answer.getStatusCode();
    }

    private static WorkflowRun run(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }
}
