package io.jenkins.plugins.ocichart.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.DomainCredentials;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Result;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.config.RegistryEndpoint;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.util.List;
import java.util.Map;
import jenkins.model.ModifiableTopLevelItemGroup;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** How far credentials go: to the registry that they are for, and to the jobs that may use them. */
@WithJenkins
class CredentialReachTest {
    private static JenkinsRule jenkins;

    private SimulatedRegistry own;
    private SimulatedRegistry other;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Logins.add("own", "alice", "password-for-the-own-registry");
    }

    @BeforeEach
    void startRegistries() {
        own = wantingALogin();
        other = wantingALogin();
    }

    @AfterEach
    void stopRegistries() throws Exception {
        OciChartConfiguration.get().setRegistries(List.of());
        own.close();
        other.close();
    }

    @Test
    void ofABlockGoToItsRegistryOnly() throws Exception {
        WorkflowRun build = run(jenkins.jenkins, """
                ociRegistryLogin(registry: 'OWN', credentialsId: 'own') {
                    ociChartPush chart: 'dist/*.tgz', remote: 'oci://OWN/charts'
                    ociChartPush chart: 'dist/*.tgz', remote: 'oci://OTHER/charts'
                }
                """);

        jenkins.assertBuildStatus(Result.FAILURE, build);
        onlyOwnWasShownALogin();
    }

    @Test
    void ofAPlainLoginGoToItsRegistryOnly() throws Exception {
        WorkflowRun build = run(jenkins.jenkins, """
                ociRegistryLogin registry: 'OWN', credentialsId: 'own'
                ociChartPush chart: 'dist/*.tgz', remote: 'oci://OWN/charts'
                ociChartPush chart: 'dist/*.tgz', remote: 'oci://OTHER/charts'
                """);

        jenkins.assertBuildStatus(Result.FAILURE, build);
        onlyOwnWasShownALogin();
    }

    @Test
    void ofTheSystemGoToTheirRegistryOnly() throws Exception {
        RegistryEndpoint entry = new RegistryEndpoint(own.host());
        entry.setCredentialsId("own");
        OciChartConfiguration.get().setRegistries(List.of(entry));

        WorkflowRun build = run(jenkins.jenkins, """
                ociChartPush chart: 'dist/*.tgz', remote: 'oci://OWN/charts'
                ociChartPush chart: 'dist/*.tgz', remote: 'oci://OTHER/charts'
                """);

        jenkins.assertBuildStatus(Result.FAILURE, build);
        onlyOwnWasShownALogin();
    }

    @Test
    void ofTheSystemAreNotForAHostThatOnlyLooksLikeIt() throws Exception {
        RegistryEndpoint entry = new RegistryEndpoint(own.host());
        entry.setCredentialsId("own");
        OciChartConfiguration.get().setRegistries(List.of(entry));
        String otherPort = other.host().substring(other.host().lastIndexOf(':'));

        WorkflowRun build = run(
                jenkins.jenkins,
                "ociChartPush chart: 'dist/*.tgz', remote: 'oci://" + own.host().replaceFirst(":.*", "") + otherPort
                        + "/charts'");

        jenkins.assertBuildStatus(Result.FAILURE, build);
        assertThat(other.headers()).isNotEmpty().noneMatch(headers -> headers.containsKey("authorization"));
    }

    @Test
    void ofAFolderAreNotForJobsOutside() throws Exception {
        Folder folder = jenkins.createProject(Folder.class);
        folder.addProperty(new FolderCredentialsProperty(new DomainCredentials[] {
            new DomainCredentials(
                    Domain.global(),
                    List.of(new UsernamePasswordCredentialsImpl(
                            CredentialsScope.GLOBAL, "of-the-team", null, "alice", "password")))
        }));
        String push = "ociChartPush chart: 'dist/*.tgz', remote: 'oci://OWN/charts', credentialsId: 'of-the-team'";

        jenkins.assertBuildStatusSuccess(run(folder, push));
        WorkflowRun outside = run(jenkins.jenkins, push);

        jenkins.assertBuildStatus(Result.FAILURE, outside);
        jenkins.assertLogContains("ERROR: no credentials with the id \"of-the-team\"", outside);
    }

    private void onlyOwnWasShownALogin() {
        assertThat(own.headers()).anyMatch(headers -> headers.containsKey("authorization"));
        assertThat(other.headers()).isNotEmpty().noneMatch(headers -> headers.containsKey("authorization"));
    }

    private static SimulatedRegistry wantingALogin() {
        SimulatedRegistry registry = SimulatedRegistry.start();
        for (String method : List.of("GET", "HEAD", "POST", "PUT")) {
            registry.always(method, "", exchange -> {
                if (exchange.header("authorization") == null) {
                    exchange.respond(401, Map.of("WWW-Authenticate", "Basic realm=\"test\""), new byte[0]);
                } else {
                    registry.answer(exchange);
                }
            });
        }
        return registry;
    }

    private WorkflowRun run(ModifiableTopLevelItemGroup group, String steps) throws Exception {
        WorkflowJob job = group instanceof Folder folder
                ? folder.createProject(WorkflowJob.class, "job")
                : jenkins.createProject(WorkflowJob.class);
        String script = "node {\n" + Charts.write("web", "1.2.3")
                + steps.replace("OWN", own.host()).replace("OTHER", other.host()) + "\n}";
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }
}
