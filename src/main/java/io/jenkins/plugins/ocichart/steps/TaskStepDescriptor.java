package io.jenkins.plugins.ocichart.steps;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jvnet.localizer.Localizable;
import org.kohsuke.stapler.StaplerRequest2;

/** What Pipeline needs to know of a step. Public, since Jelly calls no method of other classes. */
public abstract class TaskStepDescriptor extends StepDescriptor {
    /** What a step needs that works on the files of an agent. */
    static final Set<Class<?>> IN_NODE =
            Set.of(Run.class, FilePath.class, Launcher.class, EnvVars.class, TaskListener.class);

    /** What a step needs that can do without an agent. */
    static final Set<Class<?>> ANYWHERE = Set.of(Run.class, EnvVars.class, TaskListener.class);

    /** The fields that are maps and lists in a script and texts in a form. */
    private static final List<String> TEXTS = List.of("annotations", "values", "arguments");

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

    /**
     * The text for a field that is a map or a list in a script.
     *
     * @param step null in a form of a new step
     */
    public final String text(Object step, String field) {
        return step instanceof TaskStep task ? task.text(field) : null;
    }

    /** Takes a step from a form: the Snippet Generator's. */
    @Override
    public final Step newInstance(StaplerRequest2 req, JSONObject formData) throws FormException {
        Map<String, String> texts = new HashMap<>();
        for (String field : TEXTS) {
            if (formData.opt(field) instanceof String text) {
                texts.put(field, text);
                formData.remove(field);
            }
        }
        Step step = super.newInstance(req, formData);
        if (step instanceof TaskStep task) {
            texts.forEach(task::setText);
        }
        return step;
    }

    /** The address without a login that someone may have put into it; null if it is none. */
    @Override
    public final String argumentsToString(Map<String, Object> namedArgs) {
        return namedArgs.get(shown) instanceof String text ? LOGIN.matcher(text).replaceFirst("$1") : null;
    }
}
