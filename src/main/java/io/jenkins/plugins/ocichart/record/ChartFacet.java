package io.jenkins.plugins.ocichart.record;

import hudson.model.Fingerprint;
import hudson.model.Job;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import jenkins.model.FingerprintFacet;
import jenkins.model.Jenkins;
import org.springframework.security.access.AccessDeniedException;

/**
 * What the page of a fingerprint says about the chart: name, version, reference and digest, and which builds pushed,
 * copied, pulled and deployed it, and where. The first four are stored with the fingerprint and outlive the builds. The builds are those that the fingerprint
 * knows, so the page stays right when a job is renamed or a build deleted, and users don't see jobs that they may not read.
 *
 * <p>A fingerprint has one for each repository and digest, since one archive may be in several registries.
 */
public final class ChartFacet extends FingerprintFacet {
    /** How many builds of a job are looked at, newest first, and how many are shown: each must be loaded from disk. */
    private static final int BUILDS_PER_JOB = 10;

    private static final int BUILDS = 100;

    private final String name;
    private final String version;
    private final String ref;
    private final String registry;
    private final String repository;
    private final String digest;

    private ChartFacet(Fingerprint fingerprint, RecordedChart chart) {
        super(fingerprint, System.currentTimeMillis());
        this.name = chart.getName();
        this.version = chart.getVersion();
        this.ref = chart.getRef();
        this.registry = chart.getRegistry();
        this.repository = chart.getRepository();
        this.digest = chart.getDigest();
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

    /** The chart's name. */
    public String getName() {
        return name;
    }

    /** The chart's version. */
    public String getVersion() {
        return version;
    }

    /** {@code registry/repository:tag}, or {@code registry/repository@digest} if no tag is known. */
    public String getRef() {
        return ref;
    }

    /** Digest of the manifest. */
    public String getDigest() {
        return digest;
    }

    /** The builds that the viewer may read, by job, the last one first. */
    public List<Row> getRows() {
        List<Row> uses = new ArrayList<>();
        for (String jobName : getFingerprint().getJobs()) {
            Job<?, ?> job = readable(jobName);
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
                        chart instanceof RecordedDeployment deployment ? deployment.getEnvironment() : null,
                        chart.date()))
                .forEach(uses::add);
    }

    private boolean isOf(RecordedChart chart) {
        return registry.equals(chart.getRegistry())
                && repository.equals(chart.getRepository())
                && digest.equals(chart.getDigest());
    }

    private static Job<?, ?> readable(String name) {
        try {
            return Jenkins.get().getItemByFullName(name, Job.class);
        } catch (AccessDeniedException e) {
            return null; // the viewer may discover the job, but not read it
        }
    }

    /** That a build has pushed, copied, pulled or deployed the chart. */
    public static final class Row {
        private final Run<?, ?> run;
        private final String use;
        private final String environment;
        private final Date date;

        private Row(Run<?, ?> run, String use, String environment, Date date) {
            this.run = run;
            this.use = use;
            this.environment = environment;
            this.date = date;
        }

        /** The build. */
        public Run<?, ?> getRun() {
            return run;
        }

        /** Pushed, copied, pulled or deployed. */
        public String getUse() {
            return use;
        }

        /** Where it was deployed; null if it wasn't. */
        public String getEnvironment() {
            return environment;
        }

        /** When. */
        public Date getDate() {
            return new Date(date.getTime());
        }
    }
}
