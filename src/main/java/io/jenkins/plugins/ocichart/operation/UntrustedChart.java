package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.client.Repository;

/**
 * A chart that is known but not verified yet.
 *
 * @param name what messages call it: its reference or its path
 * @param file the base name of its archive, which its provenance has to list
 * @param archive the digest of its archive
 * @param provenance the bytes of its provenance file; null if it has none
 * @param repository where its manifest and its cosign signatures are; null if it is from no OCI registry
 * @param manifest the digest of its manifest; null if it is from no OCI registry
 */
public record UntrustedChart(
        String name, String file, Digest archive, byte[] provenance, Repository repository, Digest manifest) {}
