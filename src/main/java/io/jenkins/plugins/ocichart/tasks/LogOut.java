package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.login.PlainLogins;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.io.IOException;

/** Ends a plain login of a build. */
public record LogOut(String registry) implements Task<Void> {
    /** Forgets the login; says so even if there was none, as Helm does. */
    @Override
    public Void run(BuildContext context) throws IOException {
        RegistryHost host = host(Task.required(registry, Messages.LogIn_noRegistry()));
        PlainLogins.remove(context.run(), host);
        context.listener().getLogger().println("Removing login credentials for " + host);
        return null;
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
