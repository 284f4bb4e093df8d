package io.jenkins.plugins.ocichart.freestyle;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.form.NamedRepository;
import io.jenkins.plugins.ocichart.steps.OciChartCopyStep;
import io.jenkins.plugins.ocichart.steps.OciChartPullStep;
import io.jenkins.plugins.ocichart.steps.OciChartPushStep;
import io.jenkins.plugins.ocichart.steps.OciChartSignStep;
import io.jenkins.plugins.ocichart.steps.OciChartSigstoreUploadStep;
import io.jenkins.plugins.ocichart.steps.OciChartSigstoreVerifyStep;
import io.jenkins.plugins.ocichart.steps.OciRegistryLoginStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.structs.SymbolLookup;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The forms of the build steps and the build environment, and their names as code. */
@WithJenkins
class FreestyleFormsTest {
    private static JenkinsRule jenkins;

    @BeforeAll
    static void addCredentials(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Logins.add();
    }

    @Test
    void keepAPushWithEverything() throws Exception {
        OciChartPushBuilder push = new OciChartPushBuilder("dist/*.tgz", "oci://registry.example.com/charts");
        push.credentialsId = Logins.ID;
        push.ifExists = "fail";
        push.parallelism = 2;
        push.archive = false;
        push.fingerprint = false;
        connection(push);

        jenkins.assertEqualDataBoundBeans(push, jenkins.configRoundtrip(push));
    }

    @Test
    void keepAPushWithoutAnything() throws Exception {
        OciChartPushBuilder push = new OciChartPushBuilder("dist/*.tgz", "oci://registry.example.com/charts");

        jenkins.assertEqualDataBoundBeans(push, jenkins.configRoundtrip(push));
    }

    @Test
    void keepAPullWithEverything() throws Exception {
        OciChartPullBuilder pull = new OciChartPullBuilder("oci://registry.example.com/charts/web");
        pull.version = "^1.2";
        pull.devel = true;
        pull.destination = "charts";
        pull.untar = true;
        pull.untarDir = "unpacked";
        pull.prov = true;
        pull.credentialsId = Logins.ID;
        pull.fingerprint = false;
        connection(pull);

        jenkins.assertEqualDataBoundBeans(pull, jenkins.configRoundtrip(pull));
    }

    @Test
    void keepAPullWithoutAnything() throws Exception {
        OciChartPullBuilder pull = new OciChartPullBuilder("oci://registry.example.com/charts/web");

        jenkins.assertEqualDataBoundBeans(pull, jenkins.configRoundtrip(pull));
    }

    @Test
    void keepDependenciesWithEverything() throws Exception {
        NamedRepository corp = new NamedRepository("https://charts.example.com");
        corp.name = "corp";
        corp.credentialsId = Logins.ID;
        corp.passCredentials = true;
        OciChartDependencyUpdateBuilder update = new OciChartDependencyUpdateBuilder();
        update.chart = "app";
        update.repositories = List.of(corp, new NamedRepository("https://other.example.com"));
        update.credentialsId = Logins.ID;
        connection(update);

        jenkins.assertEqualDataBoundBeans(update, jenkins.configRoundtrip(update));
        jenkins.assertEqualDataBoundBeans(
                new OciChartDependencyBuildBuilder(), jenkins.configRoundtrip(new OciChartDependencyBuildBuilder()));
    }

    @Test
    void keepWhatIsSaidAboutALog() throws Exception {
        OciChartSigstoreUploadBuilder upload =
                new OciChartSigstoreUploadBuilder("dist/web-1.2.3.tgz", "https://rekor.example.com");
        upload.keyring = "keys.asc";
        OciChartSigstoreVerifyBuilder verify =
                new OciChartSigstoreVerifyBuilder("dist/web-1.2.3.tgz", "https://rekor.example.com");
        verify.keyringCredentialsId = "gone";
        verify.rekorPublicKey = "KEY";
        connection(verify);

        jenkins.assertEqualDataBoundBeans(upload, jenkins.configRoundtrip(upload));
        jenkins.assertEqualDataBoundBeans(verify, jenkins.configRoundtrip(verify));
    }

    @Test
    void keepALogin() throws Exception {
        OciRegistryLoginWrapper login = new OciRegistryLoginWrapper("registry.example.com", Logins.ID);
        login.plainHttp = true;
        login.insecureSkipTlsVerify = true;
        login.caFile = "ca.pem";
        login.certFile = "client.pem";
        login.keyFile = "key.pem";
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildWrappersList().add(login);

        jenkins.configRoundtrip(job);

        jenkins.assertEqualDataBoundBeans(login, job.getBuildWrappersList().get(OciRegistryLoginWrapper.class));
    }

    /** What Job DSL's dynamic API and {@code step([$class: …])} go through. */
    @TestFactory
    Stream<DynamicTest> canBeWrittenAsCode() {
        Map<String, Object> push = new TreeMap<>(
                Map.of("chart", "dist/*.tgz", "remote", "oci://registry.example.com/charts", "ifExists", "skip"));
        Map<String, Object> pull = new TreeMap<>(
                Map.of("chart", "oci://registry.example.com/charts/web", "version", "^1.2", "untar", true));
        Map<String, Object> copy = new TreeMap<>(Map.of(
                "from",
                "oci://registry.example.com/staging/web",
                "to",
                "oci://registry.example.com/prod",
                "ifExists",
                "fail"));
        Map<String, Object> sign = new TreeMap<>(
                Map.of("chart", "oci://registry.example.com/charts/web:1", "keyCredentialsId", "key", "format", "tag"));
        Map<String, Object> log = new TreeMap<>(
                Map.of("chart", "web-1.tgz", "rekorUrl", "https://rekor.example.com", "keyring", "keys.asc"));
        Map<String, Object> dependencies = new TreeMap<>(Map.of("chart", "app"));
        Map<String, Object> login = new TreeMap<>(
                Map.of("registry", "registry.example.com", "credentialsId", Logins.ID, "caFile", "ca.pem"));
        return Stream.of(
                        Map.entry("ociChartPushBuilder", push),
                        Map.entry("ociChartPullBuilder", pull),
                        Map.entry("ociChartCopyBuilder", copy),
                        Map.entry("ociChartSignBuilder", sign),
                        Map.entry("ociChartSigstoreUploadBuilder", log),
                        Map.entry("ociChartSigstoreVerifyBuilder", log),
                        Map.entry("ociChartDependencyUpdateBuilder", dependencies),
                        Map.entry("ociChartDependencyBuildBuilder", dependencies),
                        Map.entry("ociRegistryLoginWrapper", login))
                .map(code -> DynamicTest.dynamicTest(code.getKey(), () -> {
                    Descriptor<?> descriptor = SymbolLookup.get().findDescriptor(Describable.class, code.getKey());
                    @SuppressWarnings("unchecked")
                    DescribableModel<Object> model = (DescribableModel<Object>) DescribableModel.of(descriptor.clazz);

                    Object instance = model.instantiate(code.getValue(), null);

                    assertThat(model.uninstantiate2(instance).getArguments()).isEqualTo(code.getValue());
                    assertThat(model.uninstantiate2(instance).getSymbol()).isEqualTo(code.getKey());
                }));
    }

    /** The steps and build steps can't drift apart. */
    @Test
    void haveTheFieldsOfTheSteps() {
        assertThat(fields(OciChartPushBuilder.class)).isEqualTo(fields(OciChartPushStep.class));
        assertThat(fields(OciChartPullBuilder.class)).isEqualTo(fields(OciChartPullStep.class));
        assertThat(fields(OciChartCopyBuilder.class)).isEqualTo(fields(OciChartCopyStep.class));
        assertThat(fields(OciChartSignBuilder.class)).isEqualTo(fields(OciChartSignStep.class));
        assertThat(fields(OciChartSigstoreUploadBuilder.class)).isEqualTo(fields(OciChartSigstoreUploadStep.class));
        assertThat(fields(OciChartSigstoreVerifyBuilder.class)).isEqualTo(fields(OciChartSigstoreVerifyStep.class));
        assertThat(fields(OciChartDependencyUpdateBuilder.class))
                .isEqualTo(fields(OciChartDependencyBuildBuilder.class));
        assertThat(fields(OciRegistryLoginWrapper.class)).isEqualTo(fields(OciRegistryLoginStep.class));
    }

    @TestFactory
    Stream<DynamicTest> explainEveryField() {
        return Stream.of(
                        OciChartPushBuilder.class,
                        OciChartPullBuilder.class,
                        OciChartCopyBuilder.class,
                        OciChartSignBuilder.class,
                        OciChartSigstoreUploadBuilder.class,
                        OciChartDependencyUpdateBuilder.class,
                        OciChartDependencyBuildBuilder.class,
                        OciRegistryLoginWrapper.class)
                .flatMap(form -> Stream.of("en", "it")
                        .map(language -> DynamicTest.dynamicTest(form.getSimpleName() + " " + language, () -> {
                            HtmlPage page = addTo(jenkins.createFreeStyleProject(), form);
                            JenkinsRule.WebClient client = jenkins.createWebClient();
                            client.addRequestHeader("Accept-Language", language);
                            List<String> fields = new ArrayList<>(fields(form));
                            // Until charts can be verified, forms don't offer it.
                            fields.removeIf(field -> field.matches("verify|keyring.*|publicKey.*"));
                            for (String field : fields) {
                                DomElement help = page.getFirstByXPath("//a[@helpurl and contains(@helpurl, '"
                                        + "ocichart') and substring(@helpurl, string-length(@helpurl) - "
                                        + (field.length()) + ") = '/" + field + "']");
                                assertThat(help).as("help of " + field).isNotNull();
                                String text = client.goTo(help.getAttribute("helpurl")
                                                .substring(jenkins.contextPath.length() + 1))
                                        .asNormalizedText();
                                assertThat(text).as("help of " + field).isNotBlank();
                            }
                        })));
    }

    private static HtmlPage addTo(FreeStyleProject job, Class<?> form) throws Exception {
        if (form == OciRegistryLoginWrapper.class) {
            job.getBuildWrappersList().add(new OciRegistryLoginWrapper("registry.example.com", Logins.ID));
        } else if (form == OciChartPushBuilder.class) {
            job.getBuildersList().add(new OciChartPushBuilder("*.tgz", "oci://registry.example.com/charts"));
        } else if (form == OciChartCopyBuilder.class) {
            job.getBuildersList()
                    .add(new OciChartCopyBuilder(
                            "oci://registry.example.com/staging/web", "oci://registry.example.com/prod"));
        } else if (form == OciChartSignBuilder.class) {
            job.getBuildersList().add(new OciChartSignBuilder("oci://registry.example.com/charts/web:1"));
        } else if (form == OciChartSigstoreUploadBuilder.class) {
            job.getBuildersList()
                    .add(new OciChartSigstoreUploadBuilder("dist/web-1.2.3.tgz", "https://rekor.example.com"));
        } else if (form == OciChartDependencyUpdateBuilder.class) {
            job.getBuildersList().add(new OciChartDependencyUpdateBuilder());
        } else if (form == OciChartDependencyBuildBuilder.class) {
            job.getBuildersList().add(new OciChartDependencyBuildBuilder());
        } else {
            job.getBuildersList().add(new OciChartPullBuilder("oci://registry.example.com/charts/web"));
        }
        return jenkins.createWebClient().getPage(job, "configure");
    }

    private static List<String> fields(Class<?> type) {
        return DescribableModel.of(type).getParameters().stream()
                .map(DescribableParameter::getName)
                .sorted()
                .toList();
    }

    private static void connection(TaskBuilder builder) {
        builder.plainHttp = true;
        builder.insecureSkipTlsVerify = true;
        builder.caFile = "ca.pem";
        builder.certFile = "client.pem";
        builder.keyFile = "key.pem";
    }
}
