package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import java.time.Duration;
import java.util.List;

/** A chart with twenty dependencies in a registry, each with an exact version, and an empty {@code charts/}. */
final class ManyDependencies {
    private static final int COUNT = 20;

    private final Workbench bench;
    private final Report report;
    private final int warmUp;

    /** An agent's JVM has worked for a while: so does ours, alone, before times count. */
    ManyDependencies(Workbench bench, Report report, int warmUp) {
        this.bench = bench;
        this.report = report;
        this.warmUp = warmUp;
    }

    void update(Duration latency, int rounds) throws Exception {
        report.heading(COUNT + " dependencies, " + latency.toMillis() + " ms of latency");
        String namespace = bench.namespace();
        bench.helmLibrary
                .push(bench.charts.small(COUNT), bench.host(), namespace)
                .run();
        Tool ours = new DependencyTool();
        Tool cold = new ColdJvmTool(ours, "OCI Chart, new JVM");
        Tool helm = new DependencyTool.Helm();
        List<Tool> tools = List.of(ours, helm);
        try (RecordingRegistry proxy = RecordingRegistry.farFrom(bench.host(), latency)) {
            Samples.Preparation update =
                    (tool, round) -> tool.pull(proxy.host(), namespace, "" + COUNT, bench.folder());
            Samples.take(warmUp, 0, List.of(ours), update);
            Samples samples = Samples.take(1, rounds, tools, update);
            report.times(COUNT + " dependencies", samples);
            report.times(
                    COUNT + " dependencies, cold",
                    Samples.take(1, Math.max(1, rounds / 2), List.of(cold, helm), update));
            for (Tool tool : tools) {
                proxy.clear();
                tool.pull(proxy.host(), namespace, "" + COUNT, bench.folder()).run();
                report.line(tool.name() + " makes " + proxy.requests().size() + " requests, " + proxy.sequenceDepth()
                        + " in sequence.");
            }
            report.goal(
                    COUNT + " dependencies, to Helm, " + latency.toMillis() + " ms",
                    samples.ratio(ours.name(), helm.name()),
                    0.3);
        }
    }
}
