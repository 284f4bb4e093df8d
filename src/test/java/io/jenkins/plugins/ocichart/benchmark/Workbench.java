package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.Programs;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What all scenarios work with: the registry, near or far, the tools, the charts and fresh names. */
final class Workbench implements AutoCloseable {
    private final DockerRegistry registry;
    private final List<RecordingRegistry> far = new ArrayList<>();
    private final AtomicInteger names = new AtomicInteger();
    private final Path directory;
    final SampleCharts charts;
    final OciChartTool ours = new OciChartTool();
    final Tool helmLibrary = new HelmLibraryTool();
    final Tool orasJava = new OrasJavaTool();
    final Tool jdkClient = new JdkClientTool();
    final Tool curl = new CurlTool();
    final BareSocketTool bareSockets = new BareSocketTool(helmLibrary);

    private Workbench(DockerRegistry registry, Path directory) {
        this.registry = registry;
        this.directory = directory;
        this.charts = new SampleCharts(directory);
    }

    /** With a registry that keeps everything in memory, so that the disk makes no noise. */
    static Workbench inMemory(Path directory) {
        return new Workbench(DockerRegistry.start(), directory);
    }

    /**
     * With a registry that keeps files, for large archives: Distribution's memory storage copies a blob again with each
     * piece that arrives, and everybody would look as slow as that.
     */
    static Workbench onDisk(Path directory) {
        return new Workbench(DockerRegistry.openStoringIn(directory.resolve("storage")), directory);
    }

    /** The registry itself. */
    String host() {
        return registry.host();
    }

    /** How much processor time the registry has used so far. */
    Duration registryCpuTime() {
        return registry.cpuTime();
    }

    /** The registry, each of whose answers comes this much later; without a proxy where that is nothing. */
    String host(Duration latency) {
        return latency.isZero() ? host() : recording(latency).host();
    }

    RecordingRegistry recording(Duration latency) {
        RecordingRegistry proxy = RecordingRegistry.farFrom(host(), latency);
        far.add(proxy);
        return proxy;
    }

    /** Those that are ready to work: no process has to start, and loops have made the JIT compiler do its work. */
    List<Tool> warm() {
        return List.of(ours, helmLibrary, orasJava);
    }

    /** Those that start a process each time. */
    List<Tool> cold() {
        List<Tool> tools = new ArrayList<>();
        tools.add(new ColdJvmTool(ours, "OCI Chart, new JVM"));
        tools.add(new ColdJvmTool(jdkClient, "JDK's client alone, new JVM"));
        tools.addAll(helmProgram());
        tools.add(new ColdJvmTool(orasJava, "oras-java, new JVM"));
        return tools;
    }

    /** The helm program, if it is on the path. */
    List<Tool> helmProgram() {
        return Programs.find("helm").isPresent() ? List.of(new HelmProgramTool("helm")) : List.of();
    }

    /**
     * The first of {@code helm} and {@code helm4} that pushes this archive: Helm 3.21.4 refuses charts above 32 MiB, Helm 4
     * doesn't. The report says which one it is, or why there is none.
     */
    List<Tool> helmProgram(Path archive, Report report) throws Exception {
        for (String program : List.of("helm", "helm4")) {
            if (Programs.find(program).isPresent()) {
                Tool tool = new HelmProgramTool(program);
                try {
                    tool.push(List.of(archive), host(), namespace()).run();
                    report.line("\"" + tool.name() + "\" is " + program + " here.");
                    report.line("");
                    return List.of(tool);
                } catch (IOException e) {
                    report.line(program + " is left out: " + e.getMessage().strip());
                    report.line("");
                }
            }
        }
        return List.of();
    }

    /** A name that was not used before, so that a push to it is the first. */
    String namespace() {
        return "n" + names.incrementAndGet();
    }

    /** An empty folder. */
    Path folder() throws IOException {
        return Files.createTempDirectory(directory, "pull");
    }

    @Override
    public void close() throws IOException {
        bareSockets.close();
        for (RecordingRegistry proxy : far) {
            proxy.close();
        }
        registry.close();
    }
}
