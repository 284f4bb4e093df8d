package io.jenkins.plugins.ocichart.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.ocichart.operation.Operation;
import java.io.File;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Runs an operation on the machine that has the files: its lines go to the build's log, its failure comes back as one line.
 *
 * @param operation the operation
 * @param listener the build's log
 * @param <R> the operation's result
 */
public record OperationCallable<R>(Operation<R> operation, TaskListener listener)
        implements ControllerToAgentFileCallable<R> {
    private static final Logger LOGGER = Logger.getLogger(OperationCallable.class.getName());

    /**
     * Runs the operation.
     *
     * @throws AbortException for every failure of the operation itself, so that the controller can tell it from a lost
     *     agent, and builds don't show a stack trace
     * @throws InterruptedException if the build was aborted
     */
    @Override
    public R invoke(File directory, VirtualChannel channel) throws IOException, InterruptedException {
        try {
            return operation.run(
                    directory.toPath(), line -> listener.getLogger().println(line));
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "operation failed", new Unquoted(e));
            throw new AbortException(e.getMessage());
        } catch (RuntimeException e) {
            // Its message may quote a secret, as the JDK's does for a header value that it refuses.
            LOGGER.log(Level.WARNING, "internal error", new Unquoted(e));
            throw new AbortException("internal error (" + e.getClass().getName() + "); the log of "
                    + OperationCallable.class.getName() + " on the machine that ran the step says where");
        } finally {
            // Lines are buffered on the agent's side of the channel.
            listener.getLogger().flush();
        }
    }

    /** Shown in thread names and Remoting's logs: names the operation, not what it logs in with. */
    @Override
    public String toString() {
        return "OCI Chart: " + operation.getClass().getSimpleName();
    }

    /** The stack trace without messages, which quote a registry's answers and so may repeat a secret. */
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
