package io.jenkins.plugins.ocichart.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Compares pushes and pulls of this plugin with those of Helm, oras-java and curl, side by side on this machine against
 * one Distribution registry, and says which goals are met. Nothing here is asserted: machines differ, and a test that
 * depends on a clock fails at random.
 */
public final class Benchmark {
    private static final int SLOW_ROUNDS = 5;

    private Benchmark() {}

    /**
     * Takes a folder for results and the options as one text, see {@link Options}. Fails where {@code docker-registry} is
     * not on the path.
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Options options = Options.parse(arguments.length > 1 ? arguments[1] : "");
        Report report = new Report(System.out);
        Path work = Files.createTempDirectory(folder, "work");
        try {
            machine(report, options);
            try (Workbench bench = Workbench.inMemory(work)) {
                run(bench, report, options, folder);
            }
            try (Workbench bench = Workbench.onDisk(work)) {
                runLarge(bench, report, options, folder);
            }
        } finally {
            delete(work);
        }
        report.save(folder.resolve("results.md"));
        System.exit(0);
    }

    private static void run(Workbench bench, Report report, Options options, Path folder) throws Exception {
        int slow = Math.min(SLOW_ROUNDS, options.rounds());
        if (options.scenarios().contains("small")) {
            SmallChart small = new SmallChart(bench, report, options.warmUp());
            small.requests();
            for (Duration latency : options.latencies()) {
                small.times(latency, options.rounds());
            }
        }
        if (options.scenarios().contains("many")) {
            ManyCharts many = new ManyCharts(bench, report);
            for (Duration latency : options.latencies()) {
                if (latency.toMillis() < 100) {
                    many.hundred(latency, Math.min(3, slow));
                }
            }
            many.growth(folder, Duration.ofMillis(20));
        }
        if (options.scenarios().contains("dependencies")) {
            for (Duration latency : options.latencies()) {
                new ManyDependencies(bench, report, options.warmUp() / 20).update(latency, options.rounds());
            }
        }
        if (options.scenarios().contains("migration")) {
            new ClassicRepository(bench, report).times(Math.min(3, slow));
        }
        if (options.scenarios().contains("tags")) {
            new TagRange(bench, report, options.warmUp() / 4).growth(folder, options.rounds());
        }
    }

    private static void runLarge(Workbench bench, Report report, Options options, Path folder) throws Exception {
        if (options.scenarios().contains("large")) {
            new LargeChart(bench, report).growth(folder, Math.min(SLOW_ROUNDS, options.rounds()));
        }
        if (options.scenarios().contains("memory")) {
            new LargeChart(bench, report).memory();
        }
    }

    private static void machine(Report report, Options options) throws IOException {
        report.line("Measured on " + LocalDate.now(ZoneOffset.UTC) + ": "
                + Runtime.getRuntime().availableProcessors() + " cores ("
                + System.getProperty("os.arch") + "), " + System.getProperty("os.name") + ", Java "
                + System.getProperty("java.version") + ", " + options.rounds()
                + " rounds, tools taking turns; the registry runs on the same machine.");
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
