package io.jenkins.plugins.ocichart.record;

import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.List;

/** Records what a step of a build has pushed. */
public final class PushRecorder {
    private final Run<?, ?> run;
    private final Launcher launcher;
    private final TaskListener listener;

    /** Records for a build. */
    public PushRecorder(Run<?, ?> run, Launcher launcher, TaskListener listener) {
        this.run = run;
        this.launcher = launcher;
        this.listener = listener;
    }

    /** Links the build to the fingerprints of the charts, as the one that has made them. */
    public void fingerprint(List<PublishedChart> charts) throws IOException {
        ChartFingerprints.pushed(run, charts);
        run.save();
    }

    /**
     * Keeps the charts with the build and shows the last of them to the later steps of a freestyle build.
     *
     * @param charts at least one
     * @param archive whether to write the build's artifact anew, too
     */
    public void record(List<PublishedChart> charts, boolean archive) throws IOException, InterruptedException {
        ChartEnvironment.show(run, charts.get(charts.size() - 1), null);
        PublishedChartsAction action = PublishedChartsAction.add(run, charts);
        addToHistory(charts);
        if (archive) {
            // Branches that push at the same time archive one after another; the last one has the charts of all.
            synchronized (action) {
                ChartsArtifact.archive(action.getCharts(), run, launcher, listener);
            }
        }
    }

    /** No reason for a step to fail that has done its work: the build itself knows all. */
    private void addToHistory(List<PublishedChart> charts) {
        try {
            JobCharts.add(run, charts);
        } catch (IOException e) {
            listener.getLogger().println("WARNING: " + Messages.PushRecorder_noHistory(e.getMessage()));
        }
    }
}
