package io.jenkins.plugins.ocichart.operation.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cluster a kubeconfig, or what stands in its place, leads to; {@code DeployTest} has the real programs. */
class ClusterTest {
    private static final String KUBECONFIG = """
            clusters: [{name: test, cluster: {server: "https://api.example.com:6443"}}]
            contexts: [{name: test, context: {cluster: test, user: admin}}]
            current-context: test
            """;

    /** Two files with entries of the same names; helm's words about a server that isn't there show which of them counts. */
    private static final String FIRST = """
            clusters: [{name: one, cluster: {server: "http://first.example.com:1111"}}]
            contexts: [{name: red, context: {cluster: one}}, {name: blue, context: {cluster: two}}]
            """;

    private static final String SECOND = """
            clusters: [{name: one, cluster: {server: "http://second.example.com"}},
                       {name: two, cluster: {server: "https://two.example.com:3333/path"}}]
            contexts: [{name: red, context: {cluster: two}}]
            current-context: red
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
        assertThat(cluster(utf8(KUBECONFIG))).isEqualTo("api.example.com:6443");
        Files.createDirectory(directory.resolve(".kube"));
        write(".kube/config", KUBECONFIG);
        assertThat(cluster(null)).isEqualTo("api.example.com:6443");
    }

    @ParameterizedTest
    @CsvSource({
        "KUBERNETES_SERVICE_PORT, ",
        "KUBERNETES_SERVICE_HOST, ",
        "KUBERNETES_SERVICE_PORT, ''",
        "KUBERNETES_SERVICE_HOST, ''"
    })
    void nothingSaysWhere(String variable, String value) {
        pod.put(variable, value);
        assertThat(cluster(null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "first:second, , first.example.com:1111",
        "second:first, , two.example.com:3333",
        "missing:first:second, , first.example.com:1111",
        "folder:second, , two.example.com:3333",
        ":second, , two.example.com:3333",
        "broken:text:second, , two.example.com:3333",
        "first:second, '', first.example.com:1111",
        "first:second, blue, two.example.com:3333",
        "second:first, blue, two.example.com:3333",
    })
    void ofSeveralKubeconfigsTheFirstThatSaysSomethingCounts(String files, String context, String expected)
            throws Exception {
        Files.createDirectory(directory.resolve("folder"));
        write("first", FIRST);
        write("second", SECOND);
        write("broken", "clusters: [\n");
        write("text", "current-context");
        pod.put("KUBECONFIG", files.replace(":", File.pathSeparator));
        pod.put("HELM_KUBECONTEXT", context);

        assertThat(cluster(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "current-context: ''",
                "current-context: [red]",
                "current-context: other",
                "contexts: {name: red}",
                "contexts: [red, {name: red}, {name: red, context: one}, {name: red, context: {cluster: [one]}}]",
                "clusters: [{name: one, cluster: {server: 7}}]",
                "[]"
            })
    void aKubeconfigThatNamesNoServerSaysNothing(String instead) {
        String key = instead.replaceFirst(":.*", "");
        Map<String, String> lines = new TreeMap<>(Map.of(
                "current-context",
                "current-context: red",
                "contexts",
                "contexts: [{name: red, context: {cluster: one}}]",
                "clusters",
                "clusters: [{name: one, cluster: {server: 'https://one.example.com'}}]"));
        assertThat(cluster(utf8(String.join("\n", lines.values())))).isEqualTo("one.example.com");

        lines.put(key, instead);
        String changed = key.equals(instead) ? instead : String.join("\n", lines.values());
        assertThat(cluster(utf8(changed))).isEqualTo("10.96.0.1:443");
    }

    @Test
    void anEmptyKubeconfigVariableMeansTheOneAtHome() throws Exception {
        Files.createDirectory(directory.resolve(".kube"));
        write(".kube/config", KUBECONFIG);
        pod.put("KUBECONFIG", "");

        assertThat(cluster(null)).isEqualTo("api.example.com:6443");
    }

    @Test
    void aSecretKubeconfigCountsInsteadOfTheEnvironments() throws Exception {
        write("second", SECOND);
        pod.put("KUBECONFIG", "second");

        assertThat(cluster(utf8(KUBECONFIG))).isEqualTo("api.example.com:6443");
    }

    @Test
    void anAbsolutePathIsTakenAsItIs() throws Exception {
        write("second", SECOND);
        pod.put("KUBECONFIG", directory.resolve("second").toString());

        assertThat(Cluster.of(null, directory.resolve("elsewhere"), pod)).isEqualTo("two.example.com:3333");
    }

    @Test
    void aFileThatIsTooLargeForAKubeconfigIsNotRead() throws Exception {
        write("second", SECOND + "\n".repeat(8 << 20));
        pod.put("KUBECONFIG", "second");

        assertThat(cluster(null)).isEqualTo("10.96.0.1:443");
    }

    @ParameterizedTest
    @CsvSource({
        "https://10.0.0.7:6443/base, 10.0.0.7:6443",
        "10.0.0.7:6443, 10.0.0.7:6443",
        "api.example.net, api.example.net",
        "https://api example net, ",
        "'', api.example.com:6443"
    })
    void anApiServerOfItsOwnCountsBeforeAKubeconfig(String server, String expected) {
        pod.put("HELM_KUBEAPISERVER", server);

        assertThat(cluster(utf8(KUBECONFIG))).isEqualTo(expected);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String cluster(byte[] kubeconfig) {
        return Cluster.of(kubeconfig, directory, pod);
    }
}
