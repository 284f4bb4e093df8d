package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.AbortException;
import hudson.tasks.Fingerprinter;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.PackagedChart;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciChartPushStepTest {
    @Started("withHelmLogin")
    private static RegistryWithLogin registry;

    private static String credentials;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeAll
    static void start() {
        credentials = registry.credentials();
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
    }

    @Test
    void pushesWhatHelmThenShows() throws Exception {
        chart("web", "1.2.3+build.7");

        build.run(push("dist/*.tgz"));

        String shown = EmbeddedHelm.show("chart", remote() + "/web", "1.2.3+build.7");
        assertThat(shown).contains("name: web", "version: 1.2.3+build.7");
        assertThat(build.console())
                .contains("Pushed: " + registry.host() + "/" + namespace() + "/web:1.2.3_build.7", "Digest: sha256:");
    }

    @Test
    void answersWithOneMapForEachChart() throws Exception {
        chart("web", "1.2.3");
        chart("api", "0.1.0");

        List<Map<String, Object>> charts = pushed("dist/*.tgz");

        assertThat(charts).extracting(chart -> chart.get("name")).containsExactly("api", "web");
        assertThat(charts.get(1))
                .containsEntry("ref", registry.host() + "/" + namespace() + "/web:1.2.3")
                .containsEntry("registry", registry.host())
                .containsEntry("repository", namespace() + "/web")
                .containsEntry("tag", "1.2.3")
                .containsEntry("version", "1.2.3")
                .containsEntry("appVersion", "4.5")
                .containsEntry("chartSize", Files.size(dist().resolve("web-1.2.3.tgz")))
                .containsEntry("provenanceDigest", null)
                .containsEntry("pushed", true);
        assertThat(charts.get(1).keySet()).containsExactly(ChartResult.keysAnd("pushed"));
    }

    @Test
    void archivesTheDigests() throws Exception {
        chart("web", "1.2.3");

        List<Map<String, Object>> charts = pushed("dist/*.tgz");

        JsonNode artifact = new ObjectMapper().readTree(build.run().artifact("oci-charts.json"));
        assertThat(artifact.get("schemaVersion").intValue()).isEqualTo(1);
        assertThat(artifact.get("charts")).hasSize(1);
        JsonNode entry = artifact.get("charts").get(0);
        charts.get(0)
                .forEach((field, value) ->
                        assertThat(entry.get(field).asText()).as(field).isEqualTo(String.valueOf(value)));
        assertThat(Instant.parse(entry.get("pushedAt").textValue()))
                .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
        assertThat(build.temporaryFiles()).isEmpty();
    }

    @Test
    void archivesWhatParallelBranchesPush() throws Exception {
        ExecutorService branches = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Object>> pushes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                chart("chart" + i, "1.0.0");
                String file = "dist/chart" + i + "-1.0.0.tgz";
                pushes.add(() -> build.run(push(file)));
            }
            for (var push : branches.invokeAll(pushes)) {
                push.get();
            }
        } finally {
            branches.shutdown();
        }

        assertThat(new ObjectMapper()
                        .readTree(build.run().artifact("oci-charts.json"))
                        .findValuesAsText("name"))
                .containsExactlyInAnyOrder(
                        "chart0", "chart1", "chart2", "chart3", "chart4", "chart5", "chart6", "chart7");
    }

    @Test
    void archivesAChartOnceThatIsPushedTwice() throws Exception {
        chart("web", "1.2.3");

        pushed("dist/*.tgz");
        List<Map<String, Object>> again = pushed("dist/*.tgz");

        assertThat(again.get(0)).containsEntry("pushed", false);
        assertThat(new ObjectMapper()
                        .readTree(build.run().artifact("oci-charts.json"))
                        .get("charts"))
                .hasSize(1);
    }

    @Test
    void archivesNothingIfThatIsTurnedOff() throws Exception {
        chart("web", "1.2.3");
        OciChartPushStep step = push("dist/*.tgz");
        step.archive = false;
        step.fingerprint = false;

        build.run(step);

        assertThat(build.run().artifacts()).isEmpty();
        assertThat(build.run().getAction(Fingerprinter.FingerprintAction.class)).isNull();
    }

    @Test
    void recordsOfASkippedChartWhatTheRegistryHasAndNoFingerprintOfTheLocalArchive() throws Exception {
        Path archive = dist().resolve("web-1.2.3.tgz");
        ChartTar.write(archive, "web", "1.2.3", "appVersion: OLD\n");
        Object old = pushed("dist/*.tgz").get(0).get("digest");
        newBuild();
        ChartTar.write(archive, "web", "1.2.3", "appVersion: NEW\n");
        OciChartPushStep step = push("dist/*.tgz");
        step.ifExists = "skip";

        Map<?, ?> kept = (Map<?, ?>) ((List<?>) build.run(step)).get(0);

        assertThat(kept.get("digest")).isEqualTo(old);
        assertThat(kept.get("appVersion")).isEqualTo("OLD");
        JsonNode artifact = new ObjectMapper().readTree(build.run().artifact("oci-charts.json"));
        assertThat(artifact.get("charts").get(0).get("appVersion").textValue()).isEqualTo("OLD");
        assertThat(build.run().getAction(Fingerprinter.FingerprintAction.class).getRecords())
                .containsOnlyKeys((String) kept.get("ref"));
    }

    @Test
    void recordsFingerprintsOfArchiveAndManifest() throws Exception {
        chart("web", "1.2.3");

        Map<String, Object> chart = pushed("dist/*.tgz").get(0);

        String digest = (String) chart.get("digest");
        assertThat(build.run().getAction(Fingerprinter.FingerprintAction.class).getRecords())
                .containsOnlyKeys("dist/web-1.2.3.tgz", (String) chart.get("ref"))
                .containsEntry((String) chart.get("ref"), digest.substring("sha256:".length(), 39))
                .containsEntry("dist/web-1.2.3.tgz", md5(dist().resolve("web-1.2.3.tgz")));
    }

    @Test
    void recordsWhatWasPushedIfAnotherChartFails() throws Exception {
        chart("web", "1.2.3");
        Files.writeString(dist().resolve("broken-1.0.0.tgz"), "no archive");

        assertThatThrownBy(() -> build.run(push("dist/*.tgz")))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("broken-1.0.0.tgz")
                .hasMessageNotContaining("web-1.2.3.tgz");

        assertThat(new ObjectMapper()
                        .readTree(build.run().artifact("oci-charts.json"))
                        .findValuesAsText("name"))
                .containsExactly("web");
    }

    @Test
    void uploadsAChartOnceForSeveralRepositoriesOfARegistry() throws Exception {
        chart("web", "1.2.3");
        try (RecordingRegistry recording = RecordingRegistry.inFrontOf(registry.host())) {
            Object staged = build.run(push("dist/*.tgz", recording, "staging"));
            recording.clear();

            Object promoted = build.run(push("dist/*.tgz", recording, "prod"));

            assertThat(promoted)
                    .asInstanceOf(LIST)
                    .first(MAP)
                    .containsEntry("pushed", true)
                    .containsEntry("digest", ((Map<?, ?>) ((List<?>) staged).get(0)).get("digest"));
            assertThat(uploads(recording)).isEmpty();
        }
    }

    @Test
    void uploadsNothingOfWhatTheBuildHasPulledFromTheSameRegistry() throws Exception {
        chart("web", "1.2.3");
        try (RecordingRegistry recording = RecordingRegistry.inFrontOf(registry.host())) {
            build.run(push("dist/*.tgz", recording, "staging"));
            StepBuild later = StepBuild.in(directory.resolve("later"));
            OciChartPullStep pull = new OciChartPullStep(remote(recording, "staging") + "/web");
            pull.credentialsId = credentials;
            later.run(pull);
            recording.clear();

            later.run(push("*.tgz", recording, "prod"));

            assertThat(uploads(recording)).isEmpty();
        }
    }

    @Test
    void uploadsWhatAnotherBuildHasPushed() throws Exception {
        chart("web", "1.2.3");
        try (RecordingRegistry recording = RecordingRegistry.inFrontOf(registry.host())) {
            build.run(push("dist/*.tgz", recording, "staging"));
            recording.clear();

            StepBuild later = StepBuild.in(directory);
            later.run(push("dist/*.tgz", recording, "prod"));

            assertThat(uploads(recording)).hasSize(2);
        }
    }

    @Test
    void usesTheLoginOfTheEnclosingBlock() throws Exception {
        chart("web", "1.2.3");
        OciChartPushStep step = new OciChartPushStep("dist/*.tgz", remote());

        build.run(new OciRegistryLoginStep(registry.host(), credentials), inside -> inside.run(step));

        assertThat(build.console()).contains("Pushed: ");
    }

    @Test
    void usesTheLoginOfABlockAroundTheNode() throws Exception {
        chart("web", "1.2.3");
        OciChartPushStep step = new OciChartPushStep("dist/*.tgz", remote());

        build.outsideNode()
                .run(
                        new OciRegistryLoginStep(registry.host(), credentials),
                        inside -> inside.inNode(build).run(step));

        assertThat(build.console()).contains("Pushed: ");
    }

    @Test
    void usesAPlainLoginUntilTheLogout() throws Exception {
        chart("web", "1.2.3");
        OciChartPushStep step = new OciChartPushStep("dist/*.tgz", remote());

        build.run(new OciRegistryLoginStep(registry.host(), credentials));
        build.run(step);
        build.run(new OciRegistryLogoutStep(registry.host()));

        assertThatThrownBy(() -> build.run(step)).isExactlyInstanceOf(AbortException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"oci", "OCI"})
    void usesTheStepsCredentialsHoweverTheSchemeIsWritten(String scheme) throws Exception {
        chart("web", "1.2.3");
        OciChartPushStep step = new OciChartPushStep("dist/*.tgz", remote().replace("oci:", scheme + ":"));
        step.credentialsId = credentials;

        build.run(step);

        assertThat(build.console()).contains("Pushed: " + registry.host() + "/" + namespace() + "/web:1.2.3");
    }

    /** The registry's refusal names the user; this one was declared a secret. */
    @ParameterizedTest
    @ValueSource(strings = {"oci", "OCI"})
    void masksASecretUserNameOutsideABlock(String scheme) throws Exception {
        chart("web", "1.2.3");
        OciChartPushStep step = new OciChartPushStep("dist/*.tgz", remote().replace("oci:", scheme + ":"));
        step.credentialsId = TestCredentials.addWithSecretUserName("undercover-agent", "wrong");

        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("rejected the login of user")
                .hasMessageContaining("****")
                .hasMessageNotContaining("undercover-agent");
        assertThat(build.console()).doesNotContain("undercover-agent");
    }

    @Test
    void refusesAnUnknownChoiceOfIfExists() throws Exception {
        chart("web", "1.2.3");
        OciChartPushStep step = push("dist/*.tgz");
        step.ifExists = "replace";

        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("\"replace\"")
                .hasMessageContaining("overwrite, skip or fail");
    }

    @Test
    void refusesToPushNoChartAtATime() {
        OciChartPushStep step = push("dist/*.tgz");
        step.parallelism = 0;

        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("parallelism is 0");
    }

    @Test
    void showsTheRemoteNextToTheStep() {
        OciChartPushStep.DescriptorImpl descriptor = new OciChartPushStep.DescriptorImpl();

        assertThat(descriptor.argumentsToString(Map.of("remote", "oci://registry.example.com/charts")))
                .isEqualTo("oci://registry.example.com/charts");
        assertThat(descriptor.argumentsToString(Map.of("remote", "oci://alice:secret@registry.example.com/charts")))
                .isEqualTo("oci://registry.example.com/charts");
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> pushed(String chart) throws Exception {
        return (List<Map<String, Object>>) build.run(push(chart));
    }

    private OciChartPushStep push(String chart) {
        OciChartPushStep step = new OciChartPushStep(chart, remote());
        step.credentialsId = credentials;
        return step;
    }

    private OciChartPushStep push(String chart, RecordingRegistry recording, String stage) {
        OciChartPushStep step = new OciChartPushStep(chart, remote(recording, stage));
        step.credentialsId = credentials;
        return step;
    }

    private String remote(RecordingRegistry recording, String stage) {
        return "oci://" + recording.host() + "/" + namespace() + "/" + stage;
    }

    /** The requests that bring a blob's bytes. */
    private static List<String> uploads(RecordingRegistry recording) {
        return recording.lines().stream()
                .filter(line -> line.startsWith("PUT") && line.contains("/blobs/"))
                .toList();
    }

    /** A namespace that no other test pushes to. */
    private String namespace() {
        return "n" + Integer.toHexString(directory.hashCode());
    }

    private String remote() {
        return "oci://" + registry.host() + "/" + namespace();
    }

    private Path dist() throws Exception {
        return Files.createDirectories(build.workspace().resolve("dist"));
    }

    private void chart(String name, String version) throws Exception {
        PackagedChart.pack(name, version, dist());
    }

    private static String md5(Path file) throws Exception {
        byte[] hash = java.security.MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file));
        return java.util.HexFormat.of().formatHex(hash);
    }
}
