package io.jenkins.plugins.ocichart.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnamePortSpecification;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Fingerprint;
import hudson.model.Result;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.config.RegistryEndpoint;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What builds may log in with, in Jenkins' own store of credentials. */
@WithJenkins
class RegistryCredentialsTest {
    private static EmbeddedRegistry registry;
    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
        registry = EmbeddedRegistry.start();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @AfterEach
    void forget() {
        SystemCredentialsProvider.getInstance().setDomainCredentialsMap(Map.of(Domain.global(), List.of()));
        OciChartConfiguration.get().setRegistries(List.of());
    }

    @Test
    void leaveATraceOfTheirUse() throws Exception {
        Credentials credentials = login("tracked");
        SystemCredentialsProvider.getInstance().getCredentials().add(credentials);

        WorkflowRun build = run("ociRegistryLogin registry: 'HOST', credentialsId: 'tracked'");

        jenkins.assertBuildStatusSuccess(build);
        Fingerprint use = CredentialsProvider.getFingerprintOf(credentials);
        assertThat(use).isNotNull();
        assertThat(use.getJobs()).containsExactly(build.getParent().getFullName());
    }

    @Test
    void areOnlyForTheHostsOfTheirDomain() throws Exception {
        Domain elsewhere =
                new Domain("elsewhere", null, List.of(new HostnamePortSpecification("registry.example.com:443", null)));
        SystemCredentialsProvider.getInstance().getDomainCredentialsMap().put(elsewhere, List.of(login("other")));

        WorkflowRun build = run("ociRegistryLogin registry: 'HOST', credentialsId: 'other'");

        jenkins.assertBuildStatus(Result.FAILURE, build);
        jenkins.assertLogContains("ERROR: no credentials with the id \"other\"", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void matchADomainByHostAndPort() throws Exception {
        Domain here = new Domain("here", null, List.of(new HostnamePortSpecification(registry.host(), null)));
        SystemCredentialsProvider.getInstance().getDomainCredentialsMap().put(here, List.of(login("here")));

        jenkins.assertBuildStatusSuccess(run("ociRegistryLogin registry: 'HOST', credentialsId: 'here'"));
    }

    @Test
    void canBeADockerFile() throws Exception {
        String pair = EmbeddedRegistry.USER + ":" + EmbeddedRegistry.PASSWORD;
        String config = "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}"
                .formatted(registry.host(), Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new FileCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "file",
                        null,
                        "config.json",
                        SecretBytes.fromBytes(config.getBytes(StandardCharsets.UTF_8))));

        jenkins.assertBuildStatusSuccess(run("ociRegistryLogin registry: 'HOST', credentialsId: 'file'"));
    }

    @Test
    void comeFromTheSystemConfigurationWhereAStepNamesNone() throws Exception {
        SystemCredentialsProvider.getInstance().getCredentials().add(login("system"));
        RegistryEndpoint endpoint = new RegistryEndpoint(registry.host());
        endpoint.setCredentialsId("system");
        OciChartConfiguration.get().setRegistries(List.of(endpoint));

        WorkflowRun build =
                run(Charts.write("web", "1.2.3") + "ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/system'");

        jenkins.assertBuildStatusSuccess(build);
        jenkins.assertLogContains("Pushed: " + registry.host() + "/system/web:1.2.3", build);
    }

    private static Credentials login(String id) throws Exception {
        return new UsernamePasswordCredentialsImpl(
                CredentialsScope.GLOBAL, id, null, EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
    }

    private static WorkflowRun run(String steps) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("node {\n" + steps.replace("HOST", registry.host()) + "\n}", true));
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }
}
