package io.jenkins.plugins.ocichart.operation.release;

import io.jenkins.plugins.ocichart.chart.yaml.GoYaml;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds out which API server a kubeconfig leads to, as client-go does, for a name of the cluster. */
final class Cluster {
    static final Set<String> VARIABLES = Set.of(
            "KUBECONFIG",
            "HOME",
            "HELM_KUBECONTEXT",
            "HELM_KUBEAPISERVER",
            "KUBERNETES_SERVICE_HOST",
            "KUBERNETES_SERVICE_PORT");

    /** A kubeconfig of many clusters with their certificates has some 100 KiB. */
    private static final int LARGEST = 8 << 20;

    private Cluster() {}

    /**
     * The API server's {@code host[:port]}.
     *
     * @param own a kubeconfig that counts instead of the environment's; null for none
     * @param base the directory that relative paths are below
     * @param environment {@code KUBECONFIG} (files of which the first that says something counts), {@code HOME}, {@code
     *     HELM_KUBECONTEXT}, {@code HELM_KUBEAPISERVER}, {@code KUBERNETES_SERVICE_HOST} and {@code …_PORT}
     * @return inside a pod without a kubeconfig that of the service {@code kubernetes}, which other clusters may have, too;
     *     null if nothing says so
     */
    static String of(byte[] own, Path base, Map<String, String> environment) {
        String server = environment.get("HELM_KUBEAPISERVER");
        if (server == null || server.isEmpty()) {
            List<Map<?, ?>> configs = own == null ? files(base, environment) : configs(own);
            server = server(configs, environment.get("HELM_KUBECONTEXT"));
        }
        if (server != null) {
            try {
                return URI.create(server.contains("://") ? server : "https://" + server)
                        .getAuthority();
            } catch (IllegalArgumentException e) {
                return null; // helm will say what is wrong with it
            }
        }
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.get("KUBERNETES_SERVICE_PORT");
        if (host == null || host.isEmpty() || port == null || port.isEmpty()) {
            return null; // client-go wants both
        }
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static String server(List<Map<?, ?>> configs, String wanted) {
        String context = wanted != null && !wanted.isEmpty()
                ? wanted
                : configs.stream()
                        .map(config -> config.get("current-context"))
                        .filter(name -> name instanceof String text && !text.isEmpty())
                        .map(String.class::cast)
                        .findFirst()
                        .orElse("");
        String cluster = find(configs, "contexts", context, "context", "cluster");
        return cluster == null ? null : find(configs, "clusters", cluster, "cluster", "server");
    }

    /** {@code field} of the first entry with this name in a list of named entries. */
    private static String find(List<Map<?, ?>> configs, String list, String name, String entry, String field) {
        return configs.stream()
                .map(config -> config.get(list))
                .filter(List.class::isInstance)
                .flatMap(entries -> ((List<?>) entries).stream())
                .filter(one -> one instanceof Map<?, ?> map && name.equals(map.get("name")))
                .map(one -> ((Map<?, ?>) one).get(entry))
                .map(value -> value instanceof Map<?, ?> map && map.get(field) instanceof String text ? text : null)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static List<Map<?, ?>> files(Path base, Map<String, String> environment) {
        String paths = environment.get("KUBECONFIG");
        if (paths == null || paths.isEmpty()) {
            paths = environment.getOrDefault("HOME", System.getProperty("user.home")) + "/.kube/config";
        }
        List<Map<?, ?>> configs = new ArrayList<>();
        for (String path : paths.split(File.pathSeparator)) {
            try {
                Path file = base.resolve(path);
                if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
                    configs.addAll(configs(Files.readAllBytes(file)));
                }
            } catch (IOException | InvalidPathException e) {
                // helm says what it can't read; here it is only about a name
            }
        }
        return configs;
    }

    private static List<Map<?, ?>> configs(byte[] text) {
        try {
            return GoYaml.decode(text) instanceof Map<?, ?> map ? List.of(map) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
