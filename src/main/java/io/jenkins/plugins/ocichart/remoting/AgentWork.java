package io.jenkins.plugins.ocichart.remoting;

import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.operation.Progress;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How an operation runs on an agent: its lines go to the build's log, its failure back as one line. */
final class AgentWork {
    private static final Logger LOGGER = Logger.getLogger(AgentWork.class.getName());

    private AgentWork() {}

    /** An operation of this plugin. */
    @FunctionalInterface
    interface Operation<T> {
        T run(Progress progress) throws IOException, InterruptedException;
    }

    /**
     * Runs an operation.
     *
     * @throws AbortException for every failure of the operation itself, so that the controller can tell it from a lost
     *     agent, and builds don't show a stack trace
     * @throws InterruptedException where the build was aborted
     */
    static <T> T run(TaskListener listener, Operation<T> operation) throws AbortException, InterruptedException {
        try {
            return operation.run(line -> listener.getLogger().println(line));
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "operation failed", new Unquoted(e));
            throw new AbortException(e.getMessage());
        } finally {
            // Lines are buffered on the agent's side of the channel.
            listener.getLogger().flush();
        }
    }

    /** Where it happened. Messages quote what a registry has answered, which may repeat what it was shown. */
    private static final class Unquoted extends Exception {
        private static final long serialVersionUID = 1L;

        Unquoted(Throwable original) {
            super(
                    original.getClass().getName(),
                    original.getCause() == null ? null : new Unquoted(original.getCause()));
            setStackTrace(original.getStackTrace());
        }
    }
}
