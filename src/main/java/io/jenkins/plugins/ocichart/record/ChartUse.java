package io.jenkins.plugins.ocichart.record;

import hudson.model.Run;
import java.util.Date;

/** That a build has pushed or pulled a chart. */
public final class ChartUse {
    private final Run<?, ?> run;
    private final boolean pushed;
    private final Date date;

    ChartUse(Run<?, ?> run, boolean pushed, Date date) {
        this.run = run;
        this.pushed = pushed;
        this.date = new Date(date.getTime());
    }

    /** The build. */
    public Run<?, ?> getRun() {
        return run;
    }

    /** Pushed or, otherwise, pulled. */
    public boolean isPushed() {
        return pushed;
    }

    /** When. */
    public Date getDate() {
        return new Date(date.getTime());
    }
}
