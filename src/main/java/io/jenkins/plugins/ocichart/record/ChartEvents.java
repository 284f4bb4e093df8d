package io.jenkins.plugins.ocichart.record;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What all steps and branches of a build have done with charts so far, in order. */
public final class ChartEvents extends InvisibleAction {
    /** Replaced, never changed, since the build may be stored at any time. */
    private volatile List<RecordedChart> charts = new ArrayList<>();

    /** All events of a build. */
    public static List<RecordedChart> of(Run<?, ?> run) {
        ChartEvents action = run.getAction(ChartEvents.class);
        return action == null ? List.of() : List.copyOf(action.charts);
    }

    /** The events of one kind. */
    static <T extends RecordedChart> List<T> of(Run<?, ?> run, Class<T> kind) {
        return of(run).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * Adds events to a build and stores it. What a build repeats, with the same reference and digest, stays once and becomes
     * the last event: after pushes of a, b and a again the tag leads to a.
     */
    static ChartEvents add(Run<?, ?> run, List<? extends RecordedChart> events) throws IOException {
        ChartEvents action;
        synchronized (run) {
            action = run.getAction(ChartEvents.class);
            if (action == null) {
                action = new ChartEvents();
                run.addAction(action);
            }
            List<RecordedChart> changed = new ArrayList<>(action.charts);
            for (RecordedChart event : events) {
                Optional<RecordedChart> earlier =
                        changed.stream().filter(event::isSameAs).findFirst();
                earlier.ifPresent(changed::remove);
                boolean nothingNew = event instanceof RecordedPush push && !push.pushed
                        || event instanceof RecordedCopy copy && !copy.pushed;
                changed.add(nothingNew ? earlier.orElse(event) : event);
            }
            action.charts = changed;
        }
        run.save();
        return action;
    }
}
