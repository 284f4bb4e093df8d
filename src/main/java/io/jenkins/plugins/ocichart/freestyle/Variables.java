package io.jenkins.plugins.ocichart.freestyle;

import hudson.EnvVars;
import hudson.model.AbstractBuild;
import hudson.model.Run;

/**
 * The variables that may stand in fields. In a Pipeline there are none, since its script has expanded what it wanted to
 * ({@link jenkins.tasks.SimpleBuildStep}).
 */
final class Variables {
    private final EnvVars environment;

    private Variables(EnvVars environment) {
        this.environment = environment;
    }

    static Variables of(Run<?, ?> run, EnvVars environment) {
        return new Variables(run instanceof AbstractBuild ? environment : new EnvVars());
    }

    /** The text with the values of the variables that it names; others stay as they are. Null stays null. */
    String expand(String text) {
        return text == null ? null : environment.expand(text);
    }
}
