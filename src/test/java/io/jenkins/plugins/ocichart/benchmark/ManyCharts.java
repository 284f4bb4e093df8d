package io.jenkins.plugins.ocichart.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many small charts in one step, against one {@code helm push} for each. */
final class ManyCharts {
    private static final int OF_THE_GOAL = 100;
    private static final int ROUNDS_OF_PROCESSOR_TIME = 3;

    private final Workbench bench;
    private final Report report;

    ManyCharts(Workbench bench, Report report) {
        this.bench = bench;
        this.report = report;
    }

    void hundred(Duration latency, int rounds) throws Exception {
        report.heading("100 charts, " + latency.toMillis() + " ms of latency");
        List<Path> archives = bench.charts.small(OF_THE_GOAL);
        String host = bench.host(latency);
        List<Tool> tools = new ArrayList<>(bench.warm());
        tools.addAll(bench.helmProgram());
        tools.add(bench.bareSockets);
        Samples samples = Samples.take(1, rounds, tools, (tool, round) -> tool.push(archives, host, bench.namespace()));
        report.times("100 charts", samples);
        if (latency.isZero()) {
            processorTime(archives);
        }
        for (Tool helm : tools) {
            if (helm.name().startsWith("Helm")) {
                report.goal(
                        "100 charts in one step to 100 pushes of " + helm.name() + ", " + latency.toMillis() + " ms",
                        samples.ratio(bench.ours.name(), helm.name()),
                        0.25);
            }
        }
    }

    /** What of the time is the registry's own, which no client can save. */
    private void processorTime(List<Path> archives) throws Exception {
        report.row("processor time for 100 charts", "this JVM, ms", "the registry, ms");
        report.row("---", "---:", "---:");
        for (Tool tool : bench.warm()) {
            Duration here = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
            Duration there = bench.registryCpuTime();
            for (int i = 0; i < ROUNDS_OF_PROCESSOR_TIME; i++) {
                tool.push(archives, bench.host(), bench.namespace()).run();
            }
            here = ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .orElseThrow()
                    .minus(here);
            there = bench.registryCpuTime().minus(there);
            report.row(
                    tool.name(),
                    here.dividedBy(ROUNDS_OF_PROCESSOR_TIME).toMillis(),
                    there.dividedBy(ROUNDS_OF_PROCESSOR_TIME).toMillis());
        }
    }

    /** How time grows with the number of charts. */
    void growth(Path folder, Duration latency) throws Exception {
        report.heading("Growth: charts in one step");
        Plot plot = new Plot("Charts in one step", "charts", "milliseconds");
        report.row("charts", "OCI Chart", "Helm, library", "OCI Chart, " + latency.toMillis() + " ms of latency");
        report.row("---:", "---:", "---:", "---:");
        String far = bench.host(latency);
        for (int count : new int[] {1, 10, 100, 1000}) {
            List<Path> archives = bench.charts.small(count);
            int rounds = count > 100 ? 3 : 5;
            Samples near = Samples.take(
                    1,
                    rounds,
                    List.of(bench.ours, bench.helmLibrary),
                    (tool, round) -> tool.push(archives, bench.host(), bench.namespace()));
            Samples distant = Samples.take(
                    1, rounds, List.of(bench.ours), (tool, round) -> tool.push(archives, far, bench.namespace()));
            double ours = near.median(bench.ours.name());
            double helm = near.median(bench.helmLibrary.name());
            double away = distant.median(bench.ours.name());
            plot.add("OCI Chart", count, ours);
            plot.add("Helm, library", count, helm);
            plot.add("OCI Chart, " + latency.toMillis() + " ms away", count, away);
            report.row(count, Report.number(ours), Report.number(helm), Report.number(away));
        }
        plot.save(folder.resolve("benchmarks-charts.svg"));
    }
}
