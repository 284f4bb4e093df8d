package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A pull by a range, in repositories of 100 to 10,000 tags. */
final class TagRange {
    private static final int[] COUNTS = {100, 1000, 10_000};
    private static final String RANGE = ">=1.0.0 <8.0.0";

    private final Workbench bench;
    private final Report report;
    private final int warmUp;

    TagRange(Workbench bench, Report report, int warmUp) {
        this.bench = bench;
        this.report = report;
        this.warmUp = warmUp;
    }

    void growth(Path folder, int rounds) throws Exception {
        report.heading("Growth: a range over the tags of a repository");
        Plot plot = new Plot("Pull by a range", "tags in the repository", "milliseconds");
        List<Tool> tools = new ArrayList<>(List.of(bench.ours, bench.helmLibrary));
        tools.addAll(bench.helmProgram());
        tools.add(new TagListTool());
        for (int count : COUNTS) {
            String repository = seed(count);
            Samples.take(
                    warmUp,
                    0,
                    List.of(bench.ours, bench.helmLibrary),
                    (tool, round) -> tool.pull(bench.host(), repository, RANGE, bench.folder()));
            Samples samples = Samples.take(
                    2, rounds, tools, (tool, round) -> tool.pull(bench.host(), repository, RANGE, bench.folder()));
            report.times(count + " tags", samples);
            tools.forEach(tool -> plot.add(tool.name(), count, samples.median(tool.name())));
            if (count == COUNTS[COUNTS.length - 1]) {
                for (Tool helm : tools) {
                    if (!helm.name().startsWith("Helm")) {
                        continue;
                    }
                    report.goal(
                            "range over 10,000 tags, to " + helm.name(),
                            samples.ratio(bench.ours.name(), helm.name()),
                            0.5);
                }
                requests(repository);
            }
        }
        plot.save(folder.resolve("benchmarks-tags.svg"));
    }

    private void requests(String repository) throws Exception {
        try (RecordingRegistry proxy = bench.recording(Duration.ZERO)) {
            for (Tool tool : List.of(bench.ours, bench.helmLibrary)) {
                proxy.clear();
                tool.pull(proxy.host(), repository, RANGE, bench.folder()).run();
                report.line(tool.name() + " makes " + proxy.requests().size() + " requests.");
            }
        }
    }

    /** Puts one chart under many versions. */
    private String seed(int count) throws Exception {
        String namespace = bench.namespace();
        bench.helmLibrary.push(bench.charts.small(1), bench.host(), namespace).run();
        String repository = namespace + "/chart-0";
        ConnectionSettings plain = new ConnectionSettings(true, false, null, null, null, null);
        try (RegistryClient client = RegistryClient.open(bench.host(), plain, RegistryCredential.anonymous())) {
            Manifest manifest = client.repository(repository).manifest("1.2.3");
            for (int i = 0; i < count; i++) {
                String tag = "%d.%d.%d".formatted(i / 1000, i / 10 % 100, i % 10);
                client.repository(repository).putManifest(tag, Manifest.OCI_MANIFEST, manifest.bytes());
            }
        }
        return repository;
    }
}
