package io.jenkins.plugins.ocichart.steps;

import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.ocichart.build.BuildContext;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.GeneralNonBlockingStepExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Does its work in the background, and again from its start where Jenkins was restarted in its middle: a push sends only
 * what the registry lacks, and a pull leaves nothing half-written, so both are safe to repeat.
 */
abstract class RepeatableExecution extends GeneralNonBlockingStepExecution {
    private static final long serialVersionUID = 1L;

    private transient volatile boolean stopped;

    RepeatableExecution(StepContext context) {
        super(context);
    }

    /** Does the work and returns the step's result. Runs in a thread of its own, as the build's user. */
    abstract Object perform(BuildContext context) throws IOException, InterruptedException;

    @Override
    public final boolean start() {
        run(this::attempt);
        return false;
    }

    private void attempt() throws IOException, InterruptedException {
        Object result;
        try {
            result = perform(Contexts.read(getContext()));
        } catch (InterruptedException e) {
            if (stopped) {
                return; // the step has ended with the cause of that; the log needs no stack trace beside it
            }
            throw e;
        }
        getContext().onSuccess(result);
    }

    @Override
    public final void stop(Throwable cause) throws Exception {
        stopped = true;
        super.stop(cause);
    }

    @Override
    public final void onResume() {
        try {
            getContext().get(TaskListener.class).getLogger().println(Messages.RepeatableExecution_again());
            FlowExecution flow = getContext().get(FlowExecution.class);
            // Jenkins resumes steps as itself.
            try (ACLContext ignored = ACL.as2(flow.getAuthentication2())) {
                run(this::attempt);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            getContext().onFailure(e);
        } catch (IOException | RuntimeException e) {
            getContext().onFailure(e);
        }
    }
}
