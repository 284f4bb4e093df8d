package io.jenkins.plugins.ocichart.pipeline;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import groovy.lang.Closure;
import hudson.EnvVars;
import hudson.console.ConsoleLogFilter;
import hudson.model.Result;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** One call of a step: composes what the step asks for from its {@link Scope}, as Pipeline does, and waits for its end. */
final class ScriptContext extends StepContext {
    private static final long serialVersionUID = 1L;

    private final transient Scope scope;
    private final transient Closure<?> body;
    private final transient BodyThreads threads;
    private final transient CompletableFuture<Object> outcome = new CompletableFuture<>();

    ScriptContext(Scope scope, Closure<?> body, BodyThreads threads) {
        this.scope = scope;
        this.body = body;
        this.threads = threads;
    }

    /** What the step returned; throws what it failed with. */
    Object await() throws Throwable {
        try {
            return outcome.get();
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
    public void onSuccess(Object result) {
        outcome.complete(result);
    }

    @Override
    public void onFailure(Throwable t) {
        outcome.completeExceptionally(t);
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public ListenableFuture<Void> saveState() {
        return Futures.immediateFuture(null);
    }

    @Override
    public void setResult(Result r) {
        throw new UnsupportedOperationException("the plugin's steps fail with an exception");
    }

    @Override
    public BodyInvoker newBodyInvoker() {
        return new ClosureInvoker(this, scope, body, threads);
    }

    @Override
    public boolean hasBody() {
        return body != null;
    }

    @Override
    public boolean equals(Object o) {
        return this == o;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
