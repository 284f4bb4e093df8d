package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.migrate.Migrate;
import io.jenkins.plugins.ocichart.operation.migrate.MigrationResult;
import io.jenkins.plugins.ocichart.operation.migrate.MigrationScope;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.repository.ChartRepository;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A migration of a classic repository, against {@code helm pull} and {@code helm push} of each version. */
final class ClassicRepository {
    private static final int CHARTS = 10;
    private static final int ALL = 1000;

    private final Workbench bench;
    private final Report report;
    private final HelmProgram helm = HelmProgram.onPath();

    ClassicRepository(Workbench bench, Report report) {
        this.bench = bench;
        this.report = report;
    }

    void times(int rounds) throws Exception {
        report.heading("Migration of a classic repository");
        try (ChartSite small = ChartSite.start();
                ChartSite large = ChartSite.start()) {
            List<String[]> hundred = fill(small, ALL / 10);
            fill(large, ALL);
            requests(small);
            Migration warm = new Migration("OCI Chart", small);
            Samples.take(1, 0, List.of(new Migration("warm-up", large)), this::ready);
            List<Tool> tools = List.of(warm, new NewJvm("OCI Chart, new JVM", small), new Loop(small, hundred));
            Samples samples = Samples.take(1, rounds, tools, this::ready);
            report.times("100 versions", samples);
            List<Tool> thousand = List.of(new Migration("OCI Chart", large), new NewJvm("OCI Chart, new JVM", large));
            Samples more = Samples.take(0, rounds, thousand, this::ready);
            report.times("1,000 versions", more);
            for (Tool ours : thousand) {
                String loop = tools.get(2).name();
                report.goal("migration of 100, " + ours.name(), samples.ratio(ours.name(), loop), 0.2);
                double tenLoops = samples.median(loop) * ALL / hundred.size();
                report.goal("migration of 1,000, " + ours.name(), more.median(ours.name()) / tenLoops, 0.2);
            }
        }
    }

    private Tool.Action ready(Tool tool, int round) throws Exception {
        return tool.push(List.of(), bench.host(), bench.namespace());
    }

    /** As many small charts as this, each in a tenth of all versions, with the index that Helm makes. */
    private List<String[]> fill(ChartSite site, int count) throws Exception {
        Path folder = Files.createDirectories(bench.folder());
        List<String[]> versions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "chart-" + i % CHARTS;
            String version = "1." + i / CHARTS + ".0";
            ChartTar.described(folder, name, version, "A chart to measure with, number " + i);
            versions.add(new String[] {name, version});
        }
        helm.run("repo", "index", folder.toString());
        site.serving(folder);
        return versions;
    }

    /** Counts what the site and the registry are asked. */
    private void requests(ChartSite site) throws Exception {
        try (RecordingRegistry proxy = bench.recording(Duration.ZERO)) {
            site.forget();
            new Migration("", site)
                    .push(List.of(), proxy.host(), bench.namespace())
                    .run();
            report.line("100 versions take " + site.asked().size() + " requests to the site and "
                    + proxy.requests().size() + " to the registry.");
        }
    }

    private static Migrate migrate(String site, String host, String namespace) {
        return new Migrate(
                new ChartRepository("", site, RegistryCredential.anonymous(), false, ConnectionSettings.DEFAULT),
                "oci://" + host + "/" + namespace,
                MigrationScope.ALL,
                IfExists.SKIP,
                4,
                false,
                new RegistryAccess(ConnectionSettings.DEFAULT, RegistryCredential.anonymous(), Map.of()),
                rows -> {});
    }

    /** In this JVM. */
    private record Migration(String name, ChartSite site) implements SiteTool {
        @Override
        public Action push(List<Path> archives, String host, String namespace) throws Exception {
            Path folder = Files.createTempDirectory("migration");
            return () -> run(folder, site.url(), host, namespace);
        }

        static void run(Path folder, String site, String host, String namespace) throws Exception {
            MigrationResult result = migrate(site, host, namespace).run(folder, line -> {});
            if (result.charts().size() != result.counts().get("pushed")) {
                throw new IllegalStateException(result.counts() + ": " + result.problem());
            }
        }
    }

    /** In a JVM that has just started, whose start is in the time. */
    private record NewJvm(String name, ChartSite site) implements SiteTool {
        @Override
        public Action push(List<Path> archives, String host, String namespace) throws Exception {
            Path folder = Files.createTempDirectory("migration");
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-classpath",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    folder.toString(),
                    site.url(),
                    host,
                    namespace);
            return () -> Child.start(command).await();
        }
    }

    /** One migration: {@code FOLDER SITE HOST NAMESPACE}. */
    static final class Main {
        private Main() {}

        /** Runs it and ends. */
        public static void main(String[] arguments) throws Exception {
            Migration.run(Path.of(arguments[0]), arguments[1], arguments[2], arguments[3]);
            System.exit(0);
        }
    }

    /** The loop that people write; the repository is added once, so that Helm doesn't fetch the index for each version. */
    private final class Loop implements SiteTool {
        private final List<String[]> versions;
        private final Map<String, String> environment;

        Loop(ChartSite site, List<String[]> versions) throws Exception {
            this.versions = versions;
            Path home = bench.folder();
            environment = Map.of(
                    "HELM_REPOSITORY_CONFIG", home + "/repositories.yaml", "HELM_REPOSITORY_CACHE", home + "/cache");
            helm.run(environment, "repo", "add", "old", site.url());
        }

        @Override
        public String name() {
            return "Helm, program";
        }

        @Override
        public Action push(List<Path> archives, String host, String namespace) throws Exception {
            Path folder = bench.folder();
            return () -> {
                for (String[] chart : versions) {
                    helm.run(environment, "pull", "old/" + chart[0], "--version", chart[1], "-d", folder.toString());
                    String archive =
                            folder.resolve(chart[0] + "-" + chart[1] + ".tgz").toString();
                    helm.run(environment, "push", archive, "oci://" + host + "/" + namespace, "--plain-http");
                }
            };
        }
    }

    /** What brings all that a site has to a registry. */
    private interface SiteTool extends Tool {
        @Override
        default Action pull(String host, String repository, String version, Path directory) {
            throw new UnsupportedOperationException();
        }
    }
}
