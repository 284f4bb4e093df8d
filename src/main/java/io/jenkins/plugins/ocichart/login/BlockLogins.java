package io.jenkins.plugins.ocichart.login;

import hudson.EnvVars;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logins of the enclosing {@code ociRegistryLogin} blocks, which steps inside find in their context. Immutable, kept
 * with the running Pipeline; holds ids of credentials, no secret.
 */
public final class BlockLogins implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Innermost first, one for each registry. */
    private final ArrayList<BuildLogin> logins;

    /** The variables that name login files, as they were outside the outermost block that sets them, or null. */
    private final HashMap<String, String> outside;

    /** What those variables name inside. */
    private final HashMap<String, String> inside;

    private BlockLogins(ArrayList<BuildLogin> logins, HashMap<String, String> outside, HashMap<String, String> inside) {
        this.logins = logins;
        this.outside = outside;
        this.inside = inside;
    }

    /**
     * The logins inside a block.
     *
     * @param outer those around the block, or null
     */
    public static BlockLogins within(BlockLogins outer, BuildLogin login) {
        ArrayList<BuildLogin> logins = new ArrayList<>();
        logins.add(login);
        if (outer == null) {
            return new BlockLogins(logins, null, null);
        }
        outer.logins.stream()
                .filter(other -> !other.registry().isSameAs(login.registry()))
                .forEach(logins::add);
        return new BlockLogins(logins, outer.outside, outer.inside);
    }

    /** The same logins, after {@code variables} have been set around the block's body. */
    public BlockLogins withFile(Map<String, String> variables, EnvVars environment) {
        HashMap<String, String> before = outside;
        if (before == null) {
            before = new HashMap<>();
            for (String name : variables.keySet()) {
                before.put(name, environment.get(name));
            }
        }
        return new BlockLogins(logins, before, new HashMap<>(variables));
    }

    /** All logins, innermost first. */
    public List<BuildLogin> all() {
        return List.copyOf(logins);
    }

    /** The login for a registry. */
    public Optional<BuildLogin> find(RegistryHost registry) {
        return logins.stream()
                .filter(login -> login.registry().isSameAs(registry))
                .findFirst();
    }

    /**
     * Takes the block's own login file out of the environment of a step of ours: the step gets the block's logins as
     * credentials, and the agent's own files as well.
     */
    public void undo(Map<String, String> environment) {
        if (inside == null) {
            return;
        }
        inside.forEach((name, value) -> {
            if (value.equals(environment.get(name))) {
                environment.compute(name, (same, now) -> outside.get(same));
            }
        });
    }
}
