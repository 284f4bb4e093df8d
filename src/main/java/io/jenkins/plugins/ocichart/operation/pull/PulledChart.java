package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.signature.Verification;
import java.io.Serializable;

/**
 * One chart that a pull brought here.
 *
 * @param chart the chart in the registry
 * @param path the archive, or the chart's folder if it was unpacked: below the requested destination, and like it relative
 *     to the directory that the pull ran in, or absolute
 * @param file the archive's file name, also if it was unpacked and not kept
 * @param md5 MD5 of the archive's bytes, 32 hexadecimal digits: the key of a Jenkins fingerprint
 * @param verification who has signed it; no signatures if that wasn't asked for
 */
public record PulledChart(RegistryChart chart, String path, String file, String md5, Verification verification)
        implements Serializable {}
