package io.jenkins.plugins.ocichart.record;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import hudson.tasks.Fingerprinter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The charts of a build, on its page, on a separate page and in the REST API. Made for each request from what is stored with
 * the build, so that builds of older versions of the plugin have it too. Users who may read the build may read all of it.
 */
@ExportedBean
public final class BuildCharts extends ChartsPage {
    /** How many charts the build's page shows; it links to all. */
    private static final int SUMMARY_SIZE = 10;

    private final Run<?, ?> run;
    private ArchivedCharts archived;

    BuildCharts(Run<?, ?> run) {
        this.run = run;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    /** What the build has packaged, in that order. */
    @Exported(visibility = 2, inline = true)
    public List<RecordedPackage> getPackagedCharts() {
        return ChartEvents.of(run, RecordedPackage.class);
    }

    /** What the build has pushed, in the order of the pushes. */
    @Exported(visibility = 2, inline = true)
    public List<RecordedPush> getPushedCharts() {
        return ChartEvents.of(run, RecordedPush.class);
    }

    /** What the build has pulled, in the order of the pulls. */
    @Exported(visibility = 2, inline = true)
    public List<RecordedPull> getPulledCharts() {
        return ChartEvents.of(run, RecordedPull.class);
    }

    /** What the build has verified otherwise than by pulling it, in the order in which that happened. */
    @Exported(visibility = 2, inline = true)
    public List<RecordedVerification> getVerifiedCharts() {
        return ChartEvents.of(run, RecordedVerification.class);
    }

    /** What the build has copied, in the order of the copies. */
    @Exported(visibility = 2, inline = true)
    public List<RecordedCopy> getCopiedCharts() {
        return ChartEvents.of(run, RecordedCopy.class);
    }

    /** What the build has deployed, in the order of the deployments. */
    @Exported(visibility = 2, inline = true)
    public List<RecordedDeployment> getDeployments() {
        return ChartEvents.of(run, RecordedDeployment.class);
    }

    /** The first pushed charts, for the build's page. */
    public List<RecordedPush> getSummary() {
        List<RecordedPush> charts = getPushedCharts();
        return charts.subList(0, Math.min(SUMMARY_SIZE, charts.size()));
    }

    /** How many pushed charts the build's page has no room for. */
    public int getFurther() {
        return getPushedCharts().size() - getSummary().size();
    }

    /** The chart's archive among the build's artifacts, as a path below {@code artifact/}; null if it isn't there. */
    public String artifactOf(RecordedChart chart) {
        if (archived == null) {
            archived = ArchivedCharts.of(run);
        }
        return archived.pathOf(chart);
    }

    /** Whether the chart has a fingerprint. */
    public boolean isFingerprinted(RecordedChart chart) {
        Fingerprinter.FingerprintAction action = run.getAction(Fingerprinter.FingerprintAction.class);
        return action != null && chart.md5 != null && action.getRecords().containsValue(chart.md5);
    }

    /** Gives the page to builds that have charts. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Run> {
        @Override
        public Class<Run> type() {
            return Run.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return BuildCharts.class;
        }

        @Override
        public Collection<? extends Action> createFor(Run run) {
            return run.getAction(ChartEvents.class) == null ? Set.of() : Set.of(new BuildCharts(run));
        }
    }
}
