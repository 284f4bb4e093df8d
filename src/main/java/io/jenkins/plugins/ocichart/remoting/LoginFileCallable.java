package io.jenkins.plugins.ocichart.remoting;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.ocichart.operation.LoginFile;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Writes a login file on the agent whose tools are to read it, into the directory that it is invoked on.
 *
 * @param file what to write
 * @param base path of the directory that relative TLS files are below
 */
public record LoginFileCallable(LoginFile file, String base)
        implements ControllerToAgentFileCallable<List<RegistryCredential>> {
    /** Answers with the logins that are in the file, which are to be masked in the build's log. */
    @Override
    public List<RegistryCredential> invoke(File directory, VirtualChannel channel)
            throws IOException, InterruptedException {
        try {
            return file.write(directory.toPath(), Path.of(base));
        } catch (IOException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** Shown in thread names and Remoting's logs: names the work, not the logins. */
    @Override
    public String toString() {
        return "login file";
    }
}
