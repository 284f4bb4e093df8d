package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One small chart: pushed for the first time, pushed again unchanged, pulled by its exact version. */
final class SmallChart {
    private static final Duration TO_TELL_OVERLAP = Duration.ofMillis(40);
    private static final int WARM_UP = 40;

    private static final String REPOSITORY = "/chart-0";
    private static final String VERSION = "1.2.3";

    private final Workbench bench;
    private final Report report;
    private final int warmUpOfTheCompiler;
    private final List<Path> archive;

    /** Without latency the JIT compiler decides, so that its work to warm up is an option. */
    SmallChart(Workbench bench, Report report, int warmUpOfTheCompiler) throws Exception {
        this.bench = bench;
        this.report = report;
        this.warmUpOfTheCompiler = warmUpOfTheCompiler;
        this.archive = bench.charts.small(1);
    }

    /** Counts requests, all of them and those in sequence. */
    void requests() throws Exception {
        report.heading("Requests");
        report.row("", "first push", "same again", "pull of an exact version");
        report.row("---", "---:", "---:", "---:");
        try (RecordingRegistry proxy = bench.recording(TO_TELL_OVERLAP)) {
            for (Tool tool : bench.warm()) {
                String namespace = bench.namespace();
                String first = count(proxy, tool.push(archive, proxy.host(), namespace));
                String again = count(proxy, tool.push(archive, proxy.host(), namespace));
                String pull = count(proxy, tool.pull(proxy.host(), namespace + REPOSITORY, VERSION, bench.folder()));
                report.row(tool.name(), first, again, pull);
            }
        }
    }

    private static String count(RecordingRegistry proxy, Tool.Action action) throws Exception {
        proxy.clear();
        action.run();
        return proxy.requests().size() + " (" + proxy.sequenceDepth() + " in sequence)";
    }

    void times(Duration latency, int rounds) throws Exception {
        String host = bench.host(latency);
        report.heading("A small chart, " + latency.toMillis() + " ms of latency");
        int warmUp = latency.isZero() ? warmUpOfTheCompiler : latency.toMillis() < 100 ? WARM_UP : 5;
        List<Tool> tools = new ArrayList<>(bench.warm());
        tools.add(bench.jdkClient);
        tools.add(bench.bareSockets);
        Samples first = table("first push, warm", Samples.take(warmUp, rounds, tools, firstPush(host)));
        Samples again = table("same again, warm", Samples.take(warmUp, rounds, tools, again(host)));
        Samples pull = table("pull, warm", Samples.take(warmUp, rounds, tools, pull(host)));
        int coldRounds = Math.max(1, rounds / 2);
        table("first push, cold", Samples.take(1, coldRounds, bench.cold(), firstPush(host)));
        table("same again, cold", Samples.take(1, coldRounds, bench.cold(), again(host)));
        table("pull, cold", Samples.take(1, coldRounds, bench.cold(), pull(host)));
        String suffix = ", to Helm, " + latency.toMillis() + " ms";
        String us = bench.ours.name();
        String helm = bench.helmLibrary.name();
        double goal = latency.isZero() ? 0.55 : 0.6;
        report.goal("first push, small chart" + suffix, first.ratio(us, helm), goal);
        report.goal("the same by the JDK's client alone" + suffix, first.ratio(bench.jdkClient.name(), helm), goal);
        report.goal("same again" + suffix, again.ratio(us, helm), 0.4);
        report.goal("pull of an exact version" + suffix, pull.ratio(us, helm), 0.7);
    }

    private Samples table(String what, Samples samples) {
        report.times(what, samples);
        return samples;
    }

    private Samples.Preparation firstPush(String host) {
        return (tool, round) -> tool.push(archive, host, bench.namespace());
    }

    private Samples.Preparation again(String host) {
        Map<String, String> namespaces = new HashMap<>();
        return (tool, round) -> {
            if (!namespaces.containsKey(tool.name())) {
                namespaces.put(tool.name(), bench.namespace());
                tool.push(archive, host, namespaces.get(tool.name())).run();
            }
            return tool.push(archive, host, namespaces.get(tool.name()));
        };
    }

    private Samples.Preparation pull(String host) throws Exception {
        String namespace = bench.namespace();
        bench.helmLibrary.push(archive, host, namespace).run();
        return (tool, round) -> tool.pull(host, namespace + REPOSITORY, VERSION, bench.folder());
    }
}
