package io.jenkins.plugins.ocichart.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.Descriptor;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ParametersDefinitionProperty;
import hudson.tasks.BuildWrapper;
import hudson.tasks.Builder;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.config.RegistryEndpoint;
import io.jenkins.plugins.ocichart.config.RepositoryEndpoint;
import io.jenkins.plugins.ocichart.credentials.DockerConfigCredentials;
import io.jenkins.plugins.ocichart.credentials.IdentityTokenCredentials;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.helm.HelmTool;
import io.jenkins.plugins.ocichart.parameter.OciChartVersionParameterDefinition;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.net.CookieManager;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.assertj.core.api.SoftAssertions;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Every page and form of the plugin, visited for the first time by somebody who may just see it. The controller has the class
 * loaders of a real one: views find the classes that they name there, or don't.
 */
class FirstVisitTest {
    private static final String NEW_CREDENTIALS = "manage/credentials/store/system/domain/_/dialog2?kind=";
    private static final String PARAMETERS = "job/freestyle/build?delay=0sec";
    private static final Pattern PART = Pattern.compile("class=\"render-on-demand[^>]*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("data-proxy-(\\S+?)=\"([^\"]*)\"");

    /** Where a form finds its help and its checks. */
    private static final Pattern FORM = Pattern.compile("/(io\\.jenkins\\.plugins\\.ocichart\\.[\\w.]+)/");

    @RegisterExtension
    final RealJenkinsExtension controller = new RealJenkinsExtension();

    @TempDir
    private Path directory;

    private final List<String> failures = new ArrayList<>();
    private final Set<String> seen = new TreeSet<>();

    @Test
    void findsEveryPageAndForm() throws Throwable {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            Path helm = Files.writeString(directory.resolve("helm"), """
                    #!/bin/sh
                    if [ "$1" = version ]; then echo v4.3.1; exit; fi
                    echo '{"name": "web", "namespace": "staging", "version": 3, "info": {"status": "deployed"}}'
                    """);
            helm.toFile().setExecutable(true);
            controller.startJenkins();
            String md5 = controller.runRemotely(new Prepare(registry.host(), directory.toString()));
            String repository = URLEncoder.encode(registry.host() + "/first/web", StandardCharsets.UTF_8);

            visit(
                    "",
                    "",
                    "job/pipeline/",
                    "job/pipeline/oci-charts/",
                    "job/pipeline/oci-charts/?repository=" + repository,
                    "job/pipeline/oci-charts/api/json",
                    "job/pipeline/api/json",
                    "job/pipeline/1/",
                    "job/pipeline/1/oci-charts/",
                    "job/pipeline/1/oci-charts/api/json",
                    "job/pipeline/1/api/xml",
                    "oci-chart-deployments/",
                    "oci-chart-deployments/?environment=production",
                    "oci-chart-deployments/api/json",
                    "fingerprint/" + md5 + "/",
                    "job/freestyle/");
            visit("builder", PARAMETERS, "job/pipeline/");
            visit(
                    "configurer",
                    "job/freestyle/configure",
                    "job/pipeline/configure",
                    "job/pipeline/pipeline-syntax/",
                    "job/pipeline/pipeline-syntax/html",
                    "job/pipeline/directive-generator/",
                    "pipeline-syntax/");
            visit(
                    "admin",
                    "manage/configure",
                    "manage/configureTools/",
                    NEW_CREDENTIALS + DockerConfigCredentials.class.getName(),
                    NEW_CREDENTIALS + IdentityTokenCredentials.class.getName(),
                    "manage/configuration-as-code/reference");
        }
        List<String> forms = controller.runRemotely(new Forms());
        assertThat(forms).hasSizeGreaterThan(30);
        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(failures).isEmpty();
            softly.assertThat(seen).containsAll(forms);
        });
    }

    /** Gets pages with all their forms. */
    private void visit(String user, String... pages) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        if (!user.isEmpty()) {
            client.send(request("login").build(), HttpResponse.BodyHandlers.discarding());
            HttpRequest login = request("j_spring_security_check")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("j_username=" + user + "&j_password=" + user))
                    .build();
            client.send(login, HttpResponse.BodyHandlers.discarding());
        }
        for (String page : pages) {
            parts(client, user, page, check(client, user, page, request(page).build()), 1);
        }
    }

    /** Gets the forms that a page asks for one by one, and those in them. */
    private void parts(HttpClient client, String user, String page, String text, int depth) throws Exception {
        Matcher parts = PART.matcher(text);
        int number = 0;
        while (parts.find() && depth < 4) {
            Map<String, String> attributes = new HashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(parts.group());
            while (attribute.find()) {
                attributes.put(attribute.group(1), attribute.group(2));
            }
            HttpRequest render = HttpRequest.newBuilder(
                            controller.getUrl().toURI().resolve(attributes.get("url") + "/render"))
                    .header("Content-Type", "application/x-stapler-method-invocation;charset=UTF-8")
                    .header("Crumb", attributes.get("crumb"))
                    .POST(HttpRequest.BodyPublishers.ofString("[]"))
                    .build();
            String name = page + ", part " + ++number;
            parts(client, user, name, check(client, user, name, render), depth + 1);
        }
    }

    private String check(HttpClient client, String user, String page, HttpRequest request) throws Exception {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        String text = answer.body();
        // Jenkins asks for parameters with that status.
        int expected = page.endsWith(PARAMETERS) ? 405 : 200;
        boolean complete = !text.contains("<html") || text.contains("</html>");
        if (answer.statusCode() != expected || !complete || text.contains("Oops!")) {
            failures.add(answer.statusCode() + " for " + (user.isEmpty() ? "anonymous" : user) + " on /" + page);
        }
        FORM.matcher(text).results().forEach(form -> seen.add(form.group(1)));
        return text;
    }

    private HttpRequest.Builder request(String page) throws Exception {
        return HttpRequest.newBuilder(URI.create(new URL(controller.getUrl(), page.replace(" ", "%20")).toString()));
    }

    private static boolean isOurs(Descriptor<?> descriptor) {
        return descriptor.clazz.getName().startsWith("io.jenkins.plugins.ocichart.");
    }

    /** The descriptors of the plugin that have a form. */
    private record Forms() implements RealJenkinsExtension.Step2<ArrayList<String>> {
        @Override
        public ArrayList<String> run(JenkinsRule rule) {
            ArrayList<String> forms = new ArrayList<>();
            for (Descriptor<?> descriptor : rule.jenkins.getExtensionList(Descriptor.class)) {
                if (isOurs(descriptor)) {
                    forms.add(descriptor.getId());
                }
            }
            return forms;
        }
    }

    /** Jobs, a build with a record of everything, and settings, made without any page. */
    private record Prepare(String registry, String helm) implements RealJenkinsExtension.Step2<String> {
        @Override
        public String run(JenkinsRule rule) throws Throwable {
            rule.jenkins.setCrumbIssuer(null);
            rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
            rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(Jenkins.READ, Item.READ)
                    .everywhere()
                    .toEveryone()
                    .grant(Item.BUILD)
                    .everywhere()
                    .to("builder")
                    .grant(Item.CONFIGURE, Item.EXTENDED_READ, CredentialsProvider.USE_ITEM)
                    .everywhere()
                    .to("configurer")
                    .grant(Jenkins.ADMINISTER)
                    .everywhere()
                    .to("admin"));
            Logins.add();
            OciChartConfiguration.get().setRegistries(List.of(new RegistryEndpoint("registry.example.com")));
            OciChartConfiguration.get().setRepositories(List.of(new RepositoryEndpoint("https://charts.example.com")));
            rule.jenkins
                    .getDescriptorByType(HelmTool.DescriptorImpl.class)
                    .setInstallations(new HelmTool("fake", helm, List.of()));
            FreeStyleProject freestyle = rule.createProject(FreeStyleProject.class, "freestyle");
            OciChartVersionParameterDefinition parameter =
                    new OciChartVersionParameterDefinition("VERSION", "oci://" + registry + "/first/web");
            parameter.setCredentialsId(Logins.ID);
            freestyle.addProperty(new ParametersDefinitionProperty(parameter));
            for (Descriptor<Builder> descriptor : Builder.all()) {
                if (isOurs(descriptor)) {
                    freestyle.getBuildersList().add(instance(descriptor));
                }
            }
            for (Descriptor<BuildWrapper> descriptor : BuildWrapper.all()) {
                if (isOurs(descriptor)) {
                    freestyle.getBuildWrappersList().add(instance(descriptor));
                }
            }
            WorkflowJob job = rule.createProject(WorkflowJob.class, "pipeline");
            job.setDefinition(new CpsFlowDefinition(
                    """
                            node {
                                WRITE
                                ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor') {
                                    ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/first'
                                    ociChartPull chart: 'oci://HOST/first/web', untar: true, untarDir: 'unpacked'
                                    ociChartPackage chart: 'unpacked/web', version: '1.3.0'
                                    ociChartCopy from: 'oci://HOST/first/web:1.2.3', to: 'oci://HOST/second'
                                    ociChartUpgrade release: 'web', chart: 'oci://HOST/second/web:1.2.3', helm: 'fake',
                                        environment: 'production'
                                }
                            }
                            """.replace("WRITE", Charts.write("web", "1.2.3")).replace("HOST", registry), true));
            rule.buildAndAssertSuccess(job);
            return rule.jenkins.getWorkspaceFor(job).child("dist/web-1.2.3.tgz").digest();
        }

        @SuppressWarnings("unchecked")
        private static <T extends hudson.model.Describable<T>> T instance(Descriptor<T> descriptor) throws Exception {
            Map<String, Object> arguments = new HashMap<>();
            DescribableModel<T> model = (DescribableModel<T>) DescribableModel.of(descriptor.clazz);
            for (DescribableParameter one : model.getParameters()) {
                if (one.isRequired()) {
                    arguments.put(one.getName(), "typed");
                }
            }
            return model.instantiate(arguments, null);
        }
    }
}
