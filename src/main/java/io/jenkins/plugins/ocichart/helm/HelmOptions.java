package io.jenkins.plugins.ocichart.helm;

import hudson.AbortException;
import hudson.Util;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.tasks.RegistryOptions;
import io.jenkins.plugins.ocichart.tasks.Task;
import io.jenkins.plugins.ocichart.tasks.TrustOptions;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What template, install and upgrade have in common. See the steps' help for the parameters.
 *
 * @param folder the name of the private folder on the agent, which no other step has
 * @param helm the name of the tool; null or blank for what is on the path
 * @param values further values, in YAML, encrypted while the step is stored with the build; null for none
 * @param trust whose signature a chart of a registry must have
 * @param registry how to reach the chart's registry
 */
public record HelmOptions(
        String folder,
        String helm,
        String release,
        String chart,
        String version,
        boolean devel,
        String namespace,
        String valuesFiles,
        Secret values,
        List<String> arguments,
        String kubeconfigCredentialsId,
        TrustOptions trust,
        RegistryOptions registry)
        implements Serializable {
    private static final Map<String, String> CLUSTER_FLAGS = Map.of(
            "--kubeconfig",
            "KUBECONFIG",
            "--kube-context",
            "HELM_KUBECONTEXT",
            "--kube-apiserver",
            "HELM_KUBEAPISERVER");
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

    public HelmOptions {
        arguments = arguments == null ? new ArrayList<>() : new ArrayList<>(arguments);
    }

    /** The arguments of a text with a line for each. */
    public static List<String> lines(String text) {
        return Util.fixNull(text)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** A name that no other folder has. */
    public static String newFolder() {
        return "oci-chart-helm-" + UUID.randomUUID();
    }

    /** Checks what can be checked before anything is done. */
    void check() throws AbortException {
        Task.required(release, Messages.HelmOptions_noRelease());
        Task.required(chart, Messages.HelmOptions_noChart());
        if (!isPulled() && URL.matcher(chart.strip()).matches()) {
            throw new AbortException(Messages.HelmOptions_chartUrl());
        }
        if (!isPulled() && !trust.isEmpty()) {
            throw new AbortException(Messages.HelmOptions_trust());
        }
        for (String file : files()) {
            if (file.equals("-") || URL.matcher(file).matches()) {
                throw new AbortException(Messages.HelmOptions_valuesUrl());
            }
        }
        if (Util.fixEmptyAndTrim(kubeconfigCredentialsId) != null
                && clusterVariables().containsKey("KUBECONFIG")) {
            throw new AbortException(Messages.HelmOptions_kubeconfigs());
        }
        if (arguments.contains("--") || arguments.contains(null)) {
            throw new AbortException(Messages.HelmOptions_arguments());
        }
    }

    /** Whether the chart comes from a registry. */
    boolean isPulled() {
        return chart.strip().startsWith("oci://");
    }

    /** The files with values, in their order. */
    List<String> files() {
        return valuesFiles == null
                ? List.of()
                : Arrays.stream(valuesFiles.split(","))
                        .map(String::strip)
                        .filter(file -> !file.isEmpty())
                        .toList();
    }

    /** The flags that all commands share. */
    List<String> flags() {
        List<String> flags = new ArrayList<>(arguments);
        if (Util.fixEmptyAndTrim(namespace) != null) {
            flags.addAll(List.of("--namespace", namespace.strip()));
        }
        for (String file : files()) {
            // pflag reads the value as a line of CSV
            flags.addAll(List.of("--values", file.contains("\"") ? "\"" + file.replace("\"", "\"\"") + "\"" : file));
        }
        if (values != null) {
            flags.addAll(List.of("--values", "-"));
        }
        return flags;
    }

    /** What the arguments say about the cluster, as variables. */
    Map<String, String> clusterVariables() {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String[] flag = arguments.get(i).split("=", 2);
            String value = flag.length == 2 ? flag[1] : i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            if (CLUSTER_FLAGS.containsKey(flag[0])) {
                variables.put(CLUSTER_FLAGS.get(flag[0]), value);
            }
        }
        return variables;
    }

    /** Without the values. */
    @Override
    public String toString() {
        return "HelmOptions[" + release + ", " + chart + "]";
    }
}
