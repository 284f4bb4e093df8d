package io.jenkins.plugins.ocichart.login;

import hudson.EnvVars;
import hudson.console.ConsoleLogFilter;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.ocichart.credentials.SecretMask;
import java.util.HashMap;
import java.util.Map;

/**
 * The logins of a build's environments, for the build steps inside them; a step's variables name the login file of the
 * environment that it is in. Stored with the build, since a Pipeline may continue in such an environment after a restart;
 * holds ids of credentials, no secret.
 */
public final class WrapperLogins extends InvisibleAction {
    private static final String FILE = "HELM_REGISTRY_CONFIG";

    /** By login file. Replaced, never changed, since the build may be stored at any time. */
    private volatile Map<String, BlockLogins> logins = new HashMap<>();

    private transient volatile SecretMask mask;

    /** The logins of the environment that a build step is in; null if it is in none. */
    public static BlockLogins find(Run<?, ?> run, EnvVars environment) {
        WrapperLogins action = run.getAction(WrapperLogins.class);
        String file = environment.get(FILE);
        return action == null || file == null ? null : action.logins.get(file);
    }

    /** Keeps a login, and masks its secrets from now on. */
    public static void add(Run<?, ?> run, LoginBlock block) {
        synchronized (run) {
            WrapperLogins action = run.getAction(WrapperLogins.class);
            if (action == null) {
                action = new WrapperLogins();
                run.addAction(action);
            }
            Map<String, BlockLogins> changed = new HashMap<>(action.logins);
            changed.put(block.variables().get(FILE), block.logins());
            action.logins = changed;
            action.mask = action.mask == null ? block.mask() : action.mask.and(block.mask());
        }
    }

    /**
     * The filter for the log of a build. Freestyle builds ask for it before they log in, so they get a view of the mask to
     * come; Pipeline asks afterwards and stores the answer, so it gets a copy.
     */
    public static ConsoleLogFilter mask(Run<?, ?> run) {
        SecretMask known = current(run);
        return known != null ? known : SecretMask.later(() -> current(run), run.getCharset());
    }

    private static SecretMask current(Run<?, ?> run) {
        WrapperLogins action = run.getAction(WrapperLogins.class);
        return action == null ? null : action.mask;
    }
}
