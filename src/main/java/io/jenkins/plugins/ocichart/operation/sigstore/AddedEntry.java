package io.jenkins.plugins.ocichart.operation.sigstore;

import java.io.Serializable;

/**
 * An entry that a log was asked to take in.
 *
 * @param entry what the log says of it now
 * @param created whether it is new; an equal one is never taken in twice
 */
public record AddedEntry(FoundEntry entry, boolean created) implements Serializable {}
