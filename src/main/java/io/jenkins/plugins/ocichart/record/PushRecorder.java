package io.jenkins.plugins.ocichart.record;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.List;

/** Records what a step of a build has pushed. */
public final class PushRecorder {
    private final Run<?, ?> run;
    private final FilePath workspace;
    private final Launcher launcher;
    private final TaskListener listener;

    /** Records for a build; artifacts go through {@code workspace}. */
    public PushRecorder(Run<?, ?> run, FilePath workspace, Launcher launcher, TaskListener listener) {
        this.run = run;
        this.workspace = workspace;
        this.launcher = launcher;
        this.listener = listener;
    }

    /** Links the build to the fingerprints of the charts, as the one that has made them. */
    public void fingerprint(List<PublishedChart> charts) throws IOException {
        ChartFingerprints.pushed(run, charts);
    }

    /**
     * Keeps the charts with the build.
     *
     * @param archive whether to write the build's artifact anew, too
     */
    public void record(List<PublishedChart> charts, boolean archive) throws IOException, InterruptedException {
        PublishedChartsAction action = PublishedChartsAction.add(run, charts);
        if (archive) {
            // Branches that push at the same time archive one after another; the last one has the charts of all.
            synchronized (action) {
                ChartsArtifact.archive(action.getCharts(), run, workspace, launcher, listener);
            }
        }
    }
}
