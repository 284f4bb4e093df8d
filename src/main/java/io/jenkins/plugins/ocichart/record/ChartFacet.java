package io.jenkins.plugins.ocichart.record;

import hudson.model.Fingerprint;
import hudson.model.Job;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import jenkins.model.FingerprintFacet;

/**
 * What the page of a fingerprint says about the chart: name, version, reference and digest, and which builds pushed, copied,
 * pulled and deployed it, and where. The first four are stored with the fingerprint and outlive the builds. The builds are those
 * that the fingerprint knows, so the page stays right when a job is renamed or a build deleted, and users don't see jobs that
 * they may not read.
 *
 * <p>A fingerprint has one for each repository and digest, since one archive may be in several registries.
 */
public final class ChartFacet extends FingerprintFacet {
    /** How many builds of a job are looked at, newest first, and how many are shown: each must be loaded from disk. */
    private static final int BUILDS_PER_JOB = 10;

    private static final int BUILDS = 100;

    /** The chart's name. */
    public final String name;

    /** The chart's version. */
    public final String version;

    /** {@code registry/repository:tag}, or {@code registry/repository@digest} if no tag is known. */
    public final String ref;

    private final String registry;
    private final String repository;

    /** Digest of the manifest. */
    public final String digest;

    private ChartFacet(Fingerprint fingerprint, RecordedChart chart) {
        super(fingerprint, System.currentTimeMillis());
        this.name = chart.name;
        this.version = chart.version;
        this.ref = chart.ref;
        this.registry = chart.registry;
        this.repository = chart.repository;
        this.digest = chart.digest;
    }

    /** Adds the chart to a fingerprint and stores it; does nothing if it is there already. */
    static void addTo(Fingerprint fingerprint, RecordedChart chart) {
        synchronized (fingerprint) {
            boolean known = fingerprint.getFacets().stream()
                    .anyMatch(facet -> facet instanceof ChartFacet other && other.isOf(chart));
            if (!known) {
                fingerprint.getFacets().add(new ChartFacet(fingerprint, chart));
            }
        }
    }

    /** The builds that the viewer may read, by job, the last one first. */
    public List<Row> getRows() {
        List<Row> uses = new ArrayList<>();
        for (String jobName : getFingerprint().getJobs()) {
            Job<?, ?> job = ChartDeployments.readable(jobName);
            if (job != null) {
                addUses(job, uses);
            }
            if (uses.size() >= BUILDS) {
                break;
            }
        }
        return uses;
    }

    private void addUses(Job<?, ?> job, List<Row> uses) {
        int looked = 0;
        for (int number : getFingerprint().getRangeSet(job.getFullName()).listNumbersReverse()) {
            if (looked++ == BUILDS_PER_JOB) {
                return;
            }
            Run<?, ?> run = job.getBuildByNumber(number);
            if (run != null) {
                BuildCharts charts = new BuildCharts(run);
                addUses(run, "pushed", charts.getPushedCharts(), uses);
                addUses(run, "copied", charts.getCopiedCharts(), uses);
                addUses(run, "pulled", charts.getPulledCharts(), uses);
                addUses(run, "deployed", charts.getDeployments(), uses);
            }
        }
    }

    private void addUses(Run<?, ?> run, String use, List<? extends RecordedChart> charts, List<Row> uses) {
        charts.stream()
                .filter(this::isOf)
                .map(chart -> new Row(
                        run,
                        use,
                        chart instanceof RecordedDeployment deployment ? deployment.environment : null,
                        chart.date()))
                .forEach(uses::add);
    }

    private boolean isOf(RecordedChart chart) {
        return registry.equals(chart.registry) && repository.equals(chart.repository) && digest.equals(chart.digest);
    }

    /**
     * That a build has pushed, copied, pulled or deployed the chart.
     *
     * @param use pushed, copied, pulled or deployed
     * @param environment where it was deployed; null if it wasn't
     */
    public record Row(Run<?, ?> run, String use, String environment, Date date) {}
}
