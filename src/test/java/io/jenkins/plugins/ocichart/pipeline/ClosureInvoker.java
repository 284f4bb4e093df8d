package io.jenkins.plugins.ocichart.pipeline;

import groovy.lang.Closure;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Runs a step's block in a thread of its own, as Pipeline does: {@link #start} returns at once. */
final class ClosureInvoker extends BodyInvoker {
    private final StepContext context;
    private final Closure<?> body;
    private final BodyThreads threads;
    private Scope scope;
    private BodyExecutionCallback callback;

    ClosureInvoker(StepContext context, Scope scope, Closure<?> body, BodyThreads threads) {
        this.context = context;
        this.scope = scope;
        this.body = body;
        this.threads = threads;
    }

    @Override
    public BodyInvoker withContext(Object override) {
        scope = scope.with(override);
        return this;
    }

    @Override
    public BodyInvoker withDisplayName(String name) {
        return this;
    }

    @Override
    public BodyInvoker withCallback(BodyExecutionCallback callback) {
        this.callback = callback;
        return this;
    }

    @Override
    public BodyExecution start() {
        Thread thread = new Thread(this::run, "body of a step");
        thread.setDaemon(true);
        thread.start();
        return null;
    }

    private void run() {
        callback.onStart(context);
        Object result;
        try {
            result = threads.in(scope, body::call);
        } catch (Throwable t) {
            callback.onFailure(context, t);
            return;
        }
        callback.onSuccess(context, result);
    }
}
