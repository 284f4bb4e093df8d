package io.jenkins.plugins.ocichart.remoting;

import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.ocichart.operation.LoginRequest;
import io.jenkins.plugins.ocichart.operation.RegistryLogin;
import java.io.File;
import java.io.IOException;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Checks a login from where it will be used.
 *
 * @param request the login
 * @param listener the build's log
 */
public record LoginCallable(LoginRequest request, TaskListener listener)
        implements ControllerToAgentFileCallable<String> {
    @Override
    public String invoke(File directory, VirtualChannel channel) throws IOException, InterruptedException {
        return AgentWork.run(listener, progress -> RegistryLogin.check(directory.toPath(), request, progress));
    }

    /** Shown in thread names and Remoting's logs: names the work, not what it logs in with. */
    @Override
    public String toString() {
        return "login to a registry";
    }
}
