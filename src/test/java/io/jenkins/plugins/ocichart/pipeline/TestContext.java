package io.jenkins.plugins.ocichart.pipeline;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import hudson.model.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** One call of a step in a {@link StepBuild}: what it sees, and how it ends. */
public final class TestContext extends StepContext {
    private static final long serialVersionUID = 1L;

    private final transient CompletableFuture<Object> outcome = new CompletableFuture<>();
    private final transient StepBuild build;
    private final transient StepBuild.Body body;

    /** A call with a block, or with null for a step that has none. */
    public TestContext(StepBuild build, StepBuild.Body body) {
        this.build = build;
        this.body = body;
    }

    /** What the step returns, or fails with. */
    CompletableFuture<Object> outcome() {
        return outcome;
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
    public boolean equals(Object o) {
        return this == o;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public <T> T get(Class<T> key) throws IOException, InterruptedException {
        return build.get(key);
    }

    @Override
    public boolean hasBody() {
        return body != null;
    }

    @Override
    public BodyInvoker newBodyInvoker() {
        return new Invoker();
    }

    private final class Invoker extends BodyInvoker {
        private final List<Object> contexts = new ArrayList<>();
        private BodyExecutionCallback callback;

        @Override
        public BodyInvoker withContext(Object override) {
            contexts.add(override);
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
            RunningBody running = new RunningBody();
            running.thread = new Thread(() -> run(running), "body of a step");
            running.thread.setDaemon(true);
            running.thread.start();
            return running;
        }

        private void run(RunningBody running) {
            callback.onStart(TestContext.this);
            Object result;
            try {
                result = body.run(build.with(contexts));
            } catch (Throwable t) {
                callback.onFailure(TestContext.this, running.cause == null ? t : running.cause);
                return;
            }
            callback.onSuccess(TestContext.this, result);
        }
    }

    /** A body in a thread of its own; to cancel it interrupts the thread. */
    private static final class RunningBody extends BodyExecution {
        private static final long serialVersionUID = 1L;

        private transient Thread thread;
        private transient volatile Throwable cause;

        @Override
        public Collection<StepExecution> getCurrentExecutions() {
            return List.of();
        }

        @Override
        public boolean cancel(Throwable t) {
            cause = t;
            thread.interrupt();
            return true;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCancelled() {
            return cause != null;
        }

        @Override
        public boolean isDone() {
            return !thread.isAlive();
        }

        @Override
        public Object get() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object get(long timeout, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }
    }
}
