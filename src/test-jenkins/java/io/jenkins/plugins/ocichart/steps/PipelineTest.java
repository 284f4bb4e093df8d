package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Fingerprint;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.ocichart.fixture.Agents;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps in Pipelines of a real Jenkins, in the sandbox. */
@WithJenkins
class PipelineTest {
    @RegisterExtension
    static final BuildWatcherExtension LOGS = new BuildWatcherExtension();

    @RegisterExtension
    final Agents agents = new Agents();

    private static EmbeddedRegistry registry;

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Logins.add();
        registry = EmbeddedRegistry.start();
        EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
    }

    @AfterAll
    static void stop() {
        EmbeddedHelm.logout(registry.host());
        registry.close();
    }

    @Test
    void pushesAndPullsOnTheBuiltInNode() throws Exception {
        allStepsSucceed("");
    }

    @Test
    void pushesAndPullsOnAnInboundAgent() throws Exception {
        agents.create(jenkins, "inbound");

        allStepsSucceed("'inbound'");
    }

    private void allStepsSucceed(String label) throws Exception {
        String namespace = label.isEmpty() ? "built-in" : "inbound";
        WorkflowRun build = run("""
                node(LABEL) {
                    WRITE
                    ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor') {
                        def charts = ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/NAMESPACE'
                        echo "name=${charts[0].name} size=${charts[0].chartSize} pushed=${charts[0].pushed}"
                    }
                    ociRegistryLogin registry: 'HOST', credentialsId: 'harbor'
                    def chart = ociChartPull chart: 'oci://HOST/NAMESPACE/web', version: '^1.2', untar: true
                    ociRegistryLogout registry: 'HOST'
                    echo "path=${chart.path} tag=${chart.tag} digest=${chart.digest}"
                    echo readFile("${chart.path}/Chart.yaml")
                }
                """.replace("LABEL", label)
                .replace("NAMESPACE", namespace)
                .replace("WRITE", Charts.write("web", "1.2.3")));

        jenkins.assertBuildStatusSuccess(build);
        jenkins.assertLogContains("Pushed: " + registry.host() + "/" + namespace + "/web:1.2.3", build);
        jenkins.assertLogContains("Pulled: " + registry.host() + "/" + namespace + "/web:1.2.3", build);
        jenkins.assertLogContains("Removing login credentials for " + registry.host(), build);
        jenkins.assertLogContains("name=web", build);
        jenkins.assertLogContains("appVersion: \"4.5\"", build);
        assertThat(artifact(build)).contains("\"schemaVersion\" : 1", "\"tag\" : \"1.2.3\"");
        assertThat(EmbeddedHelm.show("chart", "oci://" + registry.host() + "/" + namespace + "/web", "1.2.3"))
                .contains("name: web");
        jenkins.assertLogNotContains(EmbeddedRegistry.PASSWORD, build);
        assertThat(Traces.of(EmbeddedRegistry.PASSWORD, build.getRootDir().toPath()))
                .isEmpty();
    }

    @Test
    void packagesAndShowsOnTheBuiltInNodeAndOnAnAgent() throws Exception {
        agents.create(jenkins, "packager");
        for (String label : new String[] {"built-in", "packager"}) {
            WorkflowRun build = run("""
                    node('LABEL') {
                        writeFile file: 'web/Chart.yaml', text: 'apiVersion: v2\\nname: web\\nversion: 1.0.0\\n# x\\n'
                        writeFile file: 'web/values.yaml', text: 'replicas: 1\\n'
                        def charts = ociChartPackage chart: 'web', destination: 'dist', version: '2.0.0'
                        echo "packaged ${charts[0].path} ${charts[0].digest}"
                        def again = ociChartPackage chart: 'web', destination: 'dist', version: '2.0.0'
                        echo "same: ${again[0].digest == charts[0].digest}"
                        def remote = 'oci://HOST/packaged-LABEL'
                        ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor') {
                            ociChartPush chart: 'dist/*.tgz', remote: remote
                            def shown = ociChartShow chart: remote + '/web', what: 'chart'
                            echo "equal: ${shown == ociChartShow(chart: 'dist/web-2.0.0.tgz', what: 'chart')}"
                            echo shown
                        }
                        echo 'values: ' + ociChartShow(chart: 'web', what: 'values')
                    }
                    """.replace("LABEL", label));

            jenkins.assertBuildStatusSuccess(build);
            jenkins.assertLogContains("packaged dist/web-2.0.0.tgz sha256:", build);
            jenkins.assertLogContains("same: true", build);
            jenkins.assertLogContains("equal: true", build);
            jenkins.assertLogContains("version: 2.0.0", build);
            jenkins.assertLogContains("values: replicas: 1", build);
            jenkins.assertLogNotContains(EmbeddedRegistry.PASSWORD, build);
        }
    }

    @Test
    void logsInForAWholeDeclarativePipeline() throws Exception {
        WorkflowRun build = run("""
                pipeline {
                    agent any
                    options {
                        ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor')
                    }
                    stages {
                        stage('Push') {
                            steps {
                                WRITE
                                ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/declarative'
                            }
                        }
                        stage('Pull') {
                            steps {
                                ociChartPull chart: 'oci://HOST/declarative/web:1.2.3', destination: 'charts'
                                archiveArtifacts 'charts/*'
                            }
                        }
                    }
                }
                """.replace("WRITE", Charts.write("web", "1.2.3")));

        jenkins.assertBuildStatusSuccess(build);
        jenkins.assertLogContains("Login Succeeded", build);
        assertThat(build.getArtifacts())
                .extracting(Run.Artifact::getFileName)
                .containsExactlyInAnyOrder("oci-charts.json", "web-1.2.3.tgz");
    }

    @Test
    void showsTheLoginToOtherToolsInTheBlockOnly() throws Exception {
        WorkflowRun build = run("""
                node {
                    ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor') {
                        sh 'ls -ld "$DOCKER_CONFIG" "$HELM_REGISTRY_CONFIG" | cut -c1-10'
                        sh 'cat "$REGISTRY_AUTH_FILE"'
                        env.FILE = env.HELM_REGISTRY_CONFIG
                    }
                    sh 'if [ -e "$FILE" ]; then echo still there; else echo it is gone; fi'
                    sh 'echo "then: [$HELM_REGISTRY_CONFIG]"'
                }
                """);

        jenkins.assertBuildStatusSuccess(build);
        jenkins.assertLogContains("drwx------", build);
        jenkins.assertLogContains("-rw-------", build);
        jenkins.assertLogContains("\"auth\": \"****\"", build);
        jenkins.assertLogContains("it is gone", build);
        jenkins.assertLogContains("then: []", build);
    }

    @Test
    void recordsWhatParallelBranchesPush() throws Exception {
        WorkflowRun build =
                run("""
                node {
                    ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor') {
                        parallel web: {
                            dir('web') {
                                WEB
                                ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/parallel'
                            }
                        }, api: {
                            dir('api') {
                                API
                                ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/parallel'
                            }
                        }
                    }
                }
                """.replace("WEB", Charts.write("web", "1.0.0")).replace("API", Charts.write("api", "2.0.0")));

        jenkins.assertBuildStatusSuccess(build);
        assertThat(artifact(build)).contains("\"name\" : \"web\"", "\"name\" : \"api\"");
    }

    @Test
    void uploadsAChartOnceForTwoRepositoriesOfARegistry() throws Exception {
        try (RecordingRegistry recording = RecordingRegistry.inFrontOf(registry.host())) {
            WorkflowRun build =
                    run("""
                    node {
                        WRITE
                        ociChartPush chart: 'dist/*.tgz', remote: 'oci://RECORDED/staging', credentialsId: 'harbor'
                        ociChartPush chart: 'dist/*.tgz', remote: 'oci://RECORDED/prod', credentialsId: 'harbor'
                    }
                    """.replace("WRITE", Charts.write("web", "1.2.3")).replace("RECORDED", recording.host()));

            jenkins.assertBuildStatusSuccess(build);
            jenkins.assertLogContains("Pushed: " + recording.host() + "/prod/web:1.2.3", build);
            assertThat(recording.lines())
                    .filteredOn(line -> line.startsWith("PUT") && line.contains("/blobs/"))
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("PUT /v2/staging/web/"));
        }
    }

    @Test
    void linksTheBuildThatPulledWithTheOneThatPushed() throws Exception {
        WorkflowRun pusher = run("""
                node {
                    WRITE
                    ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/linked', credentialsId: 'harbor'
                }
                """.replace("WRITE", Charts.write("web", "1.2.3")));
        jenkins.assertBuildStatusSuccess(pusher);
        WorkflowRun puller = run("""
                node {
                    def chart = ociChartPull chart: 'oci://HOST/linked/web', credentialsId: 'harbor'
                    currentBuild.description = chart.digest
                }
                """);
        jenkins.assertBuildStatusSuccess(puller);

        String digest = puller.getDescription();
        Fingerprint fingerprint = jenkins.jenkins._getFingerprint(digest.substring("sha256:".length(), 39));
        assertThat(fingerprint.getOriginal().is(pusher)).isTrue();
        assertThat(fingerprint.getJobs())
                .containsExactlyInAnyOrder(
                        pusher.getParent().getFullName(), puller.getParent().getFullName());
    }

    @Test
    void failsWithOneLineWhereTheRegistryRefuses() throws Exception {
        Logins.add("wrong", EmbeddedRegistry.USER, "wrong-password");
        WorkflowRun build =
                run("node { ociRegistryLogin(registry: 'HOST', credentialsId: 'wrong') { echo 'inside' } }");

        jenkins.assertBuildStatus(Result.FAILURE, build);
        jenkins.assertLogContains("ERROR: authenticating to \"" + registry.host() + "\": ", build);
        jenkins.assertLogNotContains("\tat ", build);
        jenkins.assertLogNotContains("inside", build);
        jenkins.assertLogNotContains("wrong-password", build);
    }

    @Test
    void failsWithOneLineOnAnAgent() throws Exception {
        agents.create(jenkins, "remote");
        WorkflowRun build = run("node('remote') { ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/none' }");

        jenkins.assertBuildStatus(Result.FAILURE, build);
        jenkins.assertLogContains("ERROR: ", build);
        jenkins.assertLogContains("dist/*.tgz", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    /** Jenkins prints the text of an error at the end of the build, where the block's mask is no more. */
    @Test
    void showsTheTextOfAnErrorOutsideTheBlockThatMasksItInside() throws Exception {
        String auth = Base64.getEncoder()
                .encodeToString(
                        (EmbeddedRegistry.USER + ":" + EmbeddedRegistry.PASSWORD).getBytes(StandardCharsets.UTF_8));
        String read = "String file = readFile(env.HELM_REGISTRY_CONFIG)\n";
        WorkflowRun masked =
                run("node { ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor') {\n" + read + "echo file } }");
        WorkflowRun thrown =
                run("node { ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor') {\n" + read + "error file } }");

        jenkins.assertBuildStatusSuccess(masked);
        jenkins.assertLogContains("****", masked);
        jenkins.assertLogNotContains(auth, masked);
        jenkins.assertBuildStatus(Result.FAILURE, thrown);
        jenkins.assertLogContains(auth, thrown);
    }

    @Test
    void deletesTheLoginFileOfAnAbortedBlock() throws Exception {
        WorkflowJob job = job("""
                node {
                    ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor') {
                        semaphore 'in-block'
                    }
                }
                """);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart("in-block/1", build);
        build.doStop();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(Traces.of(
                        EmbeddedRegistry.USER + ":" + EmbeddedRegistry.PASSWORD,
                        jenkins.jenkins.getRootDir().toPath().resolve("workspace")))
                .isEmpty();
    }

    private WorkflowRun run(String script) throws Exception {
        return jenkins.waitForCompletion(job(script).scheduleBuild2(0).waitForStart());
    }

    private WorkflowJob job(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script.replace("HOST", registry.host()), true));
        return job;
    }

    private static String artifact(WorkflowRun build) throws Exception {
        return new String(
                build.getArtifactManager()
                        .root()
                        .child("oci-charts.json")
                        .open()
                        .readAllBytes(),
                StandardCharsets.UTF_8);
    }
}
