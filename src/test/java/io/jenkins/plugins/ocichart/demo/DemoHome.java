package io.jenkins.plugins.ocichart.demo;

import io.jenkins.plugins.ocichart.fixture.ReleaseKeys;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Prepares a Jenkins home with the job {@code demo} for {@code hpi:run}, and runs the registry that the job uses until
 * the program is stopped.
 */
public final class DemoHome {
    private DemoHome() {}

    /** Prepares the home given as the first argument. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(arguments[0]);
        EmbeddedRegistry registry = EmbeddedRegistry.start();
        prepare(home, registry.host());
        System.out.println("registry " + registry.host() + " runs until this is stopped; the job 'demo' is in " + home);
        Thread.currentThread().join();
    }

    /** Writes job, credentials and charts; jenkins.yaml is where Configuration as Code looks for it. */
    static void prepare(Path home, String registry) throws IOException {
        // Jenkins takes a home that has jobs but no settings for an old one, whose workspaces are beside the jobs.
        Demo.copyCharts(home.resolve("jobs/demo/workspace"));
        StringBuilder files = new StringBuilder();
        ReleaseKeys.make()
                .forEach((id, content) ->
                        files.append("""
                      - file:
                          scope: GLOBAL
                          id: %1$s
                          fileName: %1$s
                          secretBytes: "%2$s"
                """.formatted(id, Base64.getEncoder().encodeToString(content))
                                .indent(4)));
        Files.writeString(
                home.resolve("jenkins.yaml"),
                """
                jenkins:
                  globalNodeProperties:
                    - envVars:
                        env:
                          - key: REGISTRY
                            value: "%s"
                credentials:
                  system:
                    domainCredentials:
                      - credentials:
                          - usernamePassword:
                              scope: GLOBAL
                              id: demo-registry
                              description: login of the demo's registry
                              username: "%s"
                              password: "%s"
                """.formatted(registry, EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD) + files);
        Path job = Files.createDirectories(home.resolve("jobs/demo"));
        Files.writeString(
                job.resolve("config.xml"), """
                <?xml version='1.1' encoding='UTF-8'?>
                <flow-definition>
                  <definition class="org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition">
                    <script>%s</script>
                    <sandbox>true</sandbox>
                  </definition>
                </flow-definition>
                """.formatted(escaped(Files.readString(Path.of("demo", "Jenkinsfile")))));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
