package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.Slave;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.fixture.Agents;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Gate;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.peer.CosignProgram;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.record.BuildCharts;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An agent in another process that dies. */
@WithJenkins
class AgentLostTest {
    @RegisterExtension
    final Agents agents = new Agents();

    private static EmbeddedRegistry registry;
    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        registry = EmbeddedRegistry.start();
        Logins.add();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void failsThePushWithOneLine() throws Exception {
        agents.create(jenkins, "dying");
        try (Gate gate = Gate.before(registry.host())) {
            WorkflowRun build = build("node('dying') {\n" + push(gate, "dying") + "\n}");
            assertThat(gate.holds()).isTrue();
            agents.kill(jenkins, "dying");

            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
            jenkins.assertLogContains("ERROR: the agent dying was lost during this step", build);
            jenkins.assertLogNotContains("\tat ", build);
        }
    }

    /** Nothing is recorded of what the agent would have said, but for the report of a migration. */
    @Test
    void failsEveryOtherStepWithOneLineToo(@TempDir Path directory) throws Exception {
        CosignProgram.VERSION_3.generateKeys(directory, "release");
        Logins.addFile("private", Files.readAllBytes(directory.resolve("release.key")));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "passphrase", null, Secret.fromString(CosignProgram.PASSPHRASE)));
        for (int i = 0; i < 40; i++) {
            ChartTar.write(directory.resolve("site"), "web", "1." + i + ".0");
        }
        HelmProgram.three().run("repo", "index", directory.resolve("site").toString());
        try (ChartSite site = ChartSite.start().serving(directory.resolve("site"));
                DockerRegistry docker = DockerRegistry.start();
                RecordingRegistry proxy = RecordingRegistry.inFrontOf(docker.host())) {
            for (String name : List.of("web", "shown")) {
                EmbeddedHelm.push(Charts.pack(name, "1.2.3"), "oci://" + docker.host() + "/charts");
            }
            agents.create(jenkins, "lost");
            Map<String, String> steps = Map.of(
                    "/charts/web/manifests/sha256-",
                    "ociChartSign chart: 'oci://HOST/charts/web:1.2.3', keyCredentialsId: 'private',"
                            + " passphraseCredentialsId: 'passphrase'",
                    "/copied/",
                    "ociChartCopy from: 'oci://HOST/charts/web:1.2.3', to: 'oci://HOST/copied'",
                    "/migrated/",
                    "ociChartMigrate from: 'SITE', remote: 'oci://HOST/migrated', parallelism: 1",
                    "/charts/shown/blobs/",
                    "ociChartShow chart: 'oci://HOST/charts/shown:1.2.3', what: 'chart'");
            Map<String, WorkflowRun> builds = new TreeMap<>();
            for (Map.Entry<String, String> step : steps.entrySet()) {
                builds.put(step.getKey(), build("""
                                node('lost') {
                                    ociChartVersions chart: 'oci://HOST/charts/web'
                                    semaphore 'PLACE'
                                    STEP
                                }
                                """.replace("STEP", step.getValue())
                        .replace("PLACE", name(step.getKey()))
                        .replace("HOST", proxy.host())
                        .replace("SITE", site.url())));
            }
            for (Map.Entry<String, WorkflowRun> build : builds.entrySet()) {
                SemaphoreStep.waitForStart(name(build.getKey()) + "/1", build.getValue());
            }
            // A request may be held for a minute, so what is slow at first is done now.
            proxy.hold("PUT .*\\.sig|PUT /v2/copied/.*/manifests/.*|PUT .*/manifests/1.20.0|GET .*/shown/blobs/.*");
            for (String place : builds.keySet()) {
                SemaphoreStep.success(name(place) + "/1", null);
            }
            for (String place : builds.keySet()) {
                for (int i = 0; i < 1200 && proxy.held().stream().noneMatch(line -> line.contains(place)); i++) {
                    Thread.sleep(100);
                }
                assertThat(proxy.held()).anyMatch(line -> line.contains(place));
            }
            agents.kill(jenkins, "lost");

            for (String place : builds.keySet()) {
                WorkflowRun build = builds.get(place);
                jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
                jenkins.assertLogContains(
                        "ERROR: the agent lost was lost during this step: run the build again, or put its node block into"
                                + " retry(count: 2, conditions: [agent()])",
                        build);
                jenkins.assertLogNotContains("\tat ", build);
                assertThat(build.getArtifacts()) // what was migrated until then is reported
                        .extracting(Run.Artifact::getFileName)
                        .isEqualTo(place.equals("/migrated/") ? List.of("oci-migration.json") : List.of());
                assertThat(build.getAction(BuildCharts.class)).isNull();
            }
        }
    }

    @Test
    void isLeftToPipelinesOwnRetry() throws Exception {
        agents.create(jenkins, "reborn");
        try (Gate gate = Gate.before(registry.host())) {
            WorkflowRun build = build(
                    "retry(count: 2, conditions: [agent()]) {\nnode('reborn') {\n" + push(gate, "reborn") + "\n}\n}");
            assertThat(gate.holds()).isTrue();
            agents.kill(jenkins, "reborn");
            gate.open();
            agents.restart(jenkins, "reborn");

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            jenkins.assertLogContains("Pushed: " + gate.host() + "/reborn/web:1.2.3", build);
        }
    }

    @Test
    void losesItsLoginFileWhenItIsBack() throws Exception {
        Slave agent = agents.create(jenkins, "left");
        Path root = Path.of(agent.getRemoteFS());
        String pair = EmbeddedRegistry.USER + ":" + EmbeddedRegistry.PASSWORD;
        WorkflowRun build = waitInBlock("left");
        assertThat(Traces.of(pair, root)).hasSize(1);
        agents.kill(jenkins, "left");

        SemaphoreStep.success("left/1", null);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("Jenkins deletes it when the agent is online again", build);
        jenkins.assertLogNotContains("\tat ", build);
        assertThat(Traces.of(pair, root))
                .as("an agent that never comes back keeps its login file")
                .hasSize(1);

        losesItsFile("left", root, pair);
    }

    /** A build that is killed gives its steps no time to clean up. */
    @Test
    void losesTheLoginFileOfAKilledBuildWhenItIsBack() throws Exception {
        Slave agent = agents.create(jenkins, "killed");
        Path root = Path.of(agent.getRemoteFS());
        String pair = EmbeddedRegistry.USER + ":" + EmbeddedRegistry.PASSWORD;
        WorkflowRun build = waitInBlock("killed");

        build.doKill();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        agents.kill(jenkins, "killed");

        losesItsFile("killed", root, pair);
    }

    private static WorkflowRun waitInBlock(String name) throws Exception {
        WorkflowRun build = build("""
                node('NAME') {
                    ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor') {
                        semaphore 'NAME'
                    }
                }
                """.replace("NAME", name).replace("HOST", registry.host()));
        SemaphoreStep.waitForStart(name + "/1", build);
        return build;
    }

    private void losesItsFile(String name, Path root, String pair) throws Exception {
        agents.restart(jenkins, name);
        List<Path> remaining = Traces.of(pair, root);
        for (int second = 0; second < 120 && !remaining.isEmpty(); second++) {
            Thread.sleep(1000);
            remaining = Traces.of(pair, root);
        }
        assertThat(remaining).isEmpty();
    }

    private static String push(Gate gate, String namespace) throws Exception {
        return Charts.write("web", "1.2.3")
                + "ociChartPush chart: 'dist/*.tgz', remote: 'oci://%s/%s', credentialsId: 'harbor'"
                        .formatted(gate.host(), namespace);
    }

    private static String name(String place) {
        return place.replace('/', '-');
    }

    private static WorkflowRun build(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }
}
