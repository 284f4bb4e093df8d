package io.jenkins.plugins.ocichart.operation.sigstore;

import java.io.Serializable;

/**
 * What a log says of one of its entries.
 *
 * @param uuid the entry
 * @param answer the JSON that the log returned for it
 * @param logKey the log's public key (PEM) as the log says; null if it wasn't asked
 */
public record FoundEntry(String uuid, byte[] answer, String logKey) implements Serializable {}
