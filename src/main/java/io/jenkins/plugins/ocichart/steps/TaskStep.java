package io.jenkins.plugins.ocichart.steps;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.tasks.Task;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A step that is a {@link Task}. Its parameters are public fields, which Stapler and Pipeline read and set. */
public abstract class TaskStep extends Step {
    /** What the step does, with its parameters as they are now. */
    abstract Task<?> task() throws AbortException;

    /**
     * Sets a parameter that is a map or a list in a script, of which a form has only the text; others are left as they are.
     *
     * @throws IllegalArgumentException if the text is none that the parameter can have
     */
    void setText(String field, String text) {}

    /** The text for {@link #setText}, empty for an empty map or list; null for other fields, whose value Jelly shows itself. */
    String text(String field) {
        return null;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return new Execution(context, task());
    }

    /** Does a task at once, and again from its start if Jenkins was restarted in its middle. */
    private static final class Execution extends ResumableExecution {
        private static final long serialVersionUID = 1L;

        private final Task<?> task;

        Execution(StepContext context, Task<?> task) {
            super(context);
            this.task = task;
        }

        @Override
        public boolean start() {
            background(() -> getContext().onSuccess(task.run(buildContext())));
            return false;
        }

        @Override
        void resume() throws IOException, InterruptedException {
            if (task.isRepeatable()) {
                announceRepetition();
            }
            background(() -> getContext().onSuccess(task.repeat(buildContext())));
        }
    }
}
