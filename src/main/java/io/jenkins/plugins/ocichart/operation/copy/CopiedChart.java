package io.jenkins.plugins.ocichart.operation.copy;

import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.signature.Verification;
import java.io.Serializable;

/**
 * One chart that is in its target after a copy.
 *
 * @param chart the chart there
 * @param pushed false if the tag had the chart already, or keeps another one
 * @param from where it was copied from: {@code registry/repository:tag} or {@code registry/repository@digest}
 * @param md5 MD5 of the archive's bytes, 32 hexadecimal digits; null if these bytes didn't come by
 * @param verification the signatures that were asked for; none if the tag keeps another digest
 */
public record CopiedChart(RegistryChart chart, boolean pushed, String from, String md5, Verification verification)
        implements Serializable {}
