package io.jenkins.plugins.ocichart.steps;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.tasks.Task;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A step that is a {@link Task}. Its parameters are public fields, which Stapler and Pipeline read and set. */
public abstract class TaskStep extends Step {
    /** What the step does, with its parameters as they are now. */
    abstract Task<?> task() throws AbortException;

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return new TaskExecution(context, task());
    }
}
