package io.jenkins.plugins.ocichart.login;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The logins of a build by {@code ociRegistryLogin} without a block, until {@code ociRegistryLogout}. */
public final class PlainLogins extends InvisibleAction {
    /** Replaced, never changed, since the build may be stored at any time. */
    private volatile List<BuildLogin> logins = new ArrayList<>();

    /** Keeps a login, in place of an earlier one for the same registry. */
    public static void add(Run<?, ?> run, BuildLogin login) throws IOException {
        PlainLogins action;
        synchronized (run) {
            action = run.getAction(PlainLogins.class);
            if (action == null) {
                action = new PlainLogins();
                run.addAction(action);
            }
            action.replace(login.registry(), login);
        }
        run.save();
    }

    /** Forgets the login for a registry, if there is one. */
    public static void remove(Run<?, ?> run, RegistryHost registry) throws IOException {
        synchronized (run) {
            PlainLogins action = run.getAction(PlainLogins.class);
            if (action == null) {
                return;
            }
            action.replace(registry, null);
        }
        run.save();
    }

    /** The build's login for a registry. */
    public static Optional<BuildLogin> find(Run<?, ?> run, RegistryHost registry) {
        PlainLogins action = run.getAction(PlainLogins.class);
        return action == null
                ? Optional.empty()
                : action.logins.stream()
                        .filter(login -> login.registry().isSameAs(registry))
                        .findFirst();
    }

    private void replace(RegistryHost registry, BuildLogin login) {
        List<BuildLogin> changed = new ArrayList<>(logins);
        changed.removeIf(other -> other.registry().isSameAs(registry));
        if (login != null) {
            changed.add(login);
        }
        logins = changed;
    }
}
