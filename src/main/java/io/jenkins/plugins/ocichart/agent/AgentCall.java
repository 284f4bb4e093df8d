package io.jenkins.plugins.ocichart.agent;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import io.jenkins.plugins.ocichart.credentials.SecretMask;
import io.jenkins.plugins.ocichart.operation.Operation;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;

/**
 * Has an agent run operations for a build. Log lines and messages quote a registry's answers, which may repeat a secret, so
 * secrets are masked there, outside of login blocks too.
 */
public final class AgentCall {
    private final FilePath directory;
    private final SecretMask mask;
    private final TaskListener log;

    /**
     * Operations in a directory.
     *
     * @param directory null for the controller
     * @param mask the secrets that the operations know, null for none
     */
    public AgentCall(FilePath directory, TaskListener log, SecretMask mask) {
        this.directory = directory;
        this.mask = mask;
        this.log = mask == null ? log : mask.mask(log);
    }

    /** The same that masks the secrets of another one too. */
    public AgentCall and(AgentCall other) {
        return masking(other.mask);
    }

    /** The same, masking more secrets; null for no more. */
    public AgentCall masking(SecretMask more) {
        return more == null ? this : new AgentCall(directory, log, mask == null ? more : mask.and(more));
    }

    /**
     * Runs an operation.
     *
     * @throws AbortException if the operation failed, or the agent was lost: then with a cause by which {@code
     *     retry(conditions: [agent()])} knows
     * @throws InterruptedException if the build was aborted
     */
    public <R> R run(Operation<R> operation) throws IOException, InterruptedException {
        OperationCallable<R> callable = new OperationCallable<>(operation, log);
        Computer computer = directory == null ? null : directory.toComputer();
        if (directory != null && directory.getChannel() instanceof Channel channel) {
            AgentJar.send(channel);
        }
        try {
            return directory == null ? callable.invoke(new File(""), null) : directory.act(callable);
        } catch (AbortException e) {
            throw failure(e.getMessage());
        } catch (IOException | RuntimeException e) {
            checkLost(e, directory, computer);
            throw e;
        }
    }

    /**
     * Tells a lost agent from other failures. Whatever failed once the channel is closed failed by that: if Jenkins ends the
     * connection itself, for a ping without an answer, say, the failure is no exception of a closed channel.
     *
     * @param directory where the agent worked, null for the controller
     * @param computer the agent, null if it is gone
     * @throws AbortException if it was lost, as above
     */
    public static void checkLost(Exception failure, FilePath directory, Computer computer) throws AbortException {
        boolean isClosed =
                directory != null && directory.getChannel() instanceof Channel channel && channel.isClosingOrClosed();
        if (isClosed || Channel.isClosedChannelException(failure)) {
            AbortException lost =
                    new AbortException(Messages.AgentCall_lost(computer == null ? "" : computer.getName()));
            lost.initCause(new EOFException()); // Pipeline can store that one, unlike the channel's own
            throw lost;
        }
    }

    /** Whether a failure is that of {@link #checkLost}. */
    public static boolean isLost(AbortException failure) {
        return failure.getCause() instanceof EOFException;
    }

    /** The failure of a step. */
    public AbortException failure(String message) {
        return new AbortException(masked(message));
    }

    /** A text in which the secrets are masked; null stays null. */
    public String masked(String text) {
        return mask == null || text == null ? text : mask.mask(text);
    }
}
