package io.jenkins.plugins.ocichart.steps;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.build.BuildContext;
import io.jenkins.plugins.ocichart.build.RegistryLogins;
import java.io.IOException;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** What steps take from their context. */
final class Contexts {
    /** What a step needs that works on the files of an agent. */
    static final Set<Class<?>> IN_NODE =
            Set.of(Run.class, FilePath.class, Launcher.class, EnvVars.class, TaskListener.class);

    /** What a step needs that can do without an agent. */
    static final Set<Class<?>> ANYWHERE = Set.of(Run.class, EnvVars.class, TaskListener.class);

    private Contexts() {}

    /** What is at hand now; asked for anew after a restart. */
    static BuildContext read(StepContext context) throws IOException, InterruptedException {
        return new BuildContext(
                context.get(Run.class),
                context.get(FilePath.class),
                context.get(EnvVars.class),
                context.get(Launcher.class),
                context.get(TaskListener.class),
                context.get(RegistryLogins.class));
    }
}
