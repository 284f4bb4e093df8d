package io.jenkins.plugins.ocichart.steps;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jvnet.localizer.Localizable;

/** What Pipeline needs to know of a step. Public, since Jelly calls no method of other classes. */
public abstract class TaskStepDescriptor extends StepDescriptor {
    /** What a step needs that works on the files of an agent. */
    static final Set<Class<?>> IN_NODE =
            Set.of(Run.class, FilePath.class, Launcher.class, EnvVars.class, TaskListener.class);

    /** What a step needs that can do without an agent. */
    static final Set<Class<?>> ANYWHERE = Set.of(Run.class, EnvVars.class, TaskListener.class);

    private static final Pattern LOGIN = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)?.*@(?!sha[0-9]+:)");

    private final String function;
    private final Localizable displayName;
    private final Set<Class<?>> context;
    private final String shown;

    /**
     * Describes a step.
     *
     * @param function its name in scripts
     * @param shown the parameter with the address that Pipeline shows next to the step
     */
    TaskStepDescriptor(String function, Localizable displayName, Set<Class<?>> context, String shown) {
        this.function = function;
        this.displayName = displayName;
        this.context = context;
        this.shown = shown;
    }

    @Override
    public final String getFunctionName() {
        return function;
    }

    @Override
    public final String getDisplayName() {
        return displayName.toString();
    }

    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return context;
    }

    /** The address without a login that someone may have put into it; null if it is none. */
    @Override
    public final String argumentsToString(Map<String, Object> namedArgs) {
        return namedArgs.get(shown) instanceof String text ? LOGIN.matcher(text).replaceFirst("$1") : null;
    }
}
