package io.jenkins.plugins.ocichart.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.FilePath;
import hudson.model.Slave;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.fixture.ChartFolder;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.peer.CosignProgram;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.peer.KubernetesApi;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * The pipeline of README's "From a commit to production", word by word but for the registry's address: on an agent in another
 * process, with a registry, a Kubernetes API server, Helm 4 and cosign that are real.
 */
@WithJenkins
class CommitToProductionTest {
    @RegisterExtension
    final InboundAgentExtension agents = new InboundAgentExtension();

    @TempDir
    private Path directory;

    private JenkinsRule jenkins;
    private KubernetesApi kubernetes;
    private EmbeddedRegistry registry;

    @ParameterizedTest
    @CsvSource({"declarative, 0", "scripted, 1"})
    void deploysInProductionWhatItHasPushed(String form, int block, JenkinsRule rule) throws Exception {
        jenkins = rule;
        String script = blocks("### From a commit to production").get(block);
        assertThat(script).startsWith(form.equals("declarative") ? "pipeline {" : "def web");
        CosignProgram.VERSION_3.generateKeys(directory, "cosign");
        Path helm = HelmProgram.onPath("helm4").path();
        try (KubernetesApi api = KubernetesApi.start();
                EmbeddedRegistry running = EmbeddedRegistry.start()) {
            kubernetes = api;
            registry = running;
            addNamespaces();
            addCredentials();
            Path home = Files.createDirectories(directory.resolve("home"));
            Files.createSymbolicLink(home.resolve("helm"), helm);
            jenkins.jenkins
                    .getDescriptorByType(HelmTool.DescriptorImpl.class)
                    .setInstallations(new HelmTool("helm-4", home.toString(), List.of()));
            jenkins.jenkins.setNumExecutors(0);
            Slave agent = agents.createAgent(jenkins, "agent");
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, form);
            job.setDefinition(new CpsFlowDefinition(
                    script.replace("registry.example.com", registry.host()).replace("    checkout scm\n", ""), true));
            checkOut(agent.getWorkspaceFor(job));

            String first = release(job, 1);
            String second = release(job, 2);

            assertThat(second).isNotEqualTo(first);
            pagesName(job, first, second);
        }
    }

    /** Builds, approves, and returns the digest that was pushed, once it is known to be in production. */
    private String release(WorkflowJob job, int number) throws Exception {
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        for (int i = 0; i < 1800 && waiting(build) == null && build.isBuilding(); i++) {
            Thread.sleep(100);
        }
        assertThat(waiting(build)).as(JenkinsRule.getLog(build)).isNotNull();
        assertThat(deployed("staging", number)).isNotEmpty();
        if (number == 1) {
            assertThat(helm("list", "--namespace", "production", "--short")).isBlank();
        }
        waiting(build).getExecutions().get(0).proceed(null);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));

        JSONObject charts;
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            charts = JSONObject.fromObject(
                    client.goTo(build.getUrl() + "oci-charts/api/json?depth=2", "application/json")
                            .getWebResponse()
                            .getContentAsString());
        }
        JSONObject pushed = charts.getJSONArray("pushedCharts").getJSONObject(0);
        String digest = pushed.getString("digest");
        assertThat(pushed.getString("version")).isEqualTo("1.2." + number);
        assertThat(map(charts.getJSONArray("copiedCharts").get(0)))
                .containsEntry("ref", registry.host() + "/prod/web:1.2." + number)
                .containsEntry("digest", digest);
        for (String environment : List.of("staging", "production")) {
            assertThat(deployed(environment, number)).contains(digest).contains("web-1.2." + number);
            assertThat(charts.getJSONArray("deployments").toArray())
                    .filteredOn(deployment -> environment.equals(map(deployment).get("environment")))
                    .singleElement()
                    .satisfies(deployment -> assertThat(map(deployment))
                            .containsEntry("digest", digest)
                            .containsEntry("revision", number)
                            .containsEntry("namespace", environment));
        }
        assertThat(CosignProgram.VERSION_3.verify(
                        directory,
                        "cosign",
                        registry.host() + "/prod/web:1.2." + number,
                        "--registry-username",
                        EmbeddedRegistry.USER,
                        "--registry-password",
                        EmbeddedRegistry.PASSWORD))
                .contains(digest);
        for (String secret : secrets()) {
            assertThat(Traces.of(secret, build.getRootDir().toPath())).isEmpty();
        }
        return digest;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object json) {
        return (Map<String, Object>) json;
    }

    private void pagesName(WorkflowJob job, String first, String second) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage page = client.goTo("oci-chart-deployments/");
            assertThat(page.asNormalizedText()).contains("staging", "production", "1.2.2", job.getName() + " #2");
            assertThat(page.asXml()).contains(second).doesNotContain(first);
            HtmlPage production = client.goTo("oci-chart-deployments/?environment=production");
            assertThat(production.asXml()).contains(first, second);
            assertThat(production.asNormalizedText())
                    .contains("web 1.2.1", "web 1.2.2", job.getName() + " #1", job.getName() + " #2");
            String key = second.substring("sha256:".length()).substring(0, 32);
            assertThat(client.goTo("fingerprint/" + key + "/").asNormalizedText())
                    .containsPattern(job.getName() + " #2\\s+pushed")
                    .containsPattern(job.getName() + " #2\\s+deployed to staging")
                    .containsPattern(job.getName() + " #2\\s+copied")
                    .containsPattern(job.getName() + " #2\\s+deployed to production")
                    .doesNotContain(job.getName() + " #1");
        }
    }

    private static InputAction waiting(WorkflowRun build) throws Exception {
        InputAction action = build.getAction(InputAction.class);
        return action == null || action.getExecutions().isEmpty() ? null : action;
    }

    /** What the cluster says of a release's revision, if that is deployed. */
    private String deployed(String namespace, int revision) throws Exception {
        return JSONArray.fromObject(helm("history", "web", "--namespace", namespace, "--output", "json")).stream()
                .map(CommitToProductionTest::map)
                .filter(entry -> entry.get("revision").equals(revision) && "deployed".equals(entry.get("status")))
                .map(Object::toString)
                .findFirst()
                .orElse("");
    }

    private String helm(String... arguments) throws Exception {
        return kubernetes.helm("helm4", arguments);
    }

    private void addNamespaces() throws Exception {
        ChartFolder chart = ChartFolder.in(directory, "namespaces");
        for (String name : List.of("staging", "production")) {
            chart.with(
                    "templates/" + name + ".yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name + "}\n");
        }
        helm("install", "namespaces", chart.path().toString());
    }

    private void checkOut(FilePath workspace) throws Exception {
        ChartFolder.in(directory, "web").with("templates/a.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: {{ .Release.Name }}}
                data: {version: {{ .Chart.Version | quote }}}
                """);
        new FilePath(directory.resolve("web").toFile()).copyRecursiveTo(workspace.child("charts/web"));
    }

    private void addCredentials() throws Exception {
        Logins.add();
        List<Credentials> all = SystemCredentialsProvider.getInstance().getCredentials();
        for (String file : List.of("staging", "production")) {
            all.add(file(file, kubernetes.kubeconfig()));
        }
        all.add(file("cosign-key", Files.readString(directory.resolve("cosign.key"))));
        all.add(file("cosign-public-key", Files.readString(directory.resolve("cosign.pub"))));
        all.add(new StringCredentialsImpl(
                CredentialsScope.GLOBAL, "cosign-passphrase", "", Secret.fromString(CosignProgram.PASSPHRASE)));
    }

    private static FileCredentialsImpl file(String id, String content) throws Exception {
        return new FileCredentialsImpl(
                CredentialsScope.GLOBAL, id, "", id, SecretBytes.fromBytes(content.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> secrets() throws Exception {
        return List.of(
                EmbeddedRegistry.PASSWORD,
                CosignProgram.PASSPHRASE,
                Files.readAllLines(directory.resolve("cosign.key")).get(1),
                kubernetes.token());
    }

    /** The Groovy blocks of a section of README. */
    private static List<String> blocks(String heading) throws Exception {
        String text = Files.readString(Path.of("README.md"));
        String section = text.substring(text.indexOf("\n" + heading + "\n"), text.indexOf("\n## Freestyle"));
        return List.of(section.split("```groovy\n", -1)).stream()
                .skip(1)
                .map(block -> block.substring(0, block.indexOf("```")))
                .toList();
    }
}
