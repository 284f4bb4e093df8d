package io.jenkins.plugins.ocichart.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Slave;
import hudson.remoting.Channel;
import hudson.security.AuthorizationStrategy;
import hudson.tools.InstallSourceProperty;
import hudson.tools.ToolProperty;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.fixture.Agents;
import io.jenkins.plugins.ocichart.fixture.ChartFolder;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.peer.KubernetesApi;
import io.jenkins.plugins.ocichart.simulator.HelmMirror;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Year;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps that run {@code helm} on an agent in another process, with tools and a real Kubernetes API server. */
@WithJenkins
class HelmStepsTest {
    private static final String SECRET = "swordfish-9182";

    @RegisterExtension
    final Agents agents = new Agents();

    @TempDir
    private Path directory;

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @AfterEach
    void openToEverybody() {
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
    }

    @Test
    void declarativeToolsPutHelmOnThePathOfTheStep() throws Exception {
        Path helm = HelmProgram.onPath("helm4").path();
        Path home = Files.createDirectories(directory.resolve("home"));
        Files.createSymbolicLink(home.resolve("helm"), helm);
        tools(new HelmTool("four", home.toString(), List.of()));
        agents.create(jenkins, "tools");
        ChartFolder chart = ChartFolder.in(directory, "web").with("templates/a.yaml", "a: {{ .Values.a }}\n");

        WorkflowRun build =
                run("""
                pipeline {
                    agent { label 'tools' }
                    tools { helm 'four' }
                    stages {
                        stage('render') {
                            steps {
                                sh 'helm version'
                                script {
                                    def text = ociChartTemplate(release: 'web', chart: 'CHART', values: [a: "x${1 + 1}"])
                                    writeFile file: 'rendered', text: text
                                }
                                sh 'cp rendered DIRECTORY/rendered'
                            }
                        }
                    }
                }
                """.replace("CHART", chart.path().toString()).replace("DIRECTORY", directory.toString()));

        jenkins.assertBuildStatusSuccess(build);
        jenkins.assertLogContains("v4.3.1", build);
        assertThat(directory.resolve("rendered"))
                .hasContent(HelmProgram.onPath("helm4")
                        .run("template", "web", chart.path().toString(), "--set", "a=x2"));
    }

    @Test
    void installsHelmOnTheAgentFromAMirror() throws Exception {
        byte[] program = Files.readAllBytes(HelmProgram.onPath("helm3").path());
        try (HelmMirror mirror = HelmMirror.start()) {
            HelmInstaller installer = new HelmInstaller("", "3.21.4");
            installer.setBaseUrl(mirror.url());
            installer.setSha256(mirror.publish("3.21.4", "linux-amd64", program));
            tools(new HelmTool(
                    "mirrored", "", List.<ToolProperty<?>>of(new InstallSourceProperty(List.of(installer)))));
            agents.create(jenkins, "mirrored");
            ChartFolder chart = ChartFolder.in(directory, "web").with("templates/a.yaml", "a: b\n");
            String script = """
                    node('mirrored') {
                        echo ociChartTemplate(release: 'web', chart: 'CHART', helm: 'mirrored')
                    }
                    """.replace("CHART", chart.path().toString());

            WorkflowRun build = jenkins.assertBuildStatusSuccess(run(script));
            jenkins.assertLogContains("Installing Helm 3.21.4 from " + mirror.url(), build);
            jenkins.assertLogContains("a: b", build);
            mirror.close();
            jenkins.assertLogNotContains("Installing Helm", jenkins.assertBuildStatusSuccess(run(script)));
        }
    }

    @Test
    void saysWhichToolsThereAre() throws Exception {
        tools(new HelmTool("four", "/nowhere", List.of()));
        WorkflowRun build = run("node { ociChartTemplate release: 'web', chart: 'web', helm: 'five' }");
        jenkins.assertBuildStatus(Result.FAILURE, build);
        jenkins.assertLogContains(
                "There is no tool five; the Helm installations in Manage Jenkins » Tools are four", build);
        jenkins.assertLogNotContains("\tat ", build);

        build = run("node { ociChartTemplate release: 'web', chart: 'web', helm: 'four' }");
        jenkins.assertBuildStatus(Result.FAILURE, build);
        jenkins.assertLogContains("The tool four has no helm that can be run here", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void deploysAndShowsWhatIsDeployedToThoseWhoMayReadTheJob() throws Exception {
        Path helm = HelmProgram.onPath("helm4").path();
        Path home = Files.createDirectories(directory.resolve("home"));
        Files.createSymbolicLink(home.resolve("helm"), helm);
        tools(new HelmTool("four", home.toString(), List.of()));
        agents.create(jenkins, "deploys");
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "password", "", Secret.fromString(SECRET)));
        ChartFolder chart = ChartFolder.in(directory, "web").with("templates/a.yaml", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: {{ .Release.Name }}}
                        data: {password: {{ .Values.password | quote }}}
                        """);
        try (KubernetesApi kubernetes = KubernetesApi.start()) {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "deploys");
            job.setDefinition(new CpsFlowDefinition(
                    """
                    node('deploys') {
                        withEnv(['KUBECONFIG=THE_FILE']) {
                            withCredentials([string(credentialsId: 'password', variable: 'PASSWORD')]) {
                                def done = ociChartUpgrade(release: 'web', chart: 'CHART', helm: 'four',
                                    values: [password: PASSWORD], environment: 'test <1>')
                                echo "revision ${done.revision}, ${done.status}, ${done.environment}"
                            }
                        }
                    }
                    """.replace("THE_FILE", kubernetes.kubeconfigFile().toString())
                            .replace("CHART", chart.path().toString()),
                    true));
            WorkflowRun build = jenkins.buildAndAssertSuccess(job);

            jenkins.assertLogContains("revision 1, deployed, test <1>", build);
            try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
                assertThat(client.getPage(build, "oci-charts")
                                .querySelector("td[data]")
                                .getTextContent())
                        .contains(String.valueOf(Year.now()));
            }
            jenkins.assertLogNotContains(SECRET, build);
            assertThat(Traces.of(SECRET, build.getRootDir().toPath())).isEmpty();
            assertThat(kubernetes.helm("helm4", "get", "values", "web")).contains(SECRET);
        }
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("stranger", "reader")
                .grant(Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        assertThat(page("reader", "")).contains("Chart deployments", "test <1>", "web", "1.2.3", "deploys #1");
        assertThat(page("reader", "?environment=test%20%3C1%3E")).contains("web 1.2.3", "deploys #1");
        assertThat(page("stranger", "")).contains("Nothing has been deployed").doesNotContain("test <1>");
        assertThat(page("stranger", "?environment=test%20%3C1%3E")).contains("Nothing has been deployed");
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login("reader")) {
            assertThat(client.goTo("oci-chart-deployments/api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("\"environment\":\"test <1>\"", "\"version\":\"1.2.3\"", "\"job\":\"deploys\"");
        }
        for (String user : List.of("stranger", "reader")) {
            try (JenkinsRule.WebClient client = jenkins.createWebClient().login(user)) {
                client.setThrowExceptionOnFailingStatusCode(false);
                String json = client.goTo("oci-chart-deployments/api/json", "application/json")
                        .getWebResponse()
                        .getContentAsString();
                assertThat(json.contains("test <1>")).as(json).isEqualTo(user.equals("reader"));
                assertThat(client.goTo("job/deploys/").getWebResponse().getStatusCode())
                        .isEqualTo(user.equals("reader") ? 200 : 404);
            }
        }
        jenkins.jenkins.getItem("deploys").delete();
        assertThat(page("reader", "")).doesNotContain("1.2.3");
        assertThat(page("admin", "")).contains("1.2.3");
    }

    @Test
    void anAbortKillsHelmAndItsChildren() throws Exception {
        agents.create(jenkins, "slow");
        WorkflowRun build = slowHelm("slow", "ociChartInstall release: 'web', helm: 'slow', chart: CHART");
        List<ProcessHandle> helm = processes();

        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));

        await(() -> helm.stream().noneMatch(ProcessHandle::isAlive));
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void anAgentThatDiesLeavesHelmAloneAndNoDeploymentIsRecorded() throws Exception {
        Logins.addFile("kubeconfig", SECRET.getBytes(StandardCharsets.UTF_8));
        Path root = Path.of(agents.create(jenkins, "dying").getRemoteFS());
        WorkflowRun build = slowHelm(
                "dying",
                "ociChartUpgrade release: 'web', helm: 'slow', kubeconfigCredentialsId: 'kubeconfig', chart: CHART");
        List<ProcessHandle> helm = processes();
        assertThat(Traces.of(SECRET, root)).hasSize(1);
        try {
            agents.kill(jenkins, "dying");

            expectLost("dying", build);
            assertThat(helm).allMatch(ProcessHandle::isAlive);
            agents.restart(jenkins, "dying");
            await(() -> Traces.of(SECRET, root).isEmpty());
        } finally {
            helm.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void noDeploymentIsRecordedIfTheConnectionBreaks() throws Exception {
        Slave agent = agents.create(jenkins, "far");
        WorkflowRun build = slowHelm("far", "ociChartUpgrade release: 'web', helm: 'slow', chart: CHART");
        List<ProcessHandle> helm = processes();
        try {
            ((Channel) agent.getChannel()).terminate(new IOException("the network is gone"));

            expectLost("far", build);
        } finally {
            helm.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void expectLost(String agent, WorkflowRun build) throws Exception {
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains(
                "ERROR: the agent " + agent
                        + " was lost during this step: run the build again, or put its node block into"
                        + " retry(count: 2, conditions: [agent()]); look at helm status web first, since helm may go on"
                        + " without Jenkins",
                build);
        jenkins.assertLogNotContains("\tat ", build);
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            assertThat(client.goTo("oci-chart-deployments/api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .doesNotContain("\"job\":\"" + build.getParent().getName() + "\"");
        }
    }

    /** Starts a build with a {@code helm} that never ends, and waits until that runs. */
    private WorkflowRun slowHelm(String agent, String step) throws Exception {
        Path home = Files.createDirectories(directory.resolve("home"));
        Path script = Files.writeString(home.resolve("helm"), """
                #!/bin/sh
                if [ "$1" = version ]; then echo v4.3.1; exit; fi
                sleep 600 &
                echo $! $$ > %s/pids
                wait
                """.formatted(directory));
        script.toFile().setExecutable(true);
        tools(new HelmTool("slow", home.toString(), List.of()));
        ChartFolder chart = ChartFolder.in(directory, "web");
        WorkflowRun build = job("node('" + agent + "') {\n" + step.replace("CHART", "'" + chart.path() + "'") + "\n}")
                .scheduleBuild2(0)
                .waitForStart();
        Path pids = directory.resolve("pids");
        await(() -> Files.exists(pids) && Files.readString(pids).endsWith("\n"));
        return build;
    }

    /** The {@code helm} of {@link #slowHelm} and its child. */
    private List<ProcessHandle> processes() throws Exception {
        return Stream.of(Files.readString(directory.resolve("pids")).strip().split(" "))
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
    }

    private String page(String user, String query) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login(user)) {
            HtmlPage page = client.goTo("oci-chart-deployments/" + query);
            return page.asNormalizedText();
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < 1200 && !condition.call(); i++) {
            Thread.sleep(100);
        }
        assertThat(condition.call()).isTrue();
    }

    private static void tools(HelmTool... tools) {
        jenkins.jenkins.getDescriptorByType(HelmTool.DescriptorImpl.class).setInstallations(tools);
    }

    private static WorkflowJob job(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static WorkflowRun run(String script) throws Exception {
        return jenkins.waitForCompletion(job(script).scheduleBuild2(0).waitForStart());
    }
}
