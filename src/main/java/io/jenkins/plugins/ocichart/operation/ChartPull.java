package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.chart.ChartException;
import io.jenkins.plugins.ocichart.chart.ChartMetadata;
import io.jenkins.plugins.ocichart.chart.ChartUnpacker;
import io.jenkins.plugins.ocichart.chart.ChartVersion;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.file.Path;

/** Pulls a chart from a registry, as {@code helm pull} does. */
public final class ChartPull {
    private final RegistryClient client;
    private final PullRequest request;
    private final PullTarget target;
    private final PullPaths paths;
    private final Console console;

    private ChartPull(RegistryClient client, PullRequest request, PullTarget target, PullPaths paths, Console console) {
        this.client = client;
        this.request = request;
        this.target = target;
        this.paths = paths;
        this.console = console;
    }

    /**
     * Pulls the chart that {@code request} names. Nothing is left behind where it fails.
     *
     * @param directory the directory that relative paths are below
     * @throws IOException where the chart could not be pulled, in one clear line
     * @throws InterruptedException where the thread was interrupted; no transfer runs on then
     */
    public static PulledChart run(Path directory, PullRequest request, Progress progress)
            throws IOException, InterruptedException {
        Path base = directory.toAbsolutePath().normalize();
        PullTarget target = PullTarget.of(request);
        PullPaths paths = PullPaths.of(base, request);
        try (RegistryClient client = request.access()
                .open(base, target.name().registry(), target.name().repository())) {
            Console console = new Console(progress);
            PulledChart chart = new ChartPull(client, request, target, paths, console).pull();
            console.warnings(target.name().registry(), client);
            return chart;
        } catch (RegistryException | ChartException e) {
            throw e;
        } catch (IOException e) {
            ErrorLine.rethrowInterrupt(e);
            throw new IOException(ErrorLine.of(e), e);
        }
    }

    private PulledChart pull() throws IOException, InterruptedException {
        ChartLookup.Found found = new ChartLookup(client, target, console).find();
        String archiveName = PullPaths.archiveName(target.chartName(), found.tag(), target.digest());
        if (request.untar()) {
            paths.requireAbsent(target.chartName());
        } else {
            paths.requireFile(archiveName);
            paths.requireFile(archiveName + ".prov");
        }
        try (Staging staging = Staging.in(paths.folder())) {
            Path archive = staging.resolve(archiveName);
            FetchedChart chart = fetchChart(found.layers().chart(), archive);
            checkVersion(found.tag(), chart.metadata());
            boolean provenance = request.prov() && fetchProvenance(found, staging.resolve(archiveName + ".prov"));
            String result = request.untar() ? chart.metadata().name() : archiveName;
            if (request.untar()) {
                paths.requireAbsent(result);
                Path unpacked = valid(archive, () -> ChartUnpacker.unpack(archive, staging.resolve("unpacked")));
                staging.move(unpacked, result);
            } else {
                staging.move(archive, archiveName);
            }
            if (provenance) {
                staging.move(staging.resolve(archiveName + ".prov"), archiveName + ".prov");
            }
            staging.keep();
            return result(found, chart, archiveName, paths.result(result));
        }
    }

    /** What is in the archive that was fetched, and its MD5. */
    private record FetchedChart(ChartMetadata metadata, String md5) {}

    private FetchedChart fetchChart(Descriptor layer, Path archive) throws IOException, InterruptedException {
        try (ArchiveDownload download = new ArchiveDownload(archive)) {
            client.repository(target.name().repository()).download(layer, download, progress(layer, archive));
            ChartMetadata metadata = valid(archive, download::finish);
            return new FetchedChart(metadata, download.md5());
        }
    }

    private TransferProgress progress(Descriptor layer, Path file) {
        return new TransferProgress(console, "Downloading " + file.getFileName(), layer.size());
    }

    private interface Reading<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Reads what was fetched; a complaint names the file as it would have been named. */
    private <T> T valid(Path archive, Reading<T> reading) throws IOException, InterruptedException {
        try {
            return reading.run();
        } catch (ChartException e) {
            String name = archive.getFileName().toString();
            throw new IOException(
                    "what " + target.name() + " holds is no valid chart: "
                            + e.getMessage().replace(archive.toString(), name),
                    e);
        }
    }

    private boolean fetchProvenance(ChartLookup.Found found, Path file) throws IOException, InterruptedException {
        if (found.layers().provenance() == null) {
            console.lines("WARNING: " + target.name() + " has no provenance file for this chart");
            return false;
        }
        Descriptor layer = found.layers().provenance();
        client.repository(target.name().repository()).download(layer, file, progress(layer, file));
        return true;
    }

    /** Helm compares nothing here; a range beside a digest has to hold, anything else is worth a warning. */
    private void checkVersion(String tag, ChartMetadata chart) throws IOException {
        if (target.digest() != null && target.range() != null) {
            ChartVersion version = ChartVersion.loose(chart.version()).orElse(null);
            if (version == null || !target.range().matches(version)) {
                throw new IOException("chart reference and version mismatch: " + target.digest() + " of "
                        + target.name() + " is version " + chart.version() + ", which '" + target.range()
                        + "' does not match");
            }
        }
        ChartVersion tagged = tag == null ? null : PullTarget.asVersion(tag);
        if (tagged != null && !tagged.text().equals(chart.version())) {
            console.lines("WARNING: the chart that is tagged " + tag + " says that it is version " + chart.version());
        }
    }

    private PulledChart result(ChartLookup.Found found, FetchedChart chart, String archiveName, String path) {
        String ref = target.name() + (found.tag() == null ? "@" + found.digest() : ":" + found.tag());
        console.chart("Pulled", ref, found.tag(), found.digest(), null);
        Descriptor provenance = found.layers().provenance();
        return new PulledChart(
                ref,
                target.name().registry(),
                target.name().repository(),
                found.tag(),
                found.digest().toString(),
                chart.metadata().name(),
                chart.metadata().version(),
                chart.metadata().appVersion(),
                found.layers().chart().digest().toString(),
                found.layers().chart().size(),
                provenance == null ? null : provenance.digest().toString(),
                path,
                archiveName,
                chart.md5());
    }
}
