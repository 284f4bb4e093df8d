package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.chart.ChartMetadata;
import io.jenkins.plugins.ocichart.chart.archive.ChartUnpacker;
import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.operation.ChartFacts;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.Md5Download;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.Staging;
import io.jenkins.plugins.ocichart.operation.TransferProgress;
import io.jenkins.plugins.ocichart.operation.UntrustedChart;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.signature.Verification;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pulls a chart from a registry, as {@code helm pull} does. */
public final class ChartPull {
    private final RegistryClient client;
    private final Pull request;
    private final PullTarget target;
    private final PullPaths paths;
    private final Path directory;
    private final Console console;

    private ChartPull(
            RegistryClient client, Pull request, PullTarget target, PullPaths paths, Path directory, Console console) {
        this.client = client;
        this.request = request;
        this.target = target;
        this.paths = paths;
        this.directory = directory;
        this.console = console;
    }

    /**
     * Pulls the chart that {@code request} names. Nothing is left behind if it fails.
     *
     * @param directory the directory that relative paths are below
     * @throws IOException if the chart could not be pulled, in one clear line
     * @throws InterruptedException if the thread was interrupted; no transfer runs on then
     */
    public static PulledChart run(Path directory, Pull request, Progress progress)
            throws IOException, InterruptedException {
        Path base = directory.toAbsolutePath().normalize();
        PullTarget target = PullTarget.of(request.chart(), request.version(), request.devel());
        PullPaths paths = PullPaths.of(base, request);
        try (RegistryClient client = request.access()
                .open(base, target.name().registry(), target.name().repository())) {
            Console console = new Console(progress);
            PulledChart chart = new ChartPull(client, request, target, paths, base, console).pull();
            console.warnings(target.name().registry(), client);
            return chart;
        } catch (RegistryException | ChartException | UnverifiedException e) {
            throw e;
        } catch (IOException e) {
            ErrorLine.rethrowInterrupt(e);
            throw new IOException(ErrorLine.of(e), e);
        }
    }

    private PulledChart pull() throws IOException, InterruptedException {
        ChartLookup.Found found = new ChartLookup(client, target, console).find();
        String archiveName = PullPaths.archiveName(target.chartName(), found.tag(), target.digest());
        if (!request.untar()) {
            paths.requireFile(archiveName);
            paths.requireFile(archiveName + ".prov");
        }
        try (Staging staging = Staging.in(paths.folder())) {
            Path archive = staging.resolve(archiveName);
            String md5 = Md5Download.run(
                    client.repository(target.name().repository()),
                    found.layers().chart(),
                    archive,
                    progress(found.layers().chart(), archive));
            ChartMetadata chart = valid(archiveName, () -> ChartArchive.metadata(archive));
            checkVersion(found.tag(), chart);
            Path provenance = staging.resolve(archiveName + ".prov");
            boolean hasProvenance = fetchProvenance(found, provenance);
            Verification verification =
                    verify(found, archiveName, chart, hasProvenance ? Files.readAllBytes(provenance) : null);
            if (request.untar()) {
                unpack(staging, archive, chart.name());
            } else {
                staging.move(archive, archiveName);
            }
            if (hasProvenance && (request.prov() || !request.untar())) {
                staging.move(provenance, archiveName + ".prov");
            }
            staging.keep();
            String path = paths.result(request.untar() ? chart.name() : archiveName);
            return result(found, chart, md5, archiveName, path, verification);
        }
    }

    /** A pull by a digest verifies the file name that Helm gave the archive, as it has none of its own. */
    private Verification verify(ChartLookup.Found found, String archiveName, ChartMetadata chart, byte[] provenance)
            throws IOException, InterruptedException {
        String packaged = ChartFacts.of(chart).archiveName();
        return request.trust()
                .verify(
                        directory,
                        new UntrustedChart(
                                found.ref(),
                                target.digest() == null ? archiveName : packaged,
                                found.layers().chart().digest(),
                                provenance,
                                client.repository(target.name().repository()),
                                found.digest()));
    }

    private void unpack(Staging staging, Path archive, String chartName) throws IOException, InterruptedException {
        paths.requireFolderName(chartName);
        String archiveName = archive.getFileName().toString();
        try {
            Path unpacked = valid(archiveName, () -> ChartUnpacker.unpack(archive, staging.resolve("unpacked")));
            if (!paths.holds(chartName, unpacked)) {
                staging.move(unpacked, chartName);
            }
        } catch (FileSystemException e) {
            throw new IOException("cannot unpack " + archiveName + ": " + ErrorLine.reason(e), e);
        }
    }

    private TransferProgress progress(Descriptor layer, Path file) {
        return new TransferProgress(console, "Downloading " + file.getFileName(), layer.size());
    }

    private interface Reading<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Reads what was fetched; a complaint names the file by the name that it would have got. */
    private <T> T valid(String archiveName, Reading<T> reading) throws IOException, InterruptedException {
        try {
            return reading.run();
        } catch (ChartException e) {
            throw new IOException(
                    "what " + target.name() + " holds is not a valid chart: " + archiveName + ": " + e.getMessage(), e);
        }
    }

    private boolean fetchProvenance(ChartLookup.Found found, Path file) throws IOException, InterruptedException {
        boolean needed = request.trust().needsProvenance();
        if (found.layers().provenance() == null) {
            if (request.prov() && !needed) {
                console.lines("WARNING: " + target.name() + " has no provenance file for this chart");
            }
            return false;
        }
        if (!request.prov() && !needed) {
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
        ChartVersion tagged = tag == null ? null : ChartVersion.ofTag(tag).orElse(null);
        if (tagged != null && !tagged.text().equals(chart.version())) {
            console.lines("WARNING: the chart that is tagged " + tag + " says that it is version " + chart.version());
        }
    }

    private PulledChart result(
            ChartLookup.Found found,
            ChartMetadata chart,
            String md5,
            String archiveName,
            String path,
            Verification verification) {
        RegistryChart pulled = RegistryChart.of(found.place(), found.digest(), ChartFacts.of(chart), found.layers());
        console.chart("Pulled", pulled.ref(), found.tag(), found.digest(), null);
        console.signatures(verification, found.layers().chart().digest(), found.digest());
        return new PulledChart(pulled, path, archiveName, md5, verification);
    }
}
