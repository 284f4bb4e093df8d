package io.jenkins.plugins.ocichart.freestyle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.tasks.Shell;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.config.RegistryEndpoint;
import io.jenkins.plugins.ocichart.fixture.Agents;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.fixture.WriteFile;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SleepBuilder;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The build steps and the build environment in freestyle jobs of a real Jenkins. */
@WithJenkins
class FreestyleTest {
    @RegisterExtension
    static final BuildWatcherExtension LOGS = new BuildWatcherExtension();

    @RegisterExtension
    final Agents agents = new Agents();

    private static EmbeddedRegistry registry;

    private static JenkinsRule jenkins;

    private FreeStyleProject job;

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

    @BeforeEach
    void newJob() throws Exception {
        job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new WriteFile("dist/web-1.2.3.tgz", Charts.pack("web", "1.2.3")));
    }

    @AfterEach
    void forgetRegistries() {
        OciChartConfiguration.get().setRegistries(List.of());
    }

    @Test
    void pushesAndPullsOnTheBuiltInNode() throws Exception {
        pushesAndPulls("built-in-node");
    }

    @Test
    void pushesAndPullsOnAnInboundAgent() throws Exception {
        agents.create(jenkins, "inbound");
        job.setAssignedLabel(jenkins.jenkins.getLabel("inbound"));

        pushesAndPulls("inbound-agent");
    }

    private void pushesAndPulls(String namespace) throws Exception {
        OciChartPushBuilder push = new OciChartPushBuilder("dist/*.tgz", "oci://" + registry.host() + "/" + namespace);
        push.credentialsId = Logins.ID;
        OciChartPullBuilder pull = new OciChartPullBuilder("oci://" + registry.host() + "/" + namespace + "/web");
        pull.version = "^1.2";
        pull.untar = true;
        pull.credentialsId = Logins.ID;
        job.getBuildersList().add(push);
        job.getBuildersList().add(pull);
        job.getBuildersList().add(new Shell("cat \"$OCI_CHART_PATH/Chart.yaml\""));
        job.getBuildersList().add(new Shell("echo \"it is $OCI_CHART_REF\""));

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("Pushed: " + registry.host() + "/" + namespace + "/web:1.2.3", build);
        jenkins.assertLogContains("Pulled: " + registry.host() + "/" + namespace + "/web:1.2.3", build);
        jenkins.assertLogContains("appVersion: \"4.5\"", build);
        jenkins.assertLogContains("it is " + registry.host() + "/" + namespace + "/web:1.2.3", build);
        assertThat(artifact(build)).contains("\"schemaVersion\" : 1", "\"tag\" : \"1.2.3\"");
        assertThat(EmbeddedHelm.show("chart", "oci://" + registry.host() + "/" + namespace + "/web", "1.2.3"))
                .contains("name: web");
        assertThat(Traces.of(EmbeddedRegistry.PASSWORD, build.getRootDir().toPath()))
                .isEmpty();
    }

    @Test
    void showsTheLoginOfTheEnvironmentToBuildSteps() throws Exception {
        // an entry that would fail, if the environment didn't come first
        RegistryEndpoint entry = new RegistryEndpoint(registry.host());
        entry.setCredentialsId("nobody");
        OciChartConfiguration.get().setRegistries(List.of(entry));
        job.getBuildWrappersList().add(new OciRegistryLoginWrapper(registry.host(), Logins.ID));
        job.getBuildersList().add(new OciChartPushBuilder("dist/*.tgz", "oci://" + registry.host() + "/environment"));
        job.getBuildersList().add(new OciChartPullBuilder("oci://" + registry.host() + "/environment/web:1.2.3"));

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("Login Succeeded", build);
        jenkins.assertLogContains("Pulled: " + registry.host() + "/environment/web:1.2.3", build);
        assertThat(loginFiles()).isEmpty();
    }

    @Test
    void showsTheLoginOfTheEnvironmentToHelm() throws Exception {
        assumeThat(Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "helm"))))
                .as("helm is on the path")
                .isTrue();
        job.getBuildWrappersList().add(new OciRegistryLoginWrapper(registry.host(), Logins.ID));
        job.getBuildersList()
                .add(new Shell("helm push --plain-http dist/web-1.2.3.tgz oci://" + registry.host() + "/by-helm"));

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("Pushed: " + registry.host() + "/by-helm/web:1.2.3", build);
    }

    @Test
    void masksThePasswordInTheLog() throws Exception {
        job.getBuildWrappersList().add(new OciRegistryLoginWrapper(registry.host(), Logins.ID));
        job.getBuildersList().add(new Shell("""
                set +x
                ls -l "$DOCKER_CONFIG" | cut -c1-10
                cat "$HELM_REGISTRY_CONFIG" "$REGISTRY_AUTH_FILE"
                echo "it is s3cret-of-%s"
                """.formatted("alice")));

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("-rw-------", build);
        jenkins.assertLogContains("\"auth\"", build);
        jenkins.assertLogContains("it is ****", build);
        assertThat(Traces.of(EmbeddedRegistry.PASSWORD, build.getRootDir().toPath()))
                .isEmpty();
    }

    @Test
    void deletesTheLoginFileAfterAFailure() throws Exception {
        job.getBuildWrappersList().add(new OciRegistryLoginWrapper(registry.host(), Logins.ID));
        job.getBuildersList().add(new Shell("test -e \"$HELM_REGISTRY_CONFIG\" && echo it is there; exit 1"));

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("it is there", build);
        assertThat(loginFiles()).isEmpty();
    }

    @Test
    void deletesTheLoginFileAfterAnAbort() throws Exception {
        job.getBuildWrappersList().add(new OciRegistryLoginWrapper(registry.host(), Logins.ID));
        job.getBuildersList().add(new Shell("echo it begins"));
        job.getBuildersList().add(new SleepBuilder(60_000));
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("it begins", build);

        build.doStop();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(loginFiles()).isEmpty();
    }

    @Test
    void expandsVariables() throws Exception {
        job.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("REGISTRY"),
                new StringParameterDefinition("REPOSITORY"),
                new StringParameterDefinition("VERSION")));
        OciChartPullBuilder pull = new OciChartPullBuilder("oci://" + registry.host() + "/$REPOSITORY/web");
        pull.version = "${VERSION}";
        pull.destination = "$REPOSITORY";
        job.getBuildWrappersList().add(new OciRegistryLoginWrapper("$REGISTRY", Logins.ID));
        job.getBuildersList()
                .add(new OciChartPushBuilder("dist/web-${VERSION}.tgz", "oci://" + registry.host() + "/${REPOSITORY}"));
        job.getBuildersList().add(pull);

        FreeStyleBuild build = job.scheduleBuild2(
                        0,
                        new ParametersAction(
                                new StringParameterValue("REGISTRY", registry.host()),
                                new StringParameterValue("REPOSITORY", "expanded"),
                                new StringParameterValue("VERSION", "1.2.3")))
                .get();

        jenkins.assertBuildStatusSuccess(build);
        jenkins.assertLogContains("Pushed: " + registry.host() + "/expanded/web:1.2.3", build);
        assertThat(build.getWorkspace().child("expanded/web-1.2.3.tgz").exists())
                .isTrue();
    }

    @Test
    void failsWithOneLine() throws Exception {
        job.getBuildersList().add(new OciChartPushBuilder("nowhere/*.tgz", "oci://" + registry.host() + "/charts"));

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("ERROR: ", build);
        jenkins.assertLogContains("nowhere/*.tgz", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void failsWithOneLineWhereTheLoginIsRefused() throws Exception {
        Logins.add("wrong", EmbeddedRegistry.USER, "wrong-password");
        job.getBuildWrappersList().add(new OciRegistryLoginWrapper(registry.host(), "wrong"));
        job.getBuildersList().add(new Shell("echo not reached"));

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("ERROR: authenticating to \"" + registry.host() + "\": ", build);
        jenkins.assertLogNotContains("not reached", build);
        jenkins.assertLogNotContains("\tat ", build);
        assertThat(loginFiles()).isEmpty();
    }

    @Test
    void servesPipelinesToo() throws Exception {
        WorkflowJob pipeline = jenkins.createProject(WorkflowJob.class);
        pipeline.setDefinition(new CpsFlowDefinition(
                """
                node {
                    WRITE
                    ociRegistryLoginWrapper(registry: 'HOST', credentialsId: 'harbor') {
                        ociChartPushBuilder chart: 'dist/*.tgz', remote: 'oci://HOST/pipeline'
                        ociChartPullBuilder chart: 'oci://HOST/pipeline/web', version: '^1'
                        sh 'set +x; echo it is s3cret-of-$(echo alice)'
                    }
                    sh 'ls *.tgz'
                }
                """.replace("HOST", registry.host()).replace("WRITE", Charts.write("web", "1.2.3")), true));

        WorkflowRun build = jenkins.buildAndAssertSuccess(pipeline);

        jenkins.assertLogContains("Pulled: " + registry.host() + "/pipeline/web:1.2.3", build);
        jenkins.assertLogContains("web-1.2.3.tgz", build);
        jenkins.assertLogContains("it is ****", build);
        assertThat(loginFiles()).isEmpty();
    }

    private static String artifact(FreeStyleBuild build) throws Exception {
        return new String(build.getArtifactManager()
                .root()
                .child("oci-charts.json")
                .open()
                .readAllBytes());
    }

    /** The login files that any build has left behind. */
    private static List<Path> loginFiles() throws Exception {
        try (Stream<Path> files =
                Files.walk(jenkins.jenkins.getRootDir().toPath().resolve("workspace"))) {
            return files.filter(file -> file.toString().contains("ociRegistryLogin-"))
                    .toList();
        }
    }
}
