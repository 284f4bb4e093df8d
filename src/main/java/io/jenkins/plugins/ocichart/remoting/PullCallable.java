package io.jenkins.plugins.ocichart.remoting;

import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.ocichart.operation.ChartPull;
import io.jenkins.plugins.ocichart.operation.PullRequest;
import io.jenkins.plugins.ocichart.operation.PulledChart;
import java.io.File;
import java.io.IOException;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Pulls a chart to the agent that needs it.
 *
 * @param request what to pull
 * @param listener the build's log
 */
public record PullCallable(PullRequest request, TaskListener listener)
        implements ControllerToAgentFileCallable<PulledChart> {
    @Override
    public PulledChart invoke(File directory, VirtualChannel channel) throws IOException, InterruptedException {
        return AgentWork.run(listener, progress -> ChartPull.run(directory.toPath(), request, progress));
    }

    /** Shown in thread names and Remoting's logs: names the work, not what it logs in with. */
    @Override
    public String toString() {
        return "pull of a Helm chart";
    }
}
