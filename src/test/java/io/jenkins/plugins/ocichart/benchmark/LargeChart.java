package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.operation.push.KnownArchive;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Archives of 1, 10 and 90 MB, against a bare {@code curl} of the same bytes. */
final class LargeChart {
    private static final String VERSION = "1.2.3";
    private static final int[] MEGABYTES = {1, 10, 90};
    private static final double TO_CURL = 1.3;

    private final Workbench bench;
    private final Report report;

    LargeChart(Workbench bench, Report report) {
        this.bench = bench;
        this.report = report;
    }

    /** How time grows with size. */
    void growth(Path folder, int rounds) throws Exception {
        Plot push = new Plot("Push of one archive", "megabytes", "milliseconds");
        Plot pull = new Plot("Pull of one archive", "megabytes", "milliseconds");
        for (int megabytes : MEGABYTES) {
            report.heading(megabytes + " MB");
            Path archive = bench.charts.large(megabytes);
            List<Tool> tools = new ArrayList<>(bench.warm());
            tools.addAll(bench.helmProgram(archive, report));
            tools.add(bench.curl);
            Samples pushed = Samples.take(
                    megabytes > 10 ? 2 : 10,
                    rounds,
                    tools,
                    (tool, round) -> tool.push(List.of(archive), bench.host(), bench.namespace()));
            report.times("push of " + megabytes + " MB", pushed);
            List<Tool> pullers = new ArrayList<>(tools);
            pullers.add(new CheckedSocketTool());
            Samples pulled = Samples.take(megabytes > 10 ? 2 : 10, rounds, pullers, pull(archive, megabytes));
            report.times("pull of " + megabytes + " MB", pulled);
            for (Tool tool : tools) {
                push.add(tool.name(), megabytes, pushed.median(tool.name()));
                pull.add(tool.name(), megabytes, pulled.median(tool.name()));
            }
            if (megabytes == MEGABYTES[MEGABYTES.length - 1]) {
                String us = bench.ours.name();
                promotion(archive, rounds);
                floors(archive, rounds);
                report.goal("90 MB push, to curl -T of the same bytes", pushed.ratio(us, "curl"), TO_CURL);
                report.goal("90 MB pull, to curl of the same bytes", pulled.ratio(us, "curl"), TO_CURL);
            }
        }
        push.save(folder.resolve("benchmarks-push-size.svg"));
        pull.save(folder.resolve("benchmarks-pull-size.svg"));
    }

    /** A push of what another repository of the registry holds already. */
    private void promotion(Path archive, int rounds) throws Exception {
        String staging = bench.namespace();
        bench.ours.push(List.of(archive), bench.host(), staging).run();
        List<KnownArchive> known = List.of(new KnownArchive(
                CurlTool.sha256(archive).toString(), staging + "/large-" + MEGABYTES[MEGABYTES.length - 1]));
        Samples promoted = Samples.take(
                1,
                rounds,
                List.of(bench.ours, bench.helmLibrary),
                (tool, round) -> tool == bench.ours
                        ? bench.ours.push(List.of(archive), bench.host(), bench.namespace(), known)
                        : tool.push(List.of(archive), bench.host(), bench.namespace()));
        report.times("push of 90 MB that another repository holds", promoted);
    }

    /** What has to be done with the bytes whatever the network does, each alone in one thread. */
    private void floors(Path archive, int rounds) throws Exception {
        List<Tool> parts = List.of(
                part("reading the file", file -> hash(file, null)),
                part("and SHA-256", file -> hash(file, "SHA-256")),
                part("and MD5", file -> hash(file, "MD5")),
                part("all that a push does before it sends", ChartArchive::read),
                part(
                        "copying to another file",
                        file -> Files.copy(file, bench.folder().resolve("copy"))));
        report.times(
                "90 MB without network",
                Samples.take(2, rounds, parts, (tool, round) -> tool.push(List.of(archive), null, null)));
    }

    private interface Work {
        void on(Path file) throws Exception;
    }

    private static Tool part(String name, Work work) {
        return new Tool() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Action push(List<Path> archives, String host, String namespace) {
                return () -> work.on(archives.get(0));
            }

            @Override
            public Action pull(String host, String repository, String version, Path directory) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static void hash(Path file, String algorithm) throws Exception {
        byte[] buffer = new byte[64 << 10];
        MessageDigest digest = algorithm == null ? null : MessageDigest.getInstance(algorithm);
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (digest != null) {
                    digest.update(buffer, 0, count);
                }
            }
        }
    }

    private Samples.Preparation pull(Path archive, int megabytes) throws Exception {
        String repository = bench.namespace();
        bench.helmLibrary.push(List.of(archive), bench.host(), repository).run();
        String chart = repository + "/large-" + megabytes;
        Digest digest = CurlTool.sha256(archive);
        return (tool, round) ->
                tool.pull(bench.host(), chart, isBare(tool) ? digest.toString() : VERSION, bench.folder());
    }

    /** Those that know of blobs only, and neither of tags nor of manifests. */
    private boolean isBare(Tool tool) {
        return tool == bench.curl || tool instanceof CheckedSocketTool;
    }

    /** The most memory that a process needs for 90 MB. */
    void memory() throws Exception {
        report.heading("Memory for 90 MB");
        Path archive = bench.charts.large(90);
        List<Tool> programs = bench.helmProgram(archive, report);
        report.row("a process of its own", "push, MB in RAM at most", "pull, MB in RAM at most");
        report.row("---", "---:", "---:");
        List<Tool> tools = new ArrayList<>();
        tools.add(new ColdJvmTool(bench.ours, "OCI Chart, JVM's defaults"));
        tools.add(new ColdJvmTool(bench.ours, "OCI Chart, -Xmx64m", "-Xmx64m"));
        tools.addAll(programs);
        tools.add(new ColdJvmTool(bench.helmLibrary, "Helm, library in a JVM"));
        tools.add(new ColdJvmTool(bench.orasJava, "oras-java, JVM's defaults"));
        tools.add(new ColdJvmTool(bench.orasJava, "oras-java, -Xmx64m", "-Xmx64m"));
        tools.add(bench.curl);
        for (Tool tool : tools) {
            String push = peak(((ProcessTool) tool).pushCommands(List.of(archive), bench.host(), bench.namespace()));
            String repository = bench.namespace();
            bench.helmLibrary.push(List.of(archive), bench.host(), repository).run();
            String version = tool == bench.curl ? CurlTool.sha256(archive).toString() : VERSION;
            String pull = peak(
                    ((ProcessTool) tool).pullCommands(bench.host(), repository + "/large-90", version, bench.folder()));
            report.row(tool.name(), push, pull);
            if (tool.name().equals("OCI Chart, -Xmx64m")) {
                boolean passes = !(push + pull).contains("fails");
                report.goal("heap for 90 MB", "passes with -Xmx64m", passes ? "passes" : "fails", passes);
            }
        }
    }

    private static String peak(List<List<String>> commands) throws Exception {
        try {
            return Report.number(Child.start(commands.get(0)).awaitPeakMemory() / 1024.0);
        } catch (java.io.IOException e) {
            return e.getMessage().contains("OutOfMemoryError") ? "fails: out of memory" : "fails: " + e.getMessage();
        }
    }
}
