package io.jenkins.plugins.ocichart.steps;

import hudson.AbortException;
import hudson.console.ConsoleLogFilter;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.login.LoginBlock;
import io.jenkins.plugins.ocichart.login.LoginFolders;
import io.jenkins.plugins.ocichart.tasks.BuildContext;
import io.jenkins.plugins.ocichart.tasks.LogIn;
import java.io.IOException;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * A login for a block: logs in, runs the block, deletes the login file. After a restart of Jenkins the block continues; login
 * and deletion are repeated, which is safe.
 */
final class LoginBlockExecution extends ResumableExecution {
    private static final long serialVersionUID = 1L;

    private enum Phase {
        LOGIN,
        BODY,
        CLEAN_UP
    }

    private final LogIn login;

    /** Known from the start, so that no restart can lose a file that was just written. */
    private final String folder = "ociRegistryLogin-" + UUID.randomUUID();

    private volatile Phase phase = Phase.LOGIN;
    private BodyExecution body;
    private Object result;
    private Throwable failure;

    LoginBlockExecution(StepContext context, LogIn login) {
        super(context);
        this.login = login;
    }

    @Override
    public boolean start() {
        background(this::logIn);
        return false;
    }

    private void logIn() throws IOException, InterruptedException {
        BuildContext build = buildContext();
        boolean started = false;
        try {
            started = startBody(login.open(build, folder));
        } finally {
            if (!started && build.directory() != null) {
                LogIn.discard(build, folder);
            }
        }
    }

    /** Returns whether there is a body now; there is none after an abort. */
    private boolean startBody(LoginBlock block) throws IOException, InterruptedException {
        StepContext context = getContext();
        BodyInvoker invoker = context.newBodyInvoker()
                .withContexts(
                        block.logins(),
                        BodyInvoker.mergeConsoleLogFilters(context.get(ConsoleLogFilter.class), block.mask()))
                .withCallback(new Callback(this));
        if (!block.variables().isEmpty()) {
            invoker.withContext(EnvironmentExpander.merge(
                    context.get(EnvironmentExpander.class), EnvironmentExpander.constant(block.variables())));
        }
        synchronized (this) {
            if (isStopped()) {
                return false;
            }
            phase = Phase.BODY;
            body = invoker.start();
            return true;
        }
    }

    /** Deletes the login file, then ends the step with the body's result or failure. */
    private void cleanUp() throws IOException, InterruptedException {
        try {
            BuildContext build = buildContext(); // fails if the agent was lost
            if (build.directory() != null) {
                LogIn.close(build, folder);
            }
        } catch (IOException | InterruptedException e) {
            String problem = LoginFolders.get().abandon(folder, e);
            getContext().get(TaskListener.class).getLogger().println(problem);
            if (failure == null) {
                failure = new AbortException(problem);
            }
        }
        if (failure == null) {
            getContext().onSuccess(result);
        } else {
            getContext().onFailure(failure);
        }
    }

    private void ended(Object bodyResult, Throwable bodyFailure) {
        phase = Phase.CLEAN_UP;
        result = bodyResult;
        failure = bodyFailure;
        background(this::cleanUp);
    }

    /** The login file is deleted after an abort too, which takes a moment; a second abort ends that. */
    @Override
    public synchronized void stop(Throwable cause) throws Exception {
        if (phase == Phase.BODY) {
            body.cancel(cause);
        } else if (phase == Phase.CLEAN_UP && failure == null) {
            failure = cause;
        } else {
            super.stop(cause);
        }
    }

    @Override
    void resume() throws IOException, InterruptedException {
        switch (phase) {
            case LOGIN -> {
                announceRepetition();
                background(this::logIn);
            }
            case CLEAN_UP -> background(this::cleanUp);
            default -> LoginFolders.get().resume(folder, getContext().get(Run.class)); // the body continues by itself
        }
    }

    private static final class Callback extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;

        private final LoginBlockExecution execution;

        Callback(LoginBlockExecution execution) {
            this.execution = execution;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            execution.ended(result, null);
        }

        @Override
        public void onFailure(StepContext context, Throwable t) {
            execution.ended(null, t);
        }
    }
}
