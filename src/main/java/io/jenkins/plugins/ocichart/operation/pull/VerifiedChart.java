package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.signature.Verification;
import java.io.Serializable;

/**
 * A chart that was verified where it is.
 *
 * @param chart the chart; of an archive on disk the reference is its path, the digest that of the archive, and registry,
 *     repository and tag are empty
 * @param verification who has signed it
 */
public record VerifiedChart(RegistryChart chart, Verification verification) implements Serializable {}
