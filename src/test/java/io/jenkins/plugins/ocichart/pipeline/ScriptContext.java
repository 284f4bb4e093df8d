package io.jenkins.plugins.ocichart.pipeline;

import groovy.lang.Closure;
import hudson.EnvVars;
import hudson.console.ConsoleLogFilter;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.fixture.AwaitedContext;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.ExecutionException;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;

/** One call of a step: composes what the step asks for from its {@link Scope}, as Pipeline does, and waits for its end. */
final class ScriptContext extends AwaitedContext {
    private static final long serialVersionUID = 1L;

    private final transient Scope scope;
    private final transient Closure<?> body;
    private final transient BodyThreads threads;

    ScriptContext(Scope scope, Closure<?> body, BodyThreads threads) {
        this.scope = scope;
        this.body = body;
        this.threads = threads;
    }

    /** What the step returned; throws what it failed with. */
    Object await() throws Throwable {
        try {
            return outcome().get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    @Override
    public <T> T get(Class<T> key) throws IOException, InterruptedException {
        if (key == EnvVars.class) {
            return key.cast(environment(scope));
        }
        if (key == TaskListener.class) {
            return key.cast(listener(scope));
        }
        return scope.get(key);
    }

    static EnvVars environment(Scope scope) throws IOException, InterruptedException {
        EnvVars environment = new EnvVars(scope.get(EnvVars.class));
        EnvironmentExpander expander = scope.get(EnvironmentExpander.class);
        if (expander != null) {
            expander.expand(environment);
        }
        return environment;
    }

    static TaskListener listener(Scope scope) throws IOException, InterruptedException {
        ConsoleLogFilter filter = scope.get(ConsoleLogFilter.class);
        TaskListener console = scope.get(TaskListener.class);
        if (filter == null) {
            return console;
        }
        PrintStream filtered = new PrintStream(
                filter.decorateLogger((hudson.model.AbstractBuild<?, ?>) null, console.getLogger()), true, "UTF-8");
        return () -> filtered;
    }

    @Override
    public BodyInvoker newBodyInvoker() {
        return new ClosureInvoker(this, scope, body, threads);
    }

    @Override
    public boolean hasBody() {
        return body != null;
    }
}
