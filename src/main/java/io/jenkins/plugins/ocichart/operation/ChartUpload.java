package io.jenkins.plugins.ocichart.operation;

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
import java.util.Optional;
import java.util.concurrent.Callable;

/** Brings one chart into its repository with as few requests as its state there allows. */
final class ChartUpload {
    /** What is smaller has its MD5 sooner than a thread would have begun with it. */
    private static final int WORTH_A_THREAD = 512 << 10;

    private final Repository repository;
    private final LocalChart chart;
    private final ChartManifest manifest;
    private final Reference reference;
    private final IfExists ifExists;
    private final Console console;
    private volatile String md5;

    ChartUpload(RegistryClient client, LocalChart chart, ChartManifest manifest, Push request, Console console) {
        this.chart = chart;
        this.manifest = manifest;
        this.reference = chart.reference();
        this.ifExists = request.ifExists();
        this.repository = client.repository(reference.repository())
                .forPush(request.otherRepositoryOf(chart.content().digest(), reference.repository())
                        .orElse(null));
        this.console = console;
    }

    /**
     * Pushes the chart unless it is there already.
     *
     * @return what is in the registry now
     */
    PushedChart push() throws IOException, InterruptedException {
        Optional<Digest> existing = repository.resolve(reference.tag()).map(Descriptor::digest);
        if (existing.isPresent() && existing.get().equals(manifest.digest())) {
            report("Pushed", manifest.digest(), "It was there already: nothing had to be uploaded.");
            return result(manifest.digest(), chart.content(), chart.provenance(), false);
        }
        if (existing.isPresent() && ifExists == IfExists.SKIP) {
            return skip(existing.get());
        }
        if (existing.isPresent() && ifExists == IfExists.FAIL) {
            throw new IOException(reference + " exists already with the digest " + existing.get()
                    + "; raise the chart's version, or set ifExists to overwrite or skip");
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
        return result(manifest.digest(), chart.content(), chart.provenance(), true);
    }

    private void putManifest() throws IOException, InterruptedException {
        repository.putManifest(reference.tag(), Manifest.OCI_MANIFEST, manifest.bytes());
    }

    private PushedChart skip(Digest existing) throws IOException, InterruptedException {
        Manifest there = repository.manifest(existing.toString());
        ChartLayers layers = ChartLayers.of(reference.toString(), there);
        report("Skipped", existing, "It exists with this other digest and stays as it is (ifExists is skip).");
        return result(existing, layers.chart(), layers.provenance(), false);
    }

    /**
     * Looking first whether a blob is there pays only where an earlier push has probably left it. Where another repository
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
        if (chart.archive().size() < WORTH_A_THREAD) {
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

    private PushedChart result(Digest digest, Descriptor content, Descriptor provenance, boolean pushed)
            throws IOException, InterruptedException {
        RegistryChart pushedChart = RegistryChart.of(
                reference.registry(),
                reference.repository(),
                reference.tag(),
                digest,
                chart.archive().metadata(),
                content,
                provenance);
        return new PushedChart(pushedChart, pushed, chart.shown(), md5());
    }
}
