package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.Agents;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Shards of a migration on two machines of one build, in the sandbox. */
@WithJenkins
class MigrationTest {
    @RegisterExtension
    final Agents agents = new Agents();

    @Test
    void theBuiltInNodeAndAnAgentMigrateTogether(JenkinsRule jenkins, @TempDir Path dir) throws Exception {
        for (int i = 0; i < 40; i++) {
            ChartTar.write(dir, "web", "1." + i + ".0");
        }
        HelmProgram.three().run("repo", "index", dir.toString());
        agents.create(jenkins, "inbound");
        try (ChartSite site = ChartSite.start().serving(dir);
                DockerRegistry registry = DockerRegistry.start();
                RecordingRegistry proxy = RecordingRegistry.inFrontOf(registry.host())) {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "migrate");
            job.setDefinition(
                    new CpsFlowDefinition("""
                    def shard(part) {
                        def counts = ociChartMigrate from: 'SITE', remote: 'oci://HOST/charts', shard: part
                        echo "${part}: ${counts.pushed} of ${counts.total}"
                    }
                    parallel one: { node('built-in') { shard('1/2') } }, two: { node('inbound') { shard('2/2') } }
                    """.replace("SITE", site.url()).replace("HOST", proxy.host()), true));
            WorkflowRun build = jenkins.buildAndAssertSuccess(job);

            assertThat(proxy.lines().stream().filter(line -> line.matches("PUT .*/manifests/.* 201")))
                    .hasSize(40)
                    .doesNotHaveDuplicates();
            assertThat(site.asked(".tgz")).hasSize(40).doesNotHaveDuplicates();
            Path records = build.getRootDir().toPath();
            String report = Files.readString(records.resolve("archive/oci-migration.json"));
            assertThat(report.split("\"outcome\" : \"pushed\"", -1)).hasSize(41);
            assertThat(Files.size(records.resolve("build.xml"))).isLessThan(40_000);
        }
    }
}
