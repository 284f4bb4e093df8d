package io.jenkins.plugins.ocichart.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.ExtensionList;
import hudson.model.Result;
import hudson.model.Slave;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.fixture.Agents;
import io.jenkins.plugins.ocichart.fixture.ChartFolder;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.helm.HelmTool;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.peer.KubernetesApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Deploys a secret among the values with a real {@code helm}, and looks for it everywhere but in the cluster. */
@WithJenkins
class HelmValuesTracesTest {
    private static final String SECRET = "marker/7f3a+of~values==";

    private static final String CHART = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: {{ .Release.Name }}}
            data: {password: {{ .Values.login.password | quote }}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: {{ .Release.Name }}}
            spec: {containers: [{name: main, image: none}]}
            """;

    @RegisterExtension
    final Agents agents = new Agents();

    @TempDir
    private Path directory;

    private JenkinsRule jenkins;
    private Path root;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Path logs = Files.createDirectories(rule.jenkins.getRootDir().toPath().resolve("logs"));
        new FinestLog(logs.resolve("finest.log").toString()).call();
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "password", "", Secret.fromString(SECRET)));
        provider.save();
        Slave agent = agents.create(jenkins, "agent");
        root = Path.of(agent.getRemoteFS());
        agent.getChannel().call(new FinestLog(root.resolve("finest.log").toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void areNowhereWhileHelmRunsAndAfterwards(String program) throws Exception {
        Path home = Files.createDirectories(directory.resolve("home"));
        Files.createSymbolicLink(
                home.resolve("helm"), HelmProgram.onPath(program).path());
        ExtensionList.lookupSingleton(HelmTool.DescriptorImpl.class)
                .setInstallations(new HelmTool("helm", home.toString(), List.of()));
        try (KubernetesApi kubernetes = KubernetesApi.start();
                KubernetesApi.Obstacle obstacle = kubernetes.withoutPods()) {
            WorkflowRun waiting = deploy("waits", CHART, obstacle.kubeconfig());
            assertThat(obstacle.awaitPod()).isTrue();
            jenkins.jenkins.save();
            expectNothing(waiting);
            waiting.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(waiting));
            expectNothing(waiting);

            WorkflowRun failed = deploy(
                    "fails", "{{ fail (printf \"no entry for %s\" .Values.login.password) }}", kubernetes.kubeconfig());
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(failed));
            jenkins.assertLogContains("no entry for ****", failed);
            expectNothing(failed);

            WorkflowRun done = deploy("ends", CHART, kubernetes.kubeconfig());
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(done));
            assertThat(kubernetes.helm(program, "get", "values", "ends")).contains(SECRET);
            assertThat(Traces.of(
                            "\"release\":\"ends\"", jenkins.jenkins.getRootDir().toPath()))
                    .isNotEmpty();
            expectNothing(done);
        }
    }

    private WorkflowRun deploy(String release, String template, String kubeconfig) throws Exception {
        String chart = ChartFolder.in(directory, release)
                .with("templates/all.yaml", template)
                .path()
                .toString();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, release);
        job.setDefinition(new CpsFlowDefinition(
                """
                node('agent') {
                    withCredentials([string(credentialsId: 'password', variable: 'PASSWORD')]) {
                        withEnv(['KUBECONFIG=FILE']) {
                            def done = ociChartUpgrade(release: 'RELEASE', chart: 'CHART', helm: 'helm',
                                values: [login: [password: PASSWORD]], environment: 'staging')
                            echo "revision ${done.revision}: ${done.status}"
                        }
                    }
                }
                """.replace(
                                "FILE",
                                Files.writeString(directory.resolve(release + ".kubeconfig"), kubeconfig)
                                        .toString())
                        .replace("RELEASE", release)
                        .replace("CHART", chart),
                true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private void expectNothing(WorkflowRun build) throws Exception {
        assertThat(Traces.isIn(SECRET, JenkinsRule.getLog(build))).isFalse();
        assertThat(Traces.of(SECRET, jenkins.jenkins.getRootDir().toPath())).isEmpty();
        assertThat(Traces.of(SECRET, root)).isEmpty();
        assertThat(commandLines()).noneMatch(line -> Traces.isIn(SECRET, line));
    }

    private static List<String> commandLines() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .map(HelmValuesTracesTest::commandLine)
                    .toList();
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // gone, or not ours
        }
    }
}
