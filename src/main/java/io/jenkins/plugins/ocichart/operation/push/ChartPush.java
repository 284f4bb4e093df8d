package io.jenkins.plugins.ocichart.operation.push;

import io.jenkins.plugins.ocichart.operation.ChartSelection;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.NearbyProvenance;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.Workers;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Pushes chart archives to a registry, as {@code helm push} does. */
public final class ChartPush {
    private static final Logger LOGGER = Logger.getLogger(ChartPush.class.getName());

    private final RegistryClient client;
    private final Push request;
    private final ZoneId zone;
    private final Console console;
    private final int total;
    private final AtomicInteger done = new AtomicInteger();

    private ChartPush(RegistryClient client, Push request, ZoneId zone, Console console, int total) {
        this.client = client;
        this.request = request;
        this.zone = zone;
        this.console = console;
        this.total = total;
    }

    /**
     * Pushes the charts that {@code request} selects. All of them are read before the first is sent; one that fails
     * doesn't stop the others.
     *
     * @param directory the directory that relative paths are below
     * @throws IOException if no chart could even be tried: no file matches, the remote is wrong; one clear line
     * @throws InterruptedException if the thread was interrupted; no transfer runs on then
     */
    public static PushResult run(Path directory, Push request, Progress progress)
            throws IOException, InterruptedException {
        return run(directory, request, progress, ZoneId.systemDefault());
    }

    /** The same in a time zone of the caller's choice, which decides how {@code created} is written. */
    static PushResult run(Path directory, Push request, Progress progress, ZoneId zone)
            throws IOException, InterruptedException {
        Path base = directory.toAbsolutePath().normalize();
        if (request.parallelism() < 1) {
            throw new IOException("parallelism is " + request.parallelism() + ", but must be at least 1");
        }
        PushRemote remote = PushRemote.parse(request.remote());
        Console console = new Console(progress);
        try {
            List<PushCandidate> candidates = candidates(base, request.chart(), remote, console);
            if (candidates.stream().allMatch(candidate -> candidate.chart() == null)) {
                return result(candidates.stream()
                        .map(candidate -> new Outcome(null, new ChartFailure(candidate.file(), candidate.problem())))
                        .toList());
            }
            try (RegistryClient client = request.access().open(base, remote.registry(), remote.namespace())) {
                PushResult result = new ChartPush(client, request, zone, console, candidates.size()).push(candidates);
                console.warnings(remote.registry(), client);
                return result;
            }
        } catch (RegistryException e) {
            throw e;
        } catch (IOException e) {
            ErrorLine.rethrowInterrupt(e);
            throw new IOException(ErrorLine.of(e), e);
        }
    }

    /**
     * Pushes one archive with the provenance file beside it. Shows nothing.
     *
     * @param known a tag that was looked at before, which needn't be the archive's
     * @param there what it stands for; null for nothing
     * @param zone the time zone of the annotation {@code created}
     * @param warnings gets what Helm warns of, and files in the archive that Helm before 4.3 finds too large
     */
    public static PushedChart archive(
            RegistryClient client,
            Path file,
            PushRemote remote,
            Reference known,
            Digest there,
            IfExists ifExists,
            ZoneId zone,
            Consumer<String> warnings)
            throws IOException, InterruptedException {
        LocalChart chart = LocalChart.read(file, file.getFileName().toString(), remote, true);
        chart.archive().warnings().forEach(warnings);
        Console silent = new Console(line -> {});
        ChartUpload upload = new ChartUpload(client, chart, ChartManifest.of(chart, zone), ifExists, null, silent);
        return chart.reference().equals(known) ? upload.push(Optional.ofNullable(there)) : upload.push();
    }

    private static List<PushCandidate> candidates(Path directory, String chart, PushRemote remote, Console console)
            throws IOException, InterruptedException {
        List<PushCandidate> candidates = new ArrayList<>();
        for (Path file : ChartSelection.archives(directory, chart)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            PushCandidate candidate = PushCandidate.read(directory, file, remote);
            candidates.add(candidate);
            if (candidate.chart() != null) {
                warn(candidate, remote, console);
            }
        }
        return PushCandidate.withoutTwins(candidates);
    }

    private static void warn(PushCandidate candidate, PushRemote remote, Console console) throws IOException {
        LocalChart chart = candidate.chart();
        chart.archive().warnings().forEach(text -> console.lines("WARNING: " + candidate.file() + ": " + text));
        if (remote.endsWith(chart.archive().metadata().name())) {
            console.lines("WARNING: the remote ends with the chart's name; the chart goes to "
                    + chart.reference().name());
        }
        if (chart.provenance() != null
                && !NearbyProvenance.fits(
                        chart.provenanceFile(), chart.archive().sha256())) {
            console.lines("WARNING: " + candidate.file() + ".prov is of another archive and will not verify; a push"
                    + " takes it along, as Helm does. Sign again or delete it");
        }
    }

    /** A chart that is in the registry, or why it isn't. */
    private record Outcome(PushedChart chart, ChartFailure failure) {}

    private PushResult push(List<PushCandidate> candidates) throws IOException, InterruptedException {
        List<Callable<Outcome>> tasks = candidates.stream()
                .map(candidate -> (Callable<Outcome>) () -> counted(candidate.file(), outcome(candidate)))
                .toList();
        return result(Workers.run("Chart push", request.parallelism(), tasks));
    }

    private Outcome outcome(PushCandidate candidate) throws InterruptedException {
        if (candidate.chart() == null) {
            return failed(candidate, candidate.problem());
        }
        try {
            ChartManifest manifest = ChartManifest.of(candidate.chart(), zone);
            String from = request.otherRepositoryOf(
                            candidate.chart().content().digest(),
                            candidate.chart().reference().repository())
                    .orElse(null);
            return new Outcome(
                    new ChartUpload(client, candidate.chart(), manifest, request.ifExists(), from, console).push(),
                    null);
        } catch (IOException e) {
            ErrorLine.rethrowInterrupt(e);
            return failed(candidate, ErrorLine.of(e));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Pushing " + candidate.file());
            return failed(candidate, "internal error: " + e);
        }
    }

    private static Outcome failed(PushCandidate candidate, String reason) {
        return new Outcome(null, new ChartFailure(candidate.file(), reason));
    }

    private Outcome counted(String file, Outcome outcome) {
        if (total > 1) {
            String end = outcome.failure() == null
                    ? ""
                    : " failed: " + outcome.failure().message();
            console.lines("(%d of %d) %s%s".formatted(done.incrementAndGet(), total, file, end));
        }
        return outcome;
    }

    private static PushResult result(List<Outcome> outcomes) {
        return new PushResult(
                outcomes.stream().map(Outcome::chart).filter(Objects::nonNull).toList(),
                outcomes.stream().map(Outcome::failure).filter(Objects::nonNull).toList());
    }
}
