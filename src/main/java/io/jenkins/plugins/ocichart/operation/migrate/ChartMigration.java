package io.jenkins.plugins.ocichart.operation.migrate;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.Staging;
import io.jenkins.plugins.ocichart.operation.Workers;
import io.jenkins.plugins.ocichart.operation.migrate.MigratedChart.Outcome;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.PushRemote;
import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.repository.IndexEntry;
import io.jenkins.plugins.ocichart.repository.RepositoryClient;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Migrates the versions that an index lists, several at a time. */
final class ChartMigration {
    private static final Logger LOGGER = Logger.getLogger(ChartMigration.class.getName());

    /** After so many versions that are there already a line says how far the migration is. */
    private static final int QUIET = 100;

    private final Migrate request;
    private final PushRemote remote;
    private final RepositoryClient source;
    private final RegistryClient registry;
    private final Staging staging;
    private final Console console;
    private final int total;
    private final AtomicInteger done = new AtomicInteger();
    private final HostHealth health = new HostHealth();
    private final Queue<MigratedChart> unsent = new ConcurrentLinkedQueue<>();
    private final ReentrantLock sending = new ReentrantLock();
    private final Map<String, PushedChart> newest = new TreeMap<>();

    private ChartMigration(
            Migrate request,
            PushRemote remote,
            RepositoryClient source,
            RegistryClient registry,
            Staging staging,
            Console console,
            int total) {
        this.request = request;
        this.remote = remote;
        this.source = source;
        this.registry = registry;
        this.staging = staging;
        this.console = console;
        this.total = total;
    }

    /** A version that the index lists. */
    private record Listed(String name, IndexEntry entry) {
        String version() {
            return entry.version().text();
        }
    }

    /**
     * Migrates; one version that fails doesn't stop the others.
     *
     * @throws IOException if no version could even be tried; one clear line
     */
    static MigrationResult run(Path directory, Migrate request, Progress progress)
            throws IOException, InterruptedException {
        if (request.parallelism() < 1) {
            throw new IOException("parallelism is " + request.parallelism() + ", but must be at least 1");
        }
        PushRemote remote = PushRemote.parse(request.remote());
        Console console = new Console(progress);
        try (Staging staging = Staging.in(directory);
                RepositoryClient source = RepositoryClient.open(request.source(directory))) {
            List<Listed> versions = versions(request.scope(), source, staging, console);
            console.lines("Migrating %d versions from %s to %s"
                    .formatted(versions.size(), source.url(), request.remote().strip()));
            try (RegistryClient registry = request.access().open(directory, remote.registry(), remote.namespace())) {
                MigrationResult result = new ChartMigration(
                                request, remote, source, registry, staging, console, versions.size())
                        .migrate(versions);
                console.warnings(remote.registry(), registry);
                return result;
            }
        }
    }

    /** By name and from old to new, so that registries which show when something was pushed show that order. */
    private static List<Listed> versions(
            MigrationScope scope, RepositoryClient source, Staging staging, Console console)
            throws IOException, InterruptedException {
        Predicate<IndexEntry> inRange = scope.inRange();
        Predicate<String> inShard = scope.inShard();
        Predicate<String> names = scope.names();
        int[] others = {0};
        Map<String, List<IndexEntry>> charts = source.index(
                        name -> {
                            others[0] += names.test(name) ? 0 : 1;
                            return names.test(name);
                        },
                        staging.resolve("index.yaml"),
                        true,
                        console::lines)
                .charts();
        List<Listed> versions = new ArrayList<>();
        boolean any = false;
        for (Map.Entry<String, List<IndexEntry>> chart : new TreeMap<>(charts).entrySet()) {
            Set<String> seen = new HashSet<>();
            List<IndexEntry> entries = new ArrayList<>(chart.getValue());
            entries.sort(Comparator.comparing(IndexEntry::version, ChartVersion.BY_BUILD));
            for (IndexEntry entry : entries) {
                Listed listed = new Listed(chart.getKey(), entry);
                any |= inRange.test(entry);
                if (inRange.test(entry) && inShard.test(listed.name() + "/" + listed.version())) {
                    if (seen.add(listed.version())) {
                        versions.add(listed);
                    } else {
                        console.lines("WARNING: the index lists " + listed.name() + " " + listed.version()
                                + " twice; the first one is taken");
                    }
                }
            }
        }
        if (!any && (others[0] > 0 || !charts.isEmpty())) {
            throw new IOException(
                    "the index of " + source.url() + " has no version that include, exclude and versions" + " leave");
        }
        return versions;
    }

    private MigrationResult migrate(List<Listed> versions) throws IOException, InterruptedException {
        List<Callable<MigratedChart>> tasks = new ArrayList<>();
        for (Listed version : versions) {
            Version one = new Version(version, tasks.size());
            tasks.add(() -> counted(one.migrate()));
            unsent.add(one.row(Outcome.PENDING, null, null));
        }
        send();
        List<MigratedChart> rows =
                tasks.isEmpty() ? List.of() : Workers.run("Chart migration", request.parallelism(), tasks);
        MigrationResult result = new MigrationResult(
                rows, newest.values().stream().limit(MigrationResult.MOST).toList());
        List<String> counts = new ArrayList<>();
        result.counts().forEach((what, count) -> counts.add(count + " " + what));
        console.lines("Migration ended: " + String.join(", ", counts));
        return result;
    }

    /** Rows go to where they outlive this migration; a worker doesn't wait for another one that does that already. */
    private void send() throws IOException, InterruptedException {
        while (!unsent.isEmpty() && sending.tryLock()) {
            try {
                List<MigratedChart> rows = new ArrayList<>();
                for (MigratedChart row = unsent.poll(); row != null; row = unsent.poll()) {
                    rows.add(row);
                }
                if (!rows.isEmpty()) {
                    request.rows().take(rows);
                }
            } finally {
                sending.unlock();
            }
        }
    }

    private MigratedChart counted(MigratedChart row) throws IOException, InterruptedException {
        unsent.add(row);
        send();
        if (row.outcome() == Outcome.PENDING) {
            return row;
        }
        int number = done.incrementAndGet();
        if (row.outcome() != Outcome.UNCHANGED || row.reason() != null || number % QUIET == 0 || number == total) {
            console.lines("(%d of %d) %s %s %s%s"
                    .formatted(
                            number,
                            total,
                            row.name(),
                            row.version(),
                            row.outcome(),
                            row.reason() == null ? "" : ": " + row.reason()));
        }
        return row;
    }

    private synchronized void sent(String name, PushedChart chart) {
        newest.merge(name, chart, (one, other) -> isNewer(other, one) ? other : one);
    }

    private static boolean isNewer(PushedChart one, PushedChart other) {
        return Comparator.comparing(
                                (PushedChart chart) -> ChartVersion.loose(
                                                chart.chart().version())
                                        .orElseThrow(),
                                ChartVersion.BY_BUILD)
                        .compare(one, other)
                > 0;
    }

    /** Some sites answer with a web page if there is no such file. */
    private static boolean isProvenance(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN PGP SIGNED MESSAGE");
    }

    /** One version on its way. */
    private final class Version {
        private final Listed listed;
        private final IndexEntry entry;
        private final int number;
        private Reference reference;
        private String sha256;

        Version(Listed listed, int number) {
            this.listed = listed;
            this.number = number;
            this.entry = listed.entry();
            this.sha256 = entry.digest();
        }

        MigratedChart migrate() throws InterruptedException {
            try {
                if (health.isDown(remote.registry())) {
                    return down(remote.registry());
                }
                reference = remote.reference(listed.name(), listed.version());
                if (entry.urls().isEmpty()) {
                    throw new IOException("the index has no address for it");
                }
                if (entry.urls().get(0).startsWith("oci://")) {
                    throw new IOException("its address in the index is that of a registry, "
                            + entry.urls().get(0) + "; copy it from there with ociChartCopy");
                }
                if (health.isDown(site())) {
                    return down(site());
                }
                return migrate(health.ask(remote.registry(), this::there));
            } catch (IOException e) {
                ErrorLine.rethrowInterrupt(e);
                return row(Outcome.FAILED, null, ErrorLine.of(e));
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, e, () -> "Migrating " + listed.name() + " " + listed.version());
                return row(Outcome.FAILED, null, "internal error: " + e);
            }
        }

        private MigratedChart down(String host) {
            return row(Outcome.PENDING, null, host + " failed " + HostHealth.MOST_FAILURES + " times in a row");
        }

        /** The host of the archive; that of the index if the archive's address is none. */
        private String site() {
            try {
                return Origin.of(source.address(entry)).authority();
            } catch (IOException e) {
                return source.url().origin().authority();
            }
        }

        private Manifest there() throws IOException, InterruptedException {
            return registry.repository(reference.repository())
                    .forPush()
                    .find(reference.tag())
                    .orElse(null);
        }

        /** Downloads the archive only if that must be: to send it, or if the index doesn't say what it is. */
        private MigratedChart migrate(Manifest there) throws IOException, InterruptedException {
            if (!sha256.isEmpty() || there == null && request.dryRun()) {
                MigratedChart decided = decided(there);
                if (decided != null) {
                    return decided;
                }
            }
            Path folder = Files.createDirectory(staging.resolve("chart-" + number));
            Path archive = folder.resolve("chart.tgz");
            Path provenance = folder.resolve("chart.tgz.prov");
            try {
                sha256 = health.ask(site(), () -> source.download(entry, archive));
                MigratedChart decided = decided(there);
                return decided != null ? decided : send(archive, provenance, there);
            } catch (IOException e) {
                ErrorLine.rethrowInterrupt(e);
                throw new IOException(ErrorLine.of(e).replace(archive + ": ", ""), e);
            } finally {
                Files.deleteIfExists(archive);
                Files.deleteIfExists(provenance);
                Files.deleteIfExists(folder);
            }
        }

        /** What is to say without sending anything; null if the chart has to be sent. */
        private MigratedChart decided(Manifest there) throws IOException {
            if (there != null
                    && there.layers().stream()
                            .anyMatch(layer -> layer.digest().hex().equals(sha256))) {
                return row(Outcome.UNCHANGED, there, null);
            }
            if (there != null && request.ifExists() == IfExists.FAIL) {
                throw new IOException(reference + " exists already with another chart, as " + there.digest());
            }
            if (there != null && request.ifExists() == IfExists.SKIP) {
                return row(Outcome.SKIPPED, there, "the tag exists with another chart, which stays");
            }
            return request.dryRun() ? row(Outcome.PLANNED, null, null) : null;
        }

        private MigratedChart send(Path archive, Path provenance, Manifest there)
                throws IOException, InterruptedException {
            Optional<byte[]> signed =
                    health.ask(site(), () -> source.provenance(entry)).filter(ChartMigration::isProvenance);
            if (signed.isPresent()) {
                Files.write(provenance, signed.get());
            }
            if (entry.created() != null) {
                Files.setLastModifiedTime(archive, FileTime.from(entry.created()));
            }
            Set<String> remarks = new LinkedHashSet<>();
            PushedChart pushed = health.ask(
                    remote.registry(),
                    () -> ChartPush.archive(
                            registry,
                            archive,
                            remote,
                            reference,
                            there == null ? null : there.digest(),
                            request.ifExists(),
                            ZoneOffset.UTC,
                            remarks::add));
            if (!pushed.chart().ref().equals(reference.toString())) {
                remarks.add("its archive is of " + pushed.chart().name() + " "
                        + pushed.chart().version() + ", which counts");
            }
            if (pushed.pushed()) {
                sent(pushed.chart().name(), pushed);
            }
            boolean same = pushed.chart().chartDigest().equals("sha256:" + sha256);
            return new MigratedChart(
                    listed.name(),
                    listed.version(),
                    pushed.chart().ref(),
                    pushed.chart().digest(),
                    "sha256:" + sha256,
                    pushed.pushed() ? Outcome.PUSHED : same ? Outcome.UNCHANGED : Outcome.SKIPPED,
                    remarks.isEmpty() ? null : String.join("; ", remarks));
        }

        private MigratedChart row(Outcome outcome, Manifest there, String reason) {
            return new MigratedChart(
                    listed.name(),
                    listed.version(),
                    reference == null ? null : reference.toString(),
                    there == null ? null : there.digest().toString(),
                    sha256.isEmpty() ? null : "sha256:" + sha256,
                    outcome,
                    reason);
        }
    }
}
