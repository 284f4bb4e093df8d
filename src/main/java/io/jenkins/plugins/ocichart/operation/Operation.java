package io.jenkins.plugins.ocichart.operation;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * One of Helm's commands with its parameters. It travels to the machine that has the files and runs there.
 *
 * @param <R> what comes back, serializable
 */
@FunctionalInterface
public interface Operation<R> extends Serializable {
    /**
     * Runs the command.
     *
     * @param directory the directory that relative paths are below
     * @param progress takes the lines for the user
     * @throws IOException if the command fails: one clear line
     * @throws InterruptedException if the thread was interrupted; no transfer runs on then
     */
    R run(Path directory, Progress progress) throws IOException, InterruptedException;
}
