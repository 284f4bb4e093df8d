package io.jenkins.plugins.ocichart.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.cli.CLICommandInvoker;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParameterDefinition;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Run;
import hudson.security.AuthorizationStrategy;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.Configurator;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.casc.model.Mapping;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.htmlunit.html.HtmlTextInput;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The build parameter, in forms, Pipelines, the CLI and the REST API. */
@WithJenkins
class OciChartVersionParameterTest {
    private static JenkinsRule jenkins;
    private static EmbeddedRegistry registry;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        registry = EmbeddedRegistry.start();
        Logins.add();
        EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
        for (String version : List.of("1.0.0", "1.9.0", "1.10.0", "2.0.0")) {
            EmbeddedHelm.push(Charts.pack("web", version), "oci://" + registry.host() + "/charts");
        }
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @AfterEach
    void openToEverybody() {
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
    }

    @Test
    void theFormOffersTheVersionsAndTheBuildGetsTheChosenOne() throws Exception {
        FreeStyleProject job = job(registry.host());
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            HtmlForm form = ((HtmlPage) client.getPage(job, "build?delay=0sec")).getFormByName("parameters");
            HtmlSelect select = form.getSelectByName("value");
            assertThat(select.getOptions().stream().map(option -> option.asNormalizedText()))
                    .containsExactly("1.10.0", "1.9.0", "1.0.0");
            select.setSelectedAttribute("1.9.0", true);
            jenkins.submit(form);
            jenkins.waitUntilNoActivity();
        }
        assertThat(version(job.getLastBuild())).isEqualTo("1.9.0");
    }

    @Test
    void theFormTakesATypedVersionIfTheRegistryCannotBeReached() throws Exception {
        FreeStyleProject job = job("127.0.0.1:1");
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            HtmlPage page = client.getPage(job, "build?delay=0sec");
            assertThat(page.asNormalizedText()).contains("The versions cannot be listed", "127.0.0.1:1");
            HtmlForm form = page.getFormByName("parameters");
            HtmlTextInput input = form.getInputByName("value");
            input.setValue("1.2.3");
            jenkins.submit(form);
            jenkins.waitUntilNoActivity();
        }
        assertThat(version(job.getLastBuild())).isEqualTo("1.2.3");
    }

    @Test
    void buildsThatNameNoneGetTheNewest() throws Exception {
        FreeStyleProject job = job(registry.host());
        assertThat(version(jenkins.buildAndAssertSuccess(job))).isEqualTo("1.10.0");
    }

    @Test
    void restAndCliTakeAnyVersionOfTheRangeAndNoOther() throws Exception {
        FreeStyleProject job = job(registry.host());
        assertThat(post(job, "1.2.3")).isEqualTo(201);
        assertThat(post(job, "2.0.0")).isGreaterThanOrEqualTo(400);
        jenkins.waitUntilNoActivity();
        assertThat(version(job.getLastBuild())).isEqualTo("1.2.3");

        CLICommandInvoker cli = new CLICommandInvoker(jenkins, "build");
        assertThat(cli.invokeWithArgs("-s", "-p", "VERSION=1.4.0", job.getName())
                        .returnCode())
                .isZero();
        assertThat(version(job.getLastBuild())).isEqualTo("1.4.0");
        CLICommandInvoker.Result refused =
                new CLICommandInvoker(jenkins, "build").invokeWithArgs("-p", "VERSION=2.0.0", job.getName());
        assertThat(refused.returnCode()).isNotZero();
        assertThat(refused.stderr()).contains("VERSION is \"2.0.0\", which is no version that matches ^1");
    }

    @Test
    void declarativePipelinesDeclareIt() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("""
                pipeline {
                    agent none
                    parameters {
                        ociChartVersion(name: 'VERSION', chart: 'oci://%s/charts/web', version: '^1', devel: false,
                            limit: 20, credentialsId: 'harbor')
                    }
                    stages { stage('a') { steps { echo "version is ${params.VERSION}" } } }
                }
                """.formatted(registry.host()), true));
        jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("version is 1.10.0", jenkins.buildAndAssertSuccess(job));
    }

    @Test
    void scriptsDeclareItWithPropertiesForRestAndCli() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("""
                properties([parameters([
                    ociChartVersion(name: 'VERSION', chart: 'oci://%s/charts/web', version: '^1', credentialsId: 'harbor')
                ])])
                echo "version is ${params.VERSION}"
                """.formatted(registry.host()), true));
        jenkins.buildAndAssertSuccess(job);

        assertThat(post(job, "1.2.3")).isEqualTo(201);
        jenkins.waitUntilNoActivity();
        jenkins.assertLogContains("version is 1.2.3", job.getLastBuild());
        assertThat(post(job, "2.0.0")).isGreaterThanOrEqualTo(400);
        assertThat(new CLICommandInvoker(jenkins, "build")
                        .invokeWithArgs("-s", "-p", "VERSION=1.4.0", job.getName())
                        .returnCode())
                .isZero();
        jenkins.assertLogContains("version is 1.4.0", job.getLastBuild());
        assertThat(new CLICommandInvoker(jenkins, "build")
                        .invokeWithArgs("-s", job.getName())
                        .returnCode())
                .isZero();
        jenkins.assertLogContains("version is 1.10.0", job.getLastBuild());
    }

    @Test
    void keepsItsConfiguration() throws Exception {
        FreeStyleProject job = job(registry.host());
        OciChartVersionParameterDefinition before = definition(job);
        before.setDevel(true);
        before.setLimit(7);
        jenkins.configRoundtrip(job);
        assertThat(definition(job)).isNotSameAs(before).isEqualTo(before);
    }

    @Test
    void whoMayNotBuildHasTheRegistryAskedNothing() throws Exception {
        FreeStyleProject job = job(registry.host());
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login("reader")) {
            client.setThrowExceptionOnFailingStatusCode(false);
            HtmlPage page = client.getPage(job, "build?delay=0sec");
            assertThat(page.asNormalizedText()).doesNotContain("1.10.0");
            assertThat(page.getByXPath("//select[@name='value']")).isEmpty();
        }
    }

    @Test
    void descriptionsOfTheJobAskNoRegistry() throws Exception {
        try (SimulatedRegistry watched = SimulatedRegistry.start()) {
            FreeStyleProject job = job(watched.host());
            jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
            jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(Jenkins.READ, Item.READ)
                    .everywhere()
                    .to("reader")
                    .grant(Jenkins.ADMINISTER)
                    .everywhere()
                    .to("admin"));
            for (String user : List.of("reader", "admin")) {
                try (JenkinsRule.WebClient client = jenkins.createWebClient().login(user)) {
                    for (String url : List.of(job.getUrl() + "api/json?depth=2", "api/json?depth=3")) {
                        assertThat(client.goTo(url, "application/json")
                                        .getWebResponse()
                                        .getContentAsString())
                                .contains("OciChartVersionParameterDefinition", "\"name\":\"VERSION\"");
                    }
                    client.getPage(job);
                }
            }
            assertThat(watched.requests()).isEmpty();
            try (JenkinsRule.WebClient client = jenkins.createWebClient().login("admin")) {
                client.setThrowExceptionOnFailingStatusCode(false);
                client.getPage(job, "build?delay=0sec");
            }
            assertThat(watched.requests()).isNotEmpty();
        }
    }

    /** As Job DSL in Configuration as Code does, whose fields have the same names. */
    @Test
    void configurationAsCodeDescribesIt() throws Exception {
        Mapping fields = new Mapping();
        fields.put("name", "VERSION");
        fields.put("description", "which one");
        fields.put("chart", "oci://registry.example.com/charts/web");
        fields.put("version", "^1");
        fields.put("devel", true);
        fields.put("limit", 7);
        fields.put("credentialsId", Logins.ID);
        Mapping parameter = new Mapping();
        parameter.put("ociChartVersion", fields);
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        Configurator<ParameterDefinition> configurator = context.lookupOrFail(ParameterDefinition.class);

        OciChartVersionParameterDefinition read =
                (OciChartVersionParameterDefinition) configurator.configure(parameter, context);

        OciChartVersionParameterDefinition expected =
                new OciChartVersionParameterDefinition("VERSION", "oci://registry.example.com/charts/web");
        expected.setDescription("which one");
        expected.setVersion("^1");
        expected.setDevel(true);
        expected.setLimit(7);
        expected.setCredentialsId(Logins.ID);
        assertThat(read).isEqualTo(expected);
        assertThat(Util.toYamlString(configurator.describe(read, context))).isEqualToIgnoringNewLines("""
                        ociChartVersion:
                          chart: "oci://registry.example.com/charts/web"
                          credentialsId: "harbor"
                          description: "which one"
                          devel: true
                          limit: 7
                          name: "VERSION"
                          version: "^1"
                        """);
    }

    private static int post(Job<?, ?> job, String version) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            URL url = new URL(jenkins.getURL(), job.getUrl() + "buildWithParameters?VERSION=" + version);
            return client.getPage(client.addCrumb(new WebRequest(url, HttpMethod.POST)))
                    .getWebResponse()
                    .getStatusCode();
        }
    }

    private static String version(Run<?, ?> build) {
        return (String)
                build.getAction(ParametersAction.class).getParameter("VERSION").getValue();
    }

    private static OciChartVersionParameterDefinition definition(FreeStyleProject job) {
        return (OciChartVersionParameterDefinition)
                job.getProperty(ParametersDefinitionProperty.class).getParameterDefinition("VERSION");
    }

    private static FreeStyleProject job(String host) throws Exception {
        OciChartVersionParameterDefinition parameter =
                new OciChartVersionParameterDefinition("VERSION", "oci://" + host + "/charts/web");
        parameter.setVersion("^1");
        parameter.setCredentialsId(host.equals("127.0.0.1:1") ? "" : Logins.ID);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.addProperty(new ParametersDefinitionProperty(parameter));
        return job;
    }
}
