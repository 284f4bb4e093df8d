package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import java.io.IOException;
import java.io.Serializable;

/**
 * What a step or a build step does, with its parameters: finds out how to reach the registry, has the agent do the work,
 * records the result. Safe to repeat: Pipeline starts it again if Jenkins was restarted in the middle.
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
