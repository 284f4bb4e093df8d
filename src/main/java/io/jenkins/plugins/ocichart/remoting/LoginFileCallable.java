package io.jenkins.plugins.ocichart.remoting;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.ocichart.operation.LoginFile;
import java.io.File;
import java.io.IOException;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Writes a login file on the agent whose tools are to read it, into the directory that it is invoked on.
 *
 * @param file what to write
 */
public record LoginFileCallable(LoginFile file) implements ControllerToAgentFileCallable<Void> {
    @Override
    public Void invoke(File directory, VirtualChannel channel) throws IOException, InterruptedException {
        try {
            file.write(directory.toPath());
        } catch (IOException e) {
            throw new AbortException(e.getMessage());
        }
        return null;
    }

    /** Shown in thread names and Remoting's logs: names the work, not the logins. */
    @Override
    public String toString() {
        return "login file";
    }
}
