package io.jenkins.plugins.ocichart.build;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.slaves.ComputerListener;
import java.io.IOException;

/** Has login files deleted that blocks have left on an agent, as soon as it is back. */
@Extension
public final class LeftLoginFiles extends ComputerListener {
    /** At the start of Jenkins this is called for the built-in node too, after builds were loaded. */
    @Override
    public void onOnline(Computer computer, TaskListener listener) throws IOException, InterruptedException {
        LoginFolders.get().sweep(computer, listener);
    }
}
