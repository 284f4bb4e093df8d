package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import java.io.IOException;
import java.io.Serializable;

/**
 * What a step or a build step does, with its parameters: finds out how to reach the registry, has the agent do the work,
 * records the result. Usually safe to repeat: Pipeline does so if Jenkins was restarted in the middle.
 *
 * @param <R> the step's result: plain values that the sandbox lets a script read
 */
public interface Task<R> extends Serializable {
    /**
     * Runs the task.
     *
     * @throws AbortException if it can't be done, with one clear line
     * @throws InterruptedException if the build was aborted
     */
    R run(BuildContext context) throws IOException, InterruptedException;

    /** Whether it may be run again although nobody knows how far it came. */
    default boolean isRepeatable() {
        return true;
    }

    /**
     * Runs the task again after a restart of Jenkins.
     *
     * @throws AbortException also if it isn't repeatable
     */
    default R repeat(BuildContext context) throws IOException, InterruptedException {
        return run(context);
    }

    /**
     * The value of a parameter that must be there.
     *
     * @param complaint what the step fails with if {@code value} is null or blank
     */
    static String required(String value, String complaint) throws AbortException {
        if (value == null || value.isBlank()) {
            throw new AbortException(complaint);
        }
        return value;
    }
}
