package io.jenkins.plugins.ocichart.record;

import hudson.model.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.RunAction2;

/** The charts that a build has pushed so far, from all its steps and branches. */
public final class PublishedChartsAction implements RunAction2 {
    /** Replaced, never changed, since the build may be stored at any time. */
    private volatile List<PublishedChart> charts = new ArrayList<>();

    private transient Run<?, ?> run;

    /** Adds charts to a build's and stores it. A chart that is there already, with the same digest, stays once. */
    static PublishedChartsAction add(Run<?, ?> run, List<PublishedChart> pushed) throws IOException {
        PublishedChartsAction action;
        synchronized (run) {
            action = run.getAction(PublishedChartsAction.class);
            if (action == null) {
                action = new PublishedChartsAction();
                run.addAction(action);
            }
            List<PublishedChart> changed = new ArrayList<>(action.charts);
            for (PublishedChart chart : pushed) {
                if (changed.stream().noneMatch(chart::isSameAs)) {
                    changed.add(chart);
                }
            }
            action.charts = changed;
        }
        run.save();
        return action;
    }

    /** The charts, in the order they were pushed. */
    public List<PublishedChart> getCharts() {
        return new ArrayList<>(charts);
    }

    /** The build. */
    public Run<?, ?> getRun() {
        return run;
    }

    @Override
    public void onAttached(Run<?, ?> r) {
        run = r;
    }

    @Override
    public void onLoad(Run<?, ?> r) {
        run = r;
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
