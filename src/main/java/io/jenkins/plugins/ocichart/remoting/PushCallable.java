package io.jenkins.plugins.ocichart.remoting;

import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.ocichart.operation.ChartPush;
import io.jenkins.plugins.ocichart.operation.PushRequest;
import io.jenkins.plugins.ocichart.operation.PushResult;
import java.io.File;
import java.io.IOException;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Pushes charts from the agent that holds them.
 *
 * @param request what to push where
 * @param listener the build's log
 */
public record PushCallable(PushRequest request, TaskListener listener)
        implements ControllerToAgentFileCallable<PushResult> {
    @Override
    public PushResult invoke(File directory, VirtualChannel channel) throws IOException, InterruptedException {
        return AgentWork.run(listener, progress -> ChartPush.run(directory.toPath(), request, progress));
    }

    /** Shown in thread names and Remoting's logs: names the work, not what it logs in with. */
    @Override
    public String toString() {
        return "push of Helm charts";
    }
}
