package io.jenkins.plugins.ocichart.steps;

import hudson.EnvVars;
import java.util.HashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;

/** Shows the login file of a block to the tools that run in it. */
final class LoginEnvironment extends EnvironmentExpander {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, String> variables;

    LoginEnvironment(Map<String, String> variables) {
        this.variables = new HashMap<>(variables);
    }

    @Override
    public void expand(EnvVars env) {
        env.overrideAll(variables);
    }
}
