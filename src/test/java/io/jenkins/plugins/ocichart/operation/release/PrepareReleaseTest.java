package io.jenkins.plugins.ocichart.operation.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartFolder;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.FilePermissions;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is looked at and written before {@code helm} runs; {@code DeployTest} runs it. */
class PrepareReleaseTest {
    private static final byte[] KUBECONFIG = """
            clusters: [{name: test, cluster: {server: "https://api.example.com:6443"}}]
            contexts: [{name: test, context: {cluster: test}}]
            current-context: test
            users: [{name: test, user: {token: swordfish-9182}}]
            """.getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private Path workspace;
    private Path folder;

    @BeforeEach
    void makeWorkspace() throws IOException {
        workspace = Files.createDirectory(directory.resolve("workspace"));
        folder = directory.resolve("workspace@tmp/helm");
    }

    private PreparedRelease prepare(String chart, String... valuesFiles) throws Exception {
        return prepare(null, chart, Map.of("HOME", directory.toString()), valuesFiles);
    }

    private PreparedRelease prepare(
            byte[] kubeconfig, String chart, Map<String, String> environment, String... valuesFiles) throws Exception {
        return new PrepareRelease(folder.toString(), kubeconfig, chart, List.of(valuesFiles), environment)
                .run(workspace, line -> {});
    }

    @Test
    void makesAFolderForItselfAlone() throws Exception {
        assertThat(prepare(null)).isEqualTo(new PreparedRelease(null, null));
        assertThat(folder).isEmptyDirectory();
        assertThat(FilePermissions.of(folder)).isIn("rwx------", null);
    }

    @Test
    void writesTheKubeconfigForItselfAloneAndKnowsItsCluster() throws Exception {
        PreparedRelease prepared = prepare(
                KUBECONFIG, null, Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1", "KUBERNETES_SERVICE_PORT", "443"));

        assertThat(folder.resolve("kubeconfig")).hasBinaryContent(KUBECONFIG);
        assertThat(FilePermissions.of(folder.resolve("kubeconfig"))).isIn("rw-------", null);
        assertThat(prepared.cluster()).isEqualTo("api.example.com:6443");
    }

    @Test
    void withoutAKubeconfigTheEnvironmentSaysTheCluster() throws Exception {
        Files.write(workspace.resolve("config"), KUBECONFIG);

        assertThat(prepare(null, null, Map.of("KUBECONFIG", "config")).cluster())
                .isEqualTo("api.example.com:6443");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Files.createFile(directory.resolve("workspace@tmp"));

        assertThatThrownBy(() -> prepare(null))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write to " + folder + ": ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void filesWithValuesHaveToExist() throws Exception {
        Files.createFile(workspace.resolve("one.yaml"));
        Files.createDirectory(workspace.resolve("two.yaml"));

        prepare(null, "one.yaml", workspace.resolve("one.yaml").toString());
        assertThatThrownBy(() -> prepare(null, "one.yaml", "two.yaml"))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("valuesFiles: there is no file two.yaml in " + workspace);
    }

    @Test
    void nothingIsWrittenIfAFileIsMissing() {
        assertThatThrownBy(() -> prepare(KUBECONFIG, null, Map.of(), "values.yaml"))
                .hasMessageContaining("there is no file values.yaml");
        assertThatThrownBy(() -> prepare(KUBECONFIG, "web", Map.of())).hasMessageContaining("is no file or folder");
        assertThat(folder).doesNotExist();
    }

    @Test
    void namesThatCannotBePathsAreTold() {
        assertThatThrownBy(() -> prepare(null, "a\0b"))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("valuesFiles 'a\0b' is not a valid path: Nul character not allowed");
        assertThatThrownBy(() -> prepare("a\0b"))
                .hasMessage("chart 'a\0b' is not a valid path: Nul character not allowed");
    }

    @Test
    void anArchiveIsKnownByItsContent() throws Exception {
        Path archive = ChartTar.write(workspace.resolve("charts/any.tgz"), "web", "1.2.3", "appVersion: '7'\n");
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive));

        assertThat(prepare("charts/../charts/any.tgz").local())
                .isEqualTo(new PreparedRelease.LocalChart(
                        workspace + "/charts/../charts/any.tgz",
                        "any.tgz",
                        "web",
                        "1.2.3",
                        "7",
                        "sha256:" + HexFormat.of().formatHex(sha256),
                        Files.size(archive),
                        ChartTar.md5(archive)));
    }

    @Test
    void aFolderIsKnownByItsChartYaml() throws Exception {
        Path chart = ChartFolder.in(workspace, "web").path();

        assertThat(prepare("web").local())
                .isEqualTo(
                        new PreparedRelease.LocalChart(chart.toString(), "web", "web", "1.2.3", "4.5", null, 0, null));
        assertThat(TestRun.files(chart)).containsExactly("Chart.yaml");
    }

    @ParameterizedTest
    @CsvSource({"'name: web\nversion: 2', web, 2", "'version:', '', ''", "'- name: web', '', ''", "'', '', ''"})
    void whatIsNotInChartYamlIsEmpty(String yaml, String name, String version) throws Exception {
        ChartFolder.in(workspace, "web").with("Chart.yaml", yaml);

        assertThat(prepare("web").local())
                .isEqualTo(new PreparedRelease.LocalChart(workspace + "/web", "web", name, version, "", null, 0, null));
    }

    @Test
    void aFolderWithoutAReadableChartYamlIsRefused() throws Exception {
        Path yaml = Files.createDirectory(workspace.resolve("web")).resolve("Chart.yaml");

        assertThatThrownBy(() -> prepare("web"))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage(yaml + ": no such file or folder");
        Files.writeString(yaml, "name: [\n");
        assertThatThrownBy(() -> prepare("web"))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageStartingWith(yaml + ": ");
        Files.write(yaml, "#".repeat((5 << 20) + 1).getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> prepare("web")).hasMessage(yaml + ": is too large");
    }

    @Test
    void aMissingChartIsToldWithBothWaysToNameOne() {
        assertThatThrownBy(() -> prepare("web"))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("chart 'web' is no file or folder in " + workspace
                        + "; give the path of a chart or oci://HOST[:PORT]/NAMESPACE/NAME");
    }

    @Test
    void takesOfTheEnvironmentWhatSaysWhereTheClusterIs() {
        Map<String, String> where = Map.of(
                "KUBECONFIG", "a",
                "HOME", "b",
                "HELM_KUBECONTEXT", "c",
                "HELM_KUBEAPISERVER", "d",
                "KUBERNETES_SERVICE_HOST", "e",
                "KUBERNETES_SERVICE_PORT", "f");
        Map<String, String> all = new HashMap<>(where);
        all.put("PASSWORD", "swordfish-9182");

        assertThat(PrepareRelease.select(all)).isEqualTo(where);
    }

    @Test
    void showsNoKubeconfig() {
        assertThat(new PrepareRelease("/tmp/helm", KUBECONFIG, "web", List.of(), Map.of("HOME", "/home/me")))
                .hasToString("PrepareRelease[/tmp/helm]");
    }
}
