package io.jenkins.plugins.ocichart.helm;

import static io.jenkins.plugins.casc.misc.Util.getToolRoot;
import static io.jenkins.plugins.casc.misc.Util.toYamlString;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.simulator.HelmMirror;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The tool {@code helm} in Configuration as Code, as the README shows it. */
@WithJenkins
class HelmToolAsCodeTest {
    @TempDir
    private Path directory;

    @Test
    void readsUsesAndWritesToolsWithTheirInstallers(JenkinsRule jenkins) throws Exception {
        byte[] program = Files.readAllBytes(HelmProgram.onPath("helm4").path());
        try (HelmMirror mirror = HelmMirror.start()) {
            String sha256 = mirror.publish("4.3.1", "linux-amd64", program);
            configure("""
                    tool:
                      helm:
                        installations:
                          - name: helm-4
                            properties:
                              - installSource:
                                  installers:
                                    - helmInstaller:
                                        version: 4.3.1
                                        sha256: %s
                                        baseUrl: %s
                          - name: helm-3
                            home: /opt/helm-3
                    """.formatted(sha256, mirror.url()));

            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            job.setDefinition(new CpsFlowDefinition("""
                    pipeline {
                        agent any
                        tools { helm 'helm-4' }
                        stages { stage('a') { steps { sh 'helm version --short' } } }
                    }
                    """, true));
            jenkins.assertLogContains("v4.3.1", jenkins.buildAndAssertSuccess(job));

            String exported = export();
            assertThat(exported).isEqualToIgnoringNewLines("""
                            installations:
                            - name: "helm-4"
                              properties:
                              - installSource:
                                  installers:
                                  - helmInstaller:
                                      baseUrl: "%s"
                                      sha256: "%s"
                                      version: "4.3.1"
                            - home: "/opt/helm-3"
                              name: "helm-3"
                            """.formatted(mirror.url(), sha256));
            ExtensionList.lookupSingleton(HelmTool.DescriptorImpl.class).setInstallations();
            configure("tool:\n  helm:\n" + exported.indent(4));
            assertThat(export()).isEqualTo(exported);
        }
    }

    private void configure(String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("jenkins.yaml"), yaml);
        ConfigurationAsCode.get().configure(file.toUri().toString());
    }

    private static String export() throws Exception {
        return toYamlString(getToolRoot(new ConfigurationContext(ConfiguratorRegistry.get()))
                .get("helm"));
    }
}
