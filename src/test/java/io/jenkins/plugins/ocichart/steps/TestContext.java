package io.jenkins.plugins.ocichart.steps;

import io.jenkins.plugins.ocichart.fixture.AwaitedContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** What one step of a {@link StepBuild} sees. */
final class TestContext extends AwaitedContext {
    private static final long serialVersionUID = 1L;

    private final transient StepBuild build;
    private final transient StepBuild.Body body;

    TestContext(StepBuild build, StepBuild.Body body) {
        this.build = build;
        this.body = body;
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
            running.thread = new Thread(() -> {
                try {
                    callback.onSuccess(TestContext.this, body.run(build.with(contexts)));
                } catch (Exception | AssertionError e) {
                    callback.onFailure(TestContext.this, running.cause == null ? e : running.cause);
                }
            });
            running.thread.start();
            return running;
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
