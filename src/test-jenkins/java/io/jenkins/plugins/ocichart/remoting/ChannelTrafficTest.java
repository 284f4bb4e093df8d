package io.jenkins.plugins.ocichart.remoting;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.model.Slave;
import hudson.remoting.Channel;
import io.jenkins.plugins.ocichart.fixture.Agents;
import io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.fixture.Traffic;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What travels between a controller and an agent in another process, which has none of the plugin's classes at first. */
@WithJenkins
class ChannelTrafficTest {
    private static final int FILE_BYTES = 4_500_000;
    private static final int FILES = 11;

    @RegisterExtension
    final Agents agents = new Agents();

    @TempDir
    private Path directory;

    private static EmbeddedRegistry registry;
    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        registry = EmbeddedRegistry.start();
        Logins.add();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void chartsDoNotPassTheControllerAndAgentsFetchOnlyWhatTheyNeed() throws Exception {
        Path classes = directory.resolve("classes.log");
        Slave agent = agents.create(jenkins, "far", "-Xlog:class+load=info:file=" + classes);
        List<Path> charts = List.of(largeChart("1.0.0"), largeChart("2.0.0"));
        Channel channel = (Channel) agent.getChannel();

        Sent first = pushAndPull(channel, charts.get(0), "1.0.0");
        Sent second = pushAndPull(channel, charts.get(1), "2.0.0");

        SortedMap<String, Long> loaded = classesPerPackage(classes);
        report(first, second, loaded);

        assertThat(Files.size(charts.get(1))).isGreaterThan(49_000_000);
        assertThat(second.bytes())
                .as("bytes of a step on an agent that has the classes")
                .isLessThan(500_000);
        assertThat(first.bytes()).as("the same with the classes").isLessThan(4_000_000);
        assertThat(first.jars().keySet())
                .as("jars besides that of the agent, which has all classes of a push and a pull")
                .noneMatch(name -> name.matches("(oci-chart|jackson|commons-(compress|lang3)|snakeyaml).*"));
        assertThat(loaded.keySet())
                .contains("io.jenkins.plugins.ocichart")
                .noneMatch(name ->
                        name.matches("org\\.bouncycastle.*|com\\.fasterxml\\.jackson\\.(databind|annotation).*"));
    }

    /** What crossed the channel: how many bytes both ways, and the jars among them with their sizes. */
    private record Sent(long bytes, SortedMap<String, Long> jars) {}

    /** Pushes an archive and pulls it back; returns what that took on the channel. */
    private static Sent pushAndPull(Channel channel, Path archive, String version) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                """
                node('far') {
                    dir('DIRECTORY') {
                        ociChartPush chart: 'FILE', remote: 'oci://HOST/charts', credentialsId: 'harbor'
                        ociChartPull chart: 'oci://HOST/charts/large', version: 'VERSION', destination: 'pulled',
                            credentialsId: 'harbor'
                    }
                }
                """.replace("DIRECTORY", archive.getParent().toString())
                        .replace("FILE", archive.getFileName().toString())
                        .replace("HOST", registry.host())
                        .replace("VERSION", version),
                true));
        try (Traffic traffic = Traffic.on(channel)) {
            WorkflowRun build = jenkins.assertBuildStatus(Result.SUCCESS, job.scheduleBuild2(0));
            jenkins.assertLogContains("Pulled: " + registry.host() + "/charts/large:" + version, build);
            assertThat(Files.mismatch(archive, archive.resolveSibling("pulled").resolve(archive.getFileName())))
                    .isEqualTo(-1);
            return new Sent(traffic.bytes(), traffic.jars());
        }
    }

    /** Classes with a source in the log; those of the plugin under one name. */
    private static SortedMap<String, Long> classesPerPackage(Path log) throws Exception {
        try (var lines = Files.lines(log)) {
            return lines.map(line -> line.replaceFirst("^(\\[[^]]*])+\\s*", ""))
                    .filter(line -> line.contains(" source: "))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .map(name -> name.startsWith("io.jenkins.plugins.ocichart.")
                            ? "io.jenkins.plugins.ocichart"
                            : name.substring(0, Math.max(0, name.lastIndexOf('.'))))
                    .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        }
    }

    /** Leaves the numbers for docs/benchmarks.md. */
    private static void report(Sent first, Sent second, SortedMap<String, Long> classes) throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add("bytes both ways, first push and pull: " + first.bytes() + ", second: " + second.bytes());
        first.jars().forEach((jar, size) -> lines.add("jar " + jar + ": " + size));
        classes.forEach((name, count) -> lines.add("classes of " + name + ": " + count));
        Files.write(Path.of("target-jenkins", "target", "channel-traffic.txt"), lines);
    }

    /** A chart of 50 MB, which is where the agent finds it without any help. */
    private Path largeChart(String version) throws Exception {
        ChartArchiveBuilder builder = new ChartArchiveBuilder()
                .file("large/Chart.yaml", "apiVersion: v2\nname: large\nversion: " + version + "\n");
        Random random = new Random(version.hashCode());
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[FILE_BYTES];
            random.nextBytes(content);
            builder.file("large/files/" + i + ".bin", content);
        }
        Path folder = Files.createDirectories(directory.resolve(version));
        return Files.write(folder.resolve("large-" + version + ".tgz"), builder.gzip());
    }
}
