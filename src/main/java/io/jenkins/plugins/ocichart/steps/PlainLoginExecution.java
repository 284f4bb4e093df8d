package io.jenkins.plugins.ocichart.steps;

import io.jenkins.plugins.ocichart.build.BuildContext;
import io.jenkins.plugins.ocichart.build.LogIn;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A login without a block. */
final class PlainLoginExecution extends RepeatableExecution {
    private static final long serialVersionUID = 1L;

    private final LogIn.Parameters parameters;

    PlainLoginExecution(StepContext context, LogIn.Parameters parameters) {
        super(context);
        this.parameters = parameters;
    }

    @Override
    Object perform(BuildContext context) throws IOException, InterruptedException {
        LogIn.plain(context, parameters);
        return null;
    }
}
