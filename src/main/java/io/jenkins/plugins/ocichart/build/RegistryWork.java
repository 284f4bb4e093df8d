package io.jenkins.plugins.ocichart.build;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import io.jenkins.plugins.ocichart.credentials.ResolvedCredential;
import io.jenkins.plugins.ocichart.credentials.SecretMask;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.util.List;

/**
 * Work that shows a credential to a registry. What the registry answers ends in the log and in messages, and may repeat
 * what it was shown: the secret is masked there, also outside a login block.
 */
final class RegistryWork {
    private final SecretMask mask;
    private final TaskListener log;

    /** @param credential null where none is known here */
    RegistryWork(BuildContext context, RegistryCredential credential) {
        mask = credential == null
                ? null
                : SecretMask.of(
                        new ResolvedCredential(credential, false),
                        List.of(),
                        context.run().getCharset());
        log = mask == null ? context.listener() : mask.mask(context.listener());
    }

    /** The log that the work writes to. */
    TaskListener log() {
        return log;
    }

    /**
     * Has an agent do the work.
     *
     * @param folder where; null for the controller
     * @throws AbortException where the work has failed, or the agent was lost: then with a cause by which {@code
     *     retry(conditions: [agent()])} knows
     */
    <T> T run(FilePath folder, FilePath.FileCallable<T> work) throws IOException, InterruptedException {
        Computer computer = folder == null ? null : folder.toComputer();
        try {
            return folder == null ? work.invoke(new File(""), null) : folder.act(work);
        } catch (AbortException e) {
            throw failure(e.getMessage());
        } catch (IOException | RuntimeException e) {
            if (!Channel.isClosedChannelException(e)) {
                throw e;
            }
            AbortException lost =
                    new AbortException(Messages.RegistryWork_agentLost(computer == null ? "" : computer.getName()));
            lost.initCause(new EOFException()); // Pipeline can store that one, unlike the channel's own
            throw lost;
        }
    }

    /** The failure of a step. */
    AbortException failure(String message) {
        return new AbortException(mask == null || message == null ? message : mask.mask(message));
    }
}
