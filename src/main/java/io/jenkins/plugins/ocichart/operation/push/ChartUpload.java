package io.jenkins.plugins.ocichart.operation.push;

import io.jenkins.plugins.ocichart.operation.ChartFacts;
import io.jenkins.plugins.ocichart.operation.ChartLayers;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.Md5Download;
import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.TransferProgress;
import io.jenkins.plugins.ocichart.operation.Workers;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Brings one chart into its repository with as few requests as its state there allows. */
final class ChartUpload {
    private final Repository repository;
    private final LocalChart chart;
    private final ChartManifest manifest;
    private final Reference reference;
    private final IfExists ifExists;
    private final Console console;
    private volatile String md5;

    /**
     * An upload that may mount the archive.
     *
     * @param from another repository that probably has it, or null
     */
    ChartUpload(
            RegistryClient client,
            LocalChart chart,
            ChartManifest manifest,
            IfExists ifExists,
            String from,
            Console console) {
        this.chart = chart;
        this.manifest = manifest;
        this.reference = chart.reference();
        this.ifExists = ifExists;
        this.repository = client.repository(reference.repository()).forPush(from);
        this.console = console;
    }

    /**
     * Pushes the chart unless it is there already.
     *
     * @return what is in the registry now
     */
    PushedChart push() throws IOException, InterruptedException {
        return push(repository.resolve(reference.tag()).map(Descriptor::digest));
    }

    /** The same when it is known what the tag stands for; empty for nothing. */
    PushedChart push(Optional<Digest> existing) throws IOException, InterruptedException {
        if (existing.isPresent() && existing.get().equals(manifest.digest())) {
            return upToDate(manifest.digest());
        }
        if (existing.isPresent() && ifExists != IfExists.OVERWRITE) {
            return keep(existing.get());
        }
        uploadBlobs(existing.isPresent());
        try {
            putManifest();
        } catch (NotFoundException e) {
            // a replica of the registry that hasn't seen the blobs yet, or has lost one
            uploadBlobs(true);
            putManifest();
        }
        report("Pushed", manifest.digest(), null);
        return result(manifest.digest(), true);
    }

    private PushedChart upToDate(Digest digest) throws IOException, InterruptedException {
        report("Pushed", digest, "Already up to date; nothing was uploaded.");
        return result(digest, false);
    }

    private void putManifest() throws IOException, InterruptedException {
        repository.putManifest(reference.tag(), Manifest.OCI_MANIFEST, manifest.bytes());
    }

    /** What {@code skip} and {@code fail} do if the tag has another digest. */
    private PushedChart keep(Digest existing) throws IOException, InterruptedException {
        Manifest there = repository.manifest(existing.toString());
        if (isSame(there)) {
            return upToDate(existing);
        }
        if (ifExists == IfExists.FAIL) {
            throw new IOException(reference + " exists already with the digest " + existing
                    + "; raise the chart's version, or set ifExists to overwrite or skip");
        }
        ChartLayers layers = ChartLayers.of(reference.toString(), there);
        RegistryChart kept = RegistryChart.of(reference, existing, ChartFacts.of(repository, there), layers);
        report("Skipped", existing, "It exists with this other digest and stays as it is (ifExists is skip).");
        boolean sameArchive = layers.chart().digest().equals(chart.content().digest());
        return new PushedChart(kept, false, sameArchive ? chart.shown() : null, sameArchive ? md5() : null);
    }

    /** Whether a manifest holds this chart: the annotation {@code created} differs if only the file's time does. */
    private boolean isSame(Manifest there) {
        Set<Digest> layers = there.layers().stream().map(Descriptor::digest).collect(Collectors.toSet());
        Set<Digest> wanted = Stream.of(chart.content(), chart.provenance())
                .filter(Objects::nonNull)
                .map(Descriptor::digest)
                .collect(Collectors.toSet());
        return layers.equals(wanted)
                && there.config().filter(manifest.config()::equals).isPresent();
    }

    /**
     * Looking first whether a blob is there pays only if an earlier push has probably left it. If another repository
     * has the archive, the blobs that were pushed with it are probably there as well.
     */
    private void uploadBlobs(boolean lookFirst) throws IOException, InterruptedException {
        List<Callable<Void>> uploads = new ArrayList<>();
        uploads.add(upload(manifest.config(), Body.of(manifest.configBytes()), TransferListener.NONE, lookFirst));
        uploads.add(upload(
                chart.content(),
                Body.of(chart.archive().file()),
                new TransferProgress(
                        console, "Uploading " + chart.shown(), chart.archive().size()),
                lookFirst));
        if (chart.provenance() != null) {
            uploads.add(upload(chart.provenance(), Body.of(chart.provenanceFile()), TransferListener.NONE, lookFirst));
        }
        if (chart.archive().size() < Md5Download.WORTH_A_THREAD) {
            md5();
        } else {
            uploads.add(() -> {
                md5();
                return null;
            });
        }
        Workers.run("Upload of " + chart.shown(), uploads.size(), uploads);
    }

    private Callable<Void> upload(Descriptor blob, Body body, TransferListener listener, boolean lookFirst) {
        return () -> {
            if (!lookFirst || !repository.hasBlob(blob)) {
                repository.upload(blob, body, listener);
            }
            return null;
        };
    }

    private String md5() throws IOException, InterruptedException {
        if (md5 == null) {
            md5 = chart.archive().md5();
        }
        return md5;
    }

    private void report(String verb, Digest digest, String remark) {
        console.chart(verb, reference.toString(), reference.tag(), digest, remark);
    }

    private PushedChart result(Digest digest, boolean pushed) throws IOException, InterruptedException {
        ChartLayers layers = new ChartLayers(manifest.config(), chart.content(), chart.provenance());
        ChartFacts facts = ChartFacts.of(chart.archive().metadata());
        RegistryChart pushedChart = RegistryChart.of(reference, digest, facts, layers);
        return new PushedChart(pushedChart, pushed, chart.shown(), md5());
    }
}
