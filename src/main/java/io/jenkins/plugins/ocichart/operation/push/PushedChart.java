package io.jenkins.plugins.ocichart.operation.push;

import io.jenkins.plugins.ocichart.operation.RegistryChart;
import java.io.Serializable;

/**
 * One chart that is in the registry after a push.
 *
 * @param chart the chart there
 * @param pushed false if the registry had the tag already and nothing was uploaded
 * @param file the archive's path, relative to the directory that the push ran in if it is below it; null if the registry
 *     keeps another archive than this one
 * @param md5 MD5 of the archive's bytes, 32 hexadecimal digits: the key of a Jenkins fingerprint; null like {@code file}
 */
public record PushedChart(RegistryChart chart, boolean pushed, String file, String md5) implements Serializable {}
