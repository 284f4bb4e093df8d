package io.jenkins.plugins.ocichart.form;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Descriptor;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ParametersDefinitionProperty;
import hudson.tasks.BuildWrapper;
import hudson.tasks.Builder;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.config.RegistryEndpoint;
import io.jenkins.plugins.ocichart.config.RepositoryEndpoint;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
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
 * The plugin's pages and the forms of its steps, visited for the first time by somebody who isn't logged in. The controller has
 * the class loaders of a real one: views find the classes that they name there, or don't.
 */
class FirstVisitTest {
    private static final Pattern PART = Pattern.compile("class=\"render-on-demand[^>]*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("data-proxy-(\\S+?)=\"([^\"]*)\"");

    @RegisterExtension
    final RealJenkinsExtension controller = new RealJenkinsExtension();

    @TempDir
    private Path directory;

    private final List<String> failures = new ArrayList<>();

    @Test
    void showsEverythingToAnonymousReaders() throws Throwable {
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
                    "job/freestyle/",
                    "pipeline-syntax/");
        }
        assertThat(failures).isEmpty();
    }

    /** Gets pages with all their forms. */
    private void visit(String... pages) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        for (String page : pages) {
            parts(client, page, check(client, page, request(page).build()), 1);
        }
    }

    /** Gets the forms that a page asks for one by one, and those in them. */
    private void parts(HttpClient client, String page, String text, int depth) throws Exception {
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
            parts(client, name, check(client, name, render), depth + 1);
        }
    }

    private String check(HttpClient client, String page, HttpRequest request) throws Exception {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        String text = answer.body();
        if (answer.statusCode() != 200 || text.contains("Oops!")) {
            failures.add(answer.statusCode() + " on /" + page);
        }
        return text;
    }

    private HttpRequest.Builder request(String page) throws Exception {
        return HttpRequest.newBuilder(URI.create(new URL(controller.getUrl(), page.replace(" ", "%20")).toString()));
    }

    private static boolean isOurs(Descriptor<?> descriptor) {
        return descriptor.clazz.getName().startsWith("io.jenkins.plugins.ocichart.");
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
                    .toEveryone());
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
