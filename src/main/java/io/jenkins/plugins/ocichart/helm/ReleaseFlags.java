package io.jenkins.plugins.ocichart.helm;

import hudson.Util;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What install and upgrade have in common beside {@link HelmOptions}. See the steps' help for the parameters.
 *
 * @param environment the name under which the deployment is recorded; null or blank for cluster and namespace
 */
public record ReleaseFlags(
        boolean createNamespace, boolean waiting, String timeout, boolean atomic, boolean dryRun, String environment)
        implements Serializable {
    /** As flags of this major version of Helm. */
    List<String> of(int major) {
        List<String> flags = new ArrayList<>();
        if (createNamespace) {
            flags.add("--create-namespace");
        }
        if (waiting) {
            flags.add("--wait");
        }
        if (Util.fixEmptyAndTrim(timeout) != null) {
            flags.addAll(List.of("--timeout", timeout.strip()));
        }
        if (atomic) {
            flags.add(major < 4 ? "--atomic" : "--rollback-on-failure");
        }
        if (dryRun) {
            flags.add("--dry-run=client");
        }
        return flags;
    }

    /** The name under which a deployment is recorded. */
    String environment(String cluster, String namespace) {
        String named = Util.fixEmptyAndTrim(environment);
        return named != null ? named : cluster == null ? namespace : cluster + "/" + namespace;
    }
}
