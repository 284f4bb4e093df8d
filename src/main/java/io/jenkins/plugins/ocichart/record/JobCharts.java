package io.jenkins.plugins.ocichart.record;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import hudson.model.Run;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The newest version of every chart that a job has pushed, on the job's page and in the REST API, and a page with the
 * history of each chart. Newest is what the last build has pushed, which need not be the highest version. Users who
 * may read the job may read all of it.
 */
@ExportedBean
public final class JobCharts extends ChartsPage {
    /** How many pushes of each chart the page of all charts shows; it links to the rest. */
    private static final int RECENT = 10;

    /** How many charts the job's page shows; it links to all. */
    static final int ROWS = 50;

    private final Job<?, ?> job;
    private ChartHistory history;

    JobCharts(Job<?, ?> job) {
        this.job = job;
    }

    /** Adds what a build has pushed to its job's history. */
    static void add(Run<?, ?> run, List<RecordedPush> charts) throws IOException {
        ChartHistory.add(
                directory(run.getParent()),
                charts.stream()
                        .map(chart -> JobPush.of(run.getNumber(), run.getTimeInMillis(), chart))
                        .toList());
    }

    public Job<?, ?> getJob() {
        return job;
    }

    /** The newest push of each chart, by repository. */
    @Exported(visibility = 2, inline = true)
    public List<JobPush> getNewestCharts() {
        return history().newest();
    }

    /** The charts for the job's page, by repository: those that were pushed last, if there are many. */
    public List<JobPush> getSummary() {
        List<JobPush> newest = getNewestCharts();
        Set<JobPush> recent = newest.stream()
                .sorted(Comparator.comparing(JobPush::pushedAt).reversed())
                .limit(ROWS)
                .collect(Collectors.toSet());
        return newest.stream().filter(recent::contains).toList();
    }

    /** What this job has deployed that is still deployed, as the page <i>Chart deployments</i> has it. */
    @Exported(visibility = 2, inline = true)
    public List<Deployment> getDeployments() {
        return ChartDeployments.get().deployedBy(job);
    }

    /** The pushes of each chart, newest first, by repository. */
    public Map<String, List<JobPush>> getHistory() {
        return history().byRepository();
    }

    /** The part of a chart's history that the page of all charts shows. */
    public List<JobPush> recent(List<JobPush> pushes) {
        return pushes.subList(0, Math.min(RECENT, pushes.size()));
    }

    /** All pushes that are kept, newest first, by repository. */
    @Exported(visibility = 1, inline = true)
    public List<JobPush> getJobPushes() {
        return getHistory().values().stream().flatMap(List::stream).toList();
    }

    /** Whether the build of a push is still there, found out without loading it. */
    public boolean hasBuild(JobPush push) {
        return !history().isRenumbered(push)
                && new File(job.getBuildDir(), Integer.toString(push.build())).isDirectory();
    }

    private ChartHistory history() {
        if (history == null) {
            history = ChartHistory.of(directory(job));
        }
        return history;
    }

    private static Path directory(Job<?, ?> job) {
        return job.getRootDir().toPath();
    }

    /** Gives the page to jobs that have pushed or deployed charts. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {
        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return JobCharts.class;
        }

        @Override
        public Collection<? extends Action> createFor(Job job) {
            return ChartHistory.existsIn(directory(job))
                            || ChartDeployments.get().hasDeployed(job)
                    ? Set.of(new JobCharts(job))
                    : Set.of();
        }
    }
}
