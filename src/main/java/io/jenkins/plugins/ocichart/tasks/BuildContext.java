package io.jenkins.plugins.ocichart.tasks;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.login.BlockLogins;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.record.ChartRecorder;
import java.util.Map;
import java.util.Objects;

/**
 * What a step of a build works with. Live objects: never stored.
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
    public BuildContext {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(listener, "listener");
    }

    /** Records what the step does with charts. */
    public ChartRecorder recorder() {
        return new ChartRecorder(run, launcher, listener);
    }

    /** What the agent's own logins are found with; other variables are not sent, since they may hold other secrets. */
    Map<String, String> loginEnvironment() {
        Map<String, String> selected = RegistryAccess.select(environment);
        if (logins != null) {
            logins.undo(selected);
        }
        return selected;
    }
}
