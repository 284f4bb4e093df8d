package io.jenkins.plugins.ocichart.record;

import hudson.AbortException;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.operation.copy.CopiedChart;
import io.jenkins.plugins.ocichart.operation.migrate.MigrationResult;
import io.jenkins.plugins.ocichart.operation.packaging.PackagedChart;
import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import io.jenkins.plugins.ocichart.operation.pull.VerifiedChart;
import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records what a step of a build has done: first with the build, then elsewhere. What fails elsewhere becomes a warning in the
 * log, and the rest is still recorded.
 */
public final class ChartRecorder {
    private final Run<?, ?> run;
    private final Launcher launcher;
    private final TaskListener listener;

    /** Records for a build. */
    public ChartRecorder(Run<?, ?> run, Launcher launcher, TaskListener listener) {
        this.run = run;
        this.launcher = launcher;
        this.listener = listener;
    }

    /**
     * Records pushed charts with the build and its job, and shows the last of them to the later steps of a freestyle build.
     *
     * @param charts in the order of the step's result; may be empty
     * @param archive whether to write the build's artifact {@value ChartsArtifact#NAME}, too
     * @param fingerprint whether to link the build, as the one that made them, to the charts' fingerprints, too
     * @return what a script gets for each chart
     * @throws AbortException if the artifact can't be archived
     */
    public List<Map<String, Object>> pushed(List<PushedChart> charts, boolean archive, boolean fingerprint)
            throws IOException, InterruptedException {
        Instant now = Instant.now();
        List<RecordedPush> pushes =
                charts.stream().map(chart -> new RecordedPush(chart, now)).toList();
        if (!pushes.isEmpty()) {
            ChartEnvironment.show(run, pushes.get(pushes.size() - 1), null);
            ChartEvents events = ChartEvents.add(run, pushes);
            try {
                JobCharts.add(run, pushes);
            } catch (IOException e) {
                warn(Messages.ChartRecorder_noHistory(ErrorLine.of(e)));
            }
            if (fingerprint) {
                fingerprint(run, pushes);
            }
            if (archive) {
                archive(events);
            }
        }
        return new ArrayList<>(pushes.stream().map(RecordedPush::toMap).toList());
    }

    /**
     * Adds a migration to the build's artifact {@value MigrationArtifact#NAME}, and records of each chart the newest version
     * that was sent, as a push: thousands of versions would be too much for a build.
     *
     * @param from the repository's address
     * @throws AbortException if the artifact can't be archived
     */
    public void migrated(String from, MigrationResult result) throws IOException, InterruptedException {
        pushed(result.newest(), false, false);
        try {
            MigrationArtifact.add(from, result.charts(), run, launcher, listener);
        } catch (IOException e) {
            throw new AbortException(Messages.ChartRecorder_noArtifact(MigrationArtifact.NAME, ErrorLine.of(e)));
        }
    }

    /**
     * Records a pulled chart with the build, and shows it to the later steps of a freestyle build.
     *
     * @param fingerprint whether to link the build to the one that pushed the chart, too
     * @return what a script gets
     */
    public Map<String, Object> pulled(PulledChart chart, boolean fingerprint) throws IOException {
        RecordedPull pull = new RecordedPull(chart, Instant.now());
        ChartEnvironment.show(run, pull, pull.path);
        ChartEvents.add(run, List.of(pull));
        if (fingerprint) {
            fingerprint(null, List.of(pull));
        }
        return pull.toMap();
    }

    /**
     * Records with the build who has signed a chart.
     *
     * @return what a script gets
     */
    public Map<String, Object> verified(VerifiedChart chart) throws IOException {
        ChartEvents.add(run, List.of(new RecordedVerification(chart, Instant.now())));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("digest", chart.chart().digest());
        map.put("signedBy", chart.verification().signedBy());
        map.put("signatures", chart.verification().toMaps());
        return map;
    }

    /**
     * Records a deployment with the build and for the page of all deployments.
     *
     * @return what a script gets
     */
    public Map<String, Object> deployed(RecordedDeployment deployment) throws IOException {
        ChartEvents.add(run, List.of(deployment));
        try {
            ChartDeployments.add(run, deployment);
        } catch (IOException e) {
            warn(Messages.ChartRecorder_noDeployment(ErrorLine.of(e)));
        }
        if (deployment.md5 != null) {
            fingerprint(null, List.of(deployment));
        }
        return deployment.toMap();
    }

    /**
     * Records a copied chart with the build, links the build to the one that pushed the chart, and shows the copy to the later
     * steps of a freestyle build.
     *
     * @return what a script gets
     */
    public Map<String, Object> copied(CopiedChart chart) throws IOException {
        RecordedCopy copy = new RecordedCopy(chart, Instant.now());
        ChartEnvironment.show(run, copy, null);
        ChartEvents.add(run, List.of(copy));
        fingerprint(null, List.of(copy));
        return copy.toMap();
    }

    /**
     * Records packaged charts with the build, and shows the last of them to the later steps of a freestyle build.
     *
     * @param fingerprint whether to link the build, as the one that made them, to the archives' fingerprints, too
     * @return what a script gets for each chart
     */
    public List<Map<String, Object>> packaged(List<PackagedChart> charts, boolean fingerprint) throws IOException {
        Instant now = Instant.now();
        List<RecordedPackage> packages =
                charts.stream().map(chart -> new RecordedPackage(chart, now)).toList();
        if (!packages.isEmpty()) {
            RecordedPackage last = packages.get(packages.size() - 1);
            ChartEnvironment.show(run, last, last.file);
            ChartEvents.add(run, packages);
            if (fingerprint) {
                fingerprint(run, packages);
            }
        }
        return new ArrayList<>(packages.stream().map(RecordedPackage::toMap).toList());
    }

    private void fingerprint(Run<?, ?> maker, List<? extends RecordedChart> charts) throws IOException {
        try {
            for (RecordedChart chart : charts) {
                ChartFingerprints.record(run, maker, chart);
            }
        } catch (IOException e) {
            warn(Messages.ChartRecorder_noFingerprint(ErrorLine.of(e)));
        }
        run.save();
    }

    /** Branches that push at the same time archive one after another; the last one has the charts of all. */
    private void archive(ChartEvents events) throws IOException, InterruptedException {
        synchronized (events) {
            try {
                ChartsArtifact.archive(ChartEvents.of(run, RecordedPush.class), run, launcher, listener);
            } catch (IOException e) {
                throw new AbortException(Messages.ChartRecorder_noArtifact(ChartsArtifact.NAME, ErrorLine.of(e)));
            }
        }
    }

    private void warn(String message) {
        listener.getLogger().println("WARNING: " + message);
    }
}
