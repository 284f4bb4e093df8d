package io.jenkins.plugins.ocichart.steps;

import io.jenkins.plugins.ocichart.build.BuildContext;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Does its work at once, and again from its start where Jenkins was restarted in its middle. */
abstract class RepeatableExecution extends ResumableExecution {
    private static final long serialVersionUID = 1L;

    RepeatableExecution(StepContext context) {
        super(context);
    }

    /** Does the work and returns the step's result. Runs in a thread of its own, as the build's user. */
    abstract Object perform(BuildContext context) throws IOException, InterruptedException;

    @Override
    public final boolean start() {
        background(this::attempt);
        return false;
    }

    private void attempt() throws IOException, InterruptedException {
        getContext().onSuccess(perform(Contexts.read(getContext())));
    }

    @Override
    final void resume() throws IOException, InterruptedException {
        announceRepetition();
        background(this::attempt);
    }
}
