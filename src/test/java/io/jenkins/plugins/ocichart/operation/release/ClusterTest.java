package io.jenkins.plugins.ocichart.operation.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cluster's name if no kubeconfig says it; {@code DeployTest} has the kubeconfigs, with the real programs. */
class ClusterTest {
    private static final String KUBECONFIG = """
            clusters: [{name: test, cluster: {server: "https://api.example.com:6443"}}]
            contexts: [{name: test, context: {cluster: test, user: admin}}]
            current-context: test
            """;

    @TempDir
    private Path directory;

    private final Map<String, String> pod = new HashMap<>();

    @BeforeEach
    void inAPod() {
        pod.put("HOME", directory.toString());
        pod.put("KUBERNETES_SERVICE_HOST", "10.96.0.1");
        pod.put("KUBERNETES_SERVICE_PORT", "443");
    }

    @Test
    void insideAPodItIsTheServiceThatKubernetesNames() {
        assertThat(cluster(null)).isEqualTo("10.96.0.1:443");
        pod.put("KUBERNETES_SERVICE_HOST", "fd00::1");
        assertThat(cluster(null)).isEqualTo("[fd00::1]:443");
    }

    @Test
    void aKubeconfigCountsInsideAPodToo() throws Exception {
        assertThat(cluster(KUBECONFIG.getBytes(StandardCharsets.UTF_8))).isEqualTo("api.example.com:6443");
        Files.createDirectory(directory.resolve(".kube"));
        Files.writeString(directory.resolve(".kube/config"), KUBECONFIG);
        assertThat(cluster(null)).isEqualTo("api.example.com:6443");
    }

    @Test
    void nothingSaysWhere() {
        pod.remove("KUBERNETES_SERVICE_PORT");
        assertThat(cluster(null)).isNull();
        pod.remove("KUBERNETES_SERVICE_HOST");
        assertThat(cluster(null)).isNull();
    }

    private String cluster(byte[] kubeconfig) {
        return Cluster.of(kubeconfig, directory, pod);
    }
}
