package io.jenkins.plugins.ocichart.operation.push;

import java.io.Serializable;

/**
 * One chart that could not be pushed.
 *
 * @param file the archive's path, relative to the directory that the push ran in if it is below it
 * @param message why, in one line
 */
public record ChartFailure(String file, String message) implements Serializable {}
