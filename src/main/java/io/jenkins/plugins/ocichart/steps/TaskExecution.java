package io.jenkins.plugins.ocichart.steps;

import io.jenkins.plugins.ocichart.tasks.Task;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Does a task at once, and again from its start if Jenkins was restarted in its middle. */
final class TaskExecution extends ResumableExecution {
    private static final long serialVersionUID = 1L;

    private final Task<?> task;

    TaskExecution(StepContext context, Task<?> task) {
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
