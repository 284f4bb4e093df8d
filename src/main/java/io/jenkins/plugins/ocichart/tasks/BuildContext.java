package io.jenkins.plugins.ocichart.tasks;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.login.BlockLogins;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a step of a build has at hand. Live objects: never stored.
 *
 * @param run the build
 * @param directory the step's current directory; null outside a node
 * @param environment the step's variables
 * @param launcher how processes are started there; null outside a node
 * @param listener the build's log
 * @param logins the enclosing login blocks, null if there are none
 */
public record BuildContext(
        Run<?, ?> run,
        FilePath directory,
        EnvVars environment,
        Launcher launcher,
        TaskListener listener,
        BlockLogins logins) {
    /** The variables that lead to logins on the agent; others stay here, as they may hold secrets of other things. */
    private static final Set<String> LOGIN_VARIABLES = Set.of(
            "APPDATA",
            "AWS_ACCESS_KEY_ID",
            "AWS_CONFIG_FILE",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_DEFAULT_PROFILE",
            "AWS_PROFILE",
            "AWS_ROLE_ARN",
            "AWS_ROLE_SESSION_NAME",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AZURE_CLIENT_ID",
            "AZURE_CLIENT_SECRET",
            "AZURE_FEDERATED_TOKEN_FILE",
            "AZURE_TENANT_ID",
            "DOCKER_CONFIG",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "HELM_CONFIG_HOME",
            "HELM_REGISTRY_CONFIG",
            "HOME",
            "PATH",
            "REGISTRY_AUTH_FILE",
            "USERPROFILE",
            "XDG_CONFIG_HOME",
            "XDG_RUNTIME_DIR");

    public BuildContext {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(listener, "listener");
    }

    /** What the agent's own logins are found with. */
    Map<String, String> loginEnvironment() {
        Map<String, String> selected = new TreeMap<>(environment);
        selected.keySet().retainAll(LOGIN_VARIABLES);
        if (logins != null) {
            logins.undo(selected);
        }
        return selected;
    }
}
