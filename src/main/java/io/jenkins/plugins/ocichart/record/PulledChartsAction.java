package io.jenkins.plugins.ocichart.record;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.List;

/** The charts that a build has pulled so far. */
public final class PulledChartsAction extends InvisibleAction {
    /** Replaced, never changed, since the build may be stored at any time. */
    private volatile List<UsedChart> charts = new ArrayList<>();

    /** Adds a chart to a build's, without storing the build. One that is there already, with the same digest, stays once. */
    static void add(Run<?, ?> run, UsedChart chart) {
        synchronized (run) {
            PulledChartsAction action = run.getAction(PulledChartsAction.class);
            if (action == null) {
                action = new PulledChartsAction();
                run.addAction(action);
            }
            if (action.charts.stream().noneMatch(chart::isSameAs)) {
                List<UsedChart> changed = new ArrayList<>(action.charts);
                changed.add(chart);
                action.charts = changed;
            }
        }
    }

    /** The charts, in the order they were pulled. */
    public List<UsedChart> getCharts() {
        return new ArrayList<>(charts);
    }
}
