package io.jenkins.plugins.ocichart.pipeline;

import groovy.lang.Script;

/** Base class of a compiled Jenkinsfile: every call that Groovy itself doesn't answer goes to the runner. */
public abstract class PipelineScript extends Script {
    private PipelineRunner runner;

    void setRunner(PipelineRunner runner) {
        this.runner = runner;
    }

    @Override
    public Object invokeMethod(String name, Object arguments) {
        return runner.call(name, (Object[]) arguments);
    }

    @Override
    public Object getProperty(String property) {
        return switch (property) {
            case "env" -> runner.environment();
            case "any", "none" -> property;
            default -> super.getProperty(property);
        };
    }
}
