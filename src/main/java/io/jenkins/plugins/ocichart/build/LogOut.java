package io.jenkins.plugins.ocichart.build;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.io.IOException;

/** Ends a plain login of a build. */
public final class LogOut {
    private LogOut() {}

    /** Forgets the login; says so even if there was none, as Helm does. */
    public static void run(Run<?, ?> run, TaskListener listener, String registry) throws IOException {
        if (Util.fixEmptyAndTrim(registry) == null) {
            throw new AbortException(Messages.LogIn_noRegistry());
        }
        RegistryHost host = host(registry);
        PlainLogins.remove(run, host);
        listener.getLogger().println("Removing login credentials for " + host);
    }

    /** The registry of a login or logout. */
    static RegistryHost host(String registry) throws AbortException {
        try {
            return RegistryHost.parse(registry);
        } catch (IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        }
    }
}
