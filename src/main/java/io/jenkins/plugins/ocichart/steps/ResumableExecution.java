package io.jenkins.plugins.ocichart.steps;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.ocichart.login.BlockLogins;
import io.jenkins.plugins.ocichart.tasks.BuildContext;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.GeneralNonBlockingStepExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Background work that starts again after a restart of Jenkins. It is safe to repeat: a push sends only what the registry
 * lacks, a pull leaves nothing half-written, a login changes nothing.
 */
abstract class ResumableExecution extends GeneralNonBlockingStepExecution {
    private static final long serialVersionUID = 1L;

    private transient volatile boolean stopped;

    ResumableExecution(StepContext context) {
        super(context);
    }

    /** Goes on after a restart, as the build's user. Doesn't block. */
    abstract void resume() throws IOException, InterruptedException;

    /** Runs work in a background thread; if it fails, so does the step, unless an abort has already ended it. */
    final void background(Block work) {
        run(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                if (!stopped) {
                    throw e;
                } // else stop() has ended the step with its cause, and the log needs no stack trace
            }
        });
    }

    /** The build as it is now; asked for again after a restart. */
    final BuildContext buildContext() throws IOException, InterruptedException {
        StepContext context = getContext();
        return new BuildContext(
                context.get(Run.class),
                context.get(FilePath.class),
                context.get(EnvVars.class),
                context.get(Launcher.class),
                context.get(TaskListener.class),
                context.get(BlockLogins.class));
    }

    /** Says in the log why the same lines follow again. */
    final void announceRepetition() throws IOException, InterruptedException {
        getContext().get(TaskListener.class).getLogger().println(Messages.ResumableExecution_again());
    }

    /** Whether the step was aborted. */
    final boolean isStopped() {
        return stopped;
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        stopped = true;
        super.stop(cause);
    }

    @Override
    public final void onResume() {
        try {
            FlowExecution flow = getContext().get(FlowExecution.class);
            // Jenkins resumes steps as itself.
            try (ACLContext ignored = ACL.as2(flow.getAuthentication2())) {
                resume();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            getContext().onFailure(e);
        } catch (IOException | RuntimeException e) {
            getContext().onFailure(e);
        }
    }
}
