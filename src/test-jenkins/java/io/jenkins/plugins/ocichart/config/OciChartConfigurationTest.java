package io.jenkins.plugins.ocichart.config;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextInput;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Manage Jenkins » System » OCI chart registries. */
@WithJenkins
class OciChartConfigurationTest {
    private static final String TEST =
            "descriptorByName/io.jenkins.plugins.ocichart.config.RegistryEndpoint/testConnection";

    private static EmbeddedRegistry registry;

    @TempDir
    private static Path charts;

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        registry = EmbeddedRegistry.start();
        Logins.add();
        Logins.add("wrong", EmbeddedRegistry.USER, "wrong-password");
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @AfterEach
    void reset() {
        OciChartConfiguration.get().setRegistries(List.of());
        OciChartConfiguration.get().setRepositories(List.of());
        OciChartConfiguration.get().setTransparencyLogUrl(null);
        OciChartConfiguration.get().setTimestampAuthorityUrl(null);
        jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
    }

    @Test
    void survivesTheSystemPage() throws Exception {
        RegistryEndpoint plain = new RegistryEndpoint("registry.example.com");
        plain.setCredentialsId(Logins.ID);
        RegistryEndpoint special = new RegistryEndpoint("localhost:5000/team-a");
        special.setPlainHttp(true);
        special.setInsecureSkipTlsVerify(true);
        special.setCaFile("/etc/ca.pem");
        special.setCertFile("/etc/client.pem");
        special.setKeyFile("/etc/key.pem");
        OciChartConfiguration.get().setRegistries(List.of(plain, special));

        jenkins.configRoundtrip();

        List<RegistryEndpoint> registries = OciChartConfiguration.get().getRegistries();
        assertThat(registries).hasSize(2);
        jenkins.assertEqualDataBoundBeans(plain, registries.get(0));
        jenkins.assertEqualDataBoundBeans(special, registries.get(1));
    }

    @Test
    void repositoriesSurviveTheSystemPage() throws Exception {
        RepositoryEndpoint plain = new RepositoryEndpoint("https://charts.example.com");
        plain.setCredentialsId(Logins.ID);
        RepositoryEndpoint special = new RepositoryEndpoint("https://charts.example.com/team-a");
        special.setPassCredentials(true);
        special.setInsecureSkipTlsVerify(true);
        special.setCaFile("/etc/ca.pem");
        OciChartConfiguration.get().setRepositories(List.of(plain, special));

        jenkins.configRoundtrip();

        List<RepositoryEndpoint> repositories = OciChartConfiguration.get().getRepositories();
        assertThat(repositories).hasSize(2);
        jenkins.assertEqualDataBoundBeans(plain, repositories.get(0));
        jenkins.assertEqualDataBoundBeans(special, repositories.get(1));
    }

    @Test
    void addressesOfWitnessesSurviveTheSystemPageAndCanBeEmptied() throws Exception {
        OciChartConfiguration.get().setTransparencyLogUrl("https://rekor.example.com");
        OciChartConfiguration.get().setTimestampAuthorityUrl("https://tsa.example.com/tsr");

        jenkins.configRoundtrip();

        assertThat(OciChartConfiguration.get().getTransparencyLogUrl()).isEqualTo("https://rekor.example.com");
        assertThat(OciChartConfiguration.get().getTimestampAuthorityUrl()).isEqualTo("https://tsa.example.com/tsr");
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        HtmlForm form = client.goTo("configure").getFormByName("config");
        form.getInputByName("_.timestampAuthorityUrl").setValue("nowhere");
        assertThat(jenkins.submit(form).asNormalizedText()).contains("Not an address: give https://HOST[:PORT][/PATH]");
        assertThat(OciChartConfiguration.get().getTimestampAuthorityUrl()).isEqualTo("https://tsa.example.com/tsr");
        form = client.goTo("configure").getFormByName("config");
        form.getInputByName("_.transparencyLogUrl").setValue("");
        jenkins.submit(form);
        assertThat(OciChartConfiguration.get().getTransparencyLogUrl()).isNull();
    }

    /** By the button of the page. */
    @Test
    void testsTheConnectionToARepository() throws Exception {
        try (ChartSite site =
                ChartSite.start().serving(charts).protectedBy(EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD)) {
            Files.writeString(charts.resolve("index.yaml"), "apiVersion: v1\nentries: {}\n");
            RepositoryEndpoint entry = new RepositoryEndpoint(site.url());
            entry.setCredentialsId(Logins.ID);
            OciChartConfiguration.get().setRepositories(List.of(entry));
            HtmlPage page = jenkins.createWebClient().goTo("configure");
            HtmlButton button =
                    page.getFirstByXPath("//div[@name='repositories' and not(contains(@class,'to-be-removed'))]"
                            + "//button[contains(.,'Test connection')]");
            button.click();
            page.getWebClient().waitForBackgroundJavaScript(20_000);

            assertThat(page.asNormalizedText())
                    .contains("The controller fetched the index of " + site.url() + " with the credentials \""
                            + Logins.ID);
            assertThat(site.asked("")).containsExactly("/index.yaml");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reader", "manager", "system-reader", "anonymous"})
    void asksNoRepositoryForAnybodyButAdministrators(String user) throws Exception {
        try (ChartSite site = ChartSite.start()) {
            secure();
            JenkinsRule.WebClient client = client(user);
            WebRequest request = new WebRequest(
                    new URL(client.getContextPath() + TEST.replace("RegistryEndpoint", "RepositoryEndpoint")),
                    HttpMethod.POST);
            request.setRequestParameters(
                    List.of(new NameValuePair("url", site.url()), new NameValuePair("credentialsId", Logins.ID)));
            client.getPage(client.addCrumb(request));

            assertThat(site.asked()).isEmpty();
        }
    }

    @Test
    void isEmptyAgainAfterTheLastEntryWasRemoved() throws Exception {
        OciChartConfiguration.get().setRegistries(List.of(new RegistryEndpoint("registry.example.com")));
        HtmlPage page = jenkins.createWebClient().goTo("configure");
        HtmlForm form = page.getFormByName("config");
        HtmlTextInput field = field(form);
        HtmlButton delete = (HtmlButton) field.getFirstByXPath(
                "ancestor::div[contains(@class,'repeated-chunk')][1]//button[contains(@class,'repeatable-delete')]");
        delete.click();
        page.getWebClient().waitForBackgroundJavaScript(5_000);

        jenkins.submit(form);

        assertThat(OciChartConfiguration.get().getRegistries()).isEmpty();
    }

    @Test
    void refusesToStoreAMistake() throws Exception {
        OciChartConfiguration.get().setRegistries(List.of(new RegistryEndpoint("registry.example.com")));
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        HtmlForm form = client.goTo("configure").getFormByName("config");
        field(form).setValue("not a registry");

        HtmlPage answer = jenkins.submit(form);

        assertThat(answer.asNormalizedText()).contains("\"not a registry\" is not a registry");
        assertThat(OciChartConfiguration.get().getRegistries())
                .extracting(RegistryEndpoint::getRegistry)
                .containsExactly("registry.example.com");
    }

    @Test
    void isKept() {
        OciChartConfiguration.get().setRegistries(List.of(new RegistryEndpoint("registry.example.com/team-a")));

        OciChartConfiguration loaded = new OciChartConfiguration();
        loaded.load();

        assertThat(loaded.getRegistries())
                .extracting(RegistryEndpoint::getRegistry)
                .containsExactly("registry.example.com/team-a");
    }

    @Test
    void testsAConnection() throws Exception {
        String success =
                test(jenkins.createWebClient(), Logins.ID).getWebResponse().getContentAsString();
        String failure =
                test(jenkins.createWebClient(), "wrong").getWebResponse().getContentAsString();

        assertThat(success)
                .contains("class=\"ok\"", "The controller reached " + registry.host() + " and logged in")
                .doesNotContain(EmbeddedRegistry.PASSWORD);
        assertThat(failure)
                .contains("class=\"error\"", "authenticating to &quot;" + registry.host() + "&quot;: ")
                .doesNotContain("wrong-password", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reader", "manager", "system-reader", "anonymous"})
    void testsNothingForAnybodyButAdministrators(String user) throws Exception {
        secure();
        JenkinsRule.WebClient client = client(user);

        // 403, or for anonymous the way to the login page
        assertThat(test(client, Logins.ID).getWebResponse().getContentAsString())
                .isNotEmpty()
                .doesNotContain("class=\"ok\"", registry.host());
    }

    @Test
    void testsForAdministratorsByPostOnly() throws Exception {
        secure();
        JenkinsRule.WebClient client = client("admin");

        assertThat(test(client, Logins.ID).getWebResponse().getStatusCode()).isEqualTo(200);
        assertThat(client.goTo(TEST + "?registry=" + registry.host(), null)
                        .getWebResponse()
                        .getStatusCode())
                .isEqualTo(404);
    }

    private Page test(JenkinsRule.WebClient client, String credentials) throws Exception {
        WebRequest request = new WebRequest(new URL(client.getContextPath() + TEST), HttpMethod.POST);
        request.setRequestParameters(List.of(
                new NameValuePair("registry", registry.host()), new NameValuePair("credentialsId", credentials)));
        return client.getPage(client.addCrumb(request));
    }

    private static void secure() {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Jenkins.MANAGE)
                .everywhere()
                .to("manager")
                .grant(Jenkins.READ, Jenkins.SYSTEM_READ)
                .everywhere()
                .to("system-reader")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "anonymous"));
    }

    private static JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        return user.equals("anonymous") ? client : client.login(user);
    }

    private static HtmlTextInput field(HtmlForm form) {
        return form.getFirstByXPath(
                ".//div[@name='registries' and not(contains(@class,'to-be-removed'))]//input[@name='_.registry']");
    }
}
