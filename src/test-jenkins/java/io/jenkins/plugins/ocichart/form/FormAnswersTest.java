package io.jenkins.plugins.ocichart.form;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Descriptor;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.tasks.BuildWrapper;
import hudson.tasks.Builder;
import io.jenkins.plugins.ocichart.config.RegistryEndpoint;
import io.jenkins.plugins.ocichart.config.RepositoryEndpoint;
import io.jenkins.plugins.ocichart.fixture.Logins;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who gets which answer from the forms: every check and every list of every form of a job. */
@WithJenkins
class FormAnswersTest {
    /** Values that each check has something to say of. */
    private static final Map<String, String> BAD_VALUES = Map.of(
            "Chart",
            "",
            "Release",
            "",
            "CertFile",
            "",
            "KeyFile",
            "",
            "InsecureSkipTlsVerify",
            "true",
            "ValuesFiles",
            "https://example.com/values.yaml");

    /** A secret file, which the fields for keys offer. */
    private static final String KEY = "key-file";

    private static final Map<String, JenkinsRule.WebClient> CLIENTS = new HashMap<>();

    private static JenkinsRule jenkins;
    private static FreeStyleProject job;

    @BeforeAll
    static void secure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Logins.add();
        Logins.addFile(KEY, new byte[1]);
        job = jenkins.createFreeStyleProject("charts");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("configurer"));
    }

    @AfterAll
    static void forget() {
        CLIENTS.clear();
    }

    @Test
    void thereAreFormsOfAllVerbs() {
        assertThat(jobForms())
                .extracting(form -> form.clazz.getSimpleName())
                .contains("NamedRepository", "OciRegistryLoginWrapper", "OciChartUpgradeBuilder", "OciChartMigrateStep")
                .hasSizeGreaterThan(25);
    }

    @TestFactory
    Stream<DynamicTest> answersThoseWhoMayConfigureTheJob() {
        return methodsOfJobForms()
                .flatMap(method -> Stream.of("configurer", "admin")
                        .map(user -> DynamicTest.dynamicTest(user + " " + method.name(), () -> {
                            WebResponse answer = post(user, method.url(job.getUrl()), method.parameters());

                            assertThat(answer.getStatusCode()).isEqualTo(200);
                            assertThat(answer.getContentAsString()).containsPattern(method.telling());
                        })));
    }

    @TestFactory
    Stream<DynamicTest> tellsReadersNothing() {
        return methodsOfJobForms()
                .map(method -> DynamicTest.dynamicTest(method.name(), () -> {
                    WebResponse answer = post("reader", method.url(job.getUrl()), method.parameters());

                    assertThat(answer.getContentAsString())
                            .doesNotContain("class=\"error", "class=\"warning", Logins.ID, KEY);
                }));
    }

    /** They are shown the way to the login page. */
    @TestFactory
    Stream<DynamicTest> tellsAnonymousNothing() {
        return methodsOfJobForms()
                .map(method -> DynamicTest.dynamicTest(method.name(), () -> {
                    WebResponse answer = post("anonymous", method.url(job.getUrl()), method.parameters());

                    assertThat(answer.getContentAsString())
                            .doesNotContain("class=\"error", "class=\"warning", Logins.ID, KEY);
                }));
    }

    /** The system page's own form, and the forms of steps outside a job: for administrators. */
    @TestFactory
    Stream<DynamicTest> tellsNobodyButAdministratorsAnythingOutsideAJob() {
        Stream<FormMethod> all = Stream.concat(
                methodsOfJobForms(),
                methodsOfTheSystemPage().filter(method -> !method.name().contains("testConnection")));
        return all.map(method -> DynamicTest.dynamicTest(method.name(), () -> {
            assertThat(post("configurer", method.url(""), method.parameters()).getContentAsString())
                    .doesNotContain("class=\"error", "class=\"warning", Logins.ID, KEY);
            assertThat(post("admin", method.url(""), method.parameters()).getContentAsString())
                    .containsPattern(method.telling());
        }));
    }

    @TestFactory
    Stream<DynamicTest> takesPostOnly() {
        return Stream.concat(methodsOfJobForms(), methodsOfTheSystemPage())
                .map(method -> DynamicTest.dynamicTest(method.name(), () -> {
                    JenkinsRule.WebClient client = client("admin");

                    assertThat(client.goTo(method.url(job.getUrl()), null)
                                    .getWebResponse()
                                    .getStatusCode())
                            .isEqualTo(404);
                }));
    }

    /** Each method once, in the first of the forms that share it; FormPermissionsTest asks all of them. */
    private static Stream<FormMethod> methodsOfJobForms() {
        Set<Method> seen = new HashSet<>();
        return jobForms().stream().flatMap(FormAnswersTest::methodsOf).filter(method -> seen.add(method.declared()));
    }

    private static Stream<FormMethod> methodsOfTheSystemPage() {
        return Stream.of(RegistryEndpoint.class, RepositoryEndpoint.class)
                .flatMap(form -> methodsOf(jenkins.jenkins.getDescriptor(form)));
    }

    /** The forms of all steps and build steps, and of what is in lists of theirs. */
    private static List<Descriptor<?>> jobForms() {
        List<Descriptor<?>> forms = new ArrayList<>();
        forms.addAll(StepDescriptor.all());
        forms.addAll(Builder.all());
        forms.addAll(BuildWrapper.all());
        forms.removeIf(form -> !form.clazz.getName().startsWith("io.jenkins.plugins.ocichart."));
        forms.add(jenkins.jenkins.getDescriptor(NamedRepository.class));
        return forms;
    }

    private static Stream<FormMethod> methodsOf(Descriptor<?> descriptor) {
        return Stream.of(descriptor.getClass().getMethods())
                .filter(method -> method.getDeclaringClass().getName().startsWith("io.jenkins.plugins.ocichart."))
                .filter(method -> method.getName().matches("do(Check|Fill|Test).*") && !method.isBridge())
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> new FormMethod(descriptor, method.getName(), method));
    }

    /** A method of a form, as the page calls it. */
    private record FormMethod(Descriptor<?> descriptor, String method, Method declared) {
        String name() {
            return descriptor.clazz.getSimpleName() + "/" + path();
        }

        private String path() {
            return Character.toLowerCase(method.charAt(2)) + method.substring(3);
        }

        String url(String context) {
            return context + "descriptorByName/" + descriptor.getId() + "/" + path();
        }

        List<NameValuePair> parameters() {
            String field = method.replaceFirst("^do(Check|Fill)", "");
            List<NameValuePair> parameters = new ArrayList<>();
            parameters.add(new NameValuePair("value", BAD_VALUES.getOrDefault(field, "not valid")));
            parameters.add(new NameValuePair("plainHttp", "true"));
            parameters.add(new NameValuePair("from", ""));
            parameters.add(new NameValuePair("to", ""));
            if (field.equals("CertFile")) {
                parameters.add(new NameValuePair("keyFile", "key.pem"));
            }
            if (field.equals("KeyFile")) {
                parameters.add(new NameValuePair("certFile", "client.pem"));
            }
            return parameters;
        }

        String telling() {
            return switch (method) {
                case "doFillIfExistsItems" -> "overwrite";
                case "doFillFormatItems" -> "bundle";
                case "doFillWhatItems" -> "readme";
                case "doFillHelmItems" -> "\"value\"";
                case "doFillKeyringCredentialsIdItems",
                        "doFillPublicKeyCredentialsIdItems",
                        "doFillKeyCredentialsIdItems",
                        "doFillSigningKeyCredentialsIdItems",
                        "doFillKubeconfigCredentialsIdItems" -> KEY;
                default -> method.startsWith("doFill") ? Logins.ID : "class=\"(error|warning)";
            };
        }
    }

    private static WebResponse post(String user, String url, List<NameValuePair> parameters) throws Exception {
        JenkinsRule.WebClient client = client(user);
        WebRequest request = new WebRequest(new URL(client.getContextPath() + url), HttpMethod.POST);
        request.setRequestParameters(parameters);
        return client.getPage(client.addCrumb(request)).getWebResponse();
    }

    private static JenkinsRule.WebClient client(String user) throws Exception {
        if (CLIENTS.containsKey(user)) {
            return CLIENTS.get(user);
        }
        JenkinsRule.WebClient client = jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .withJavaScriptEnabled(false);
        CLIENTS.put(user, user.equals("anonymous") ? client : client.withBasicApiToken(user));
        return CLIENTS.get(user);
    }
}
