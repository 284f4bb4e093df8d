package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.RegistryContent;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.BothWaysTest.Kind;
import io.jenkins.plugins.ocichart.operation.BothWaysTest.Running;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.KnownArchive;
import io.jenkins.plugins.ocichart.operation.push.Push;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A chart that one repository of a registry has is pushed to another one: its bytes stay where they are. */
class PromotionTest {
    private static final String UPLOADS = "/v2/prod/web/blobs/uploads/";
    private static final String MANIFEST = "/v2/prod/web/manifests/1.0.0";

    @TempDir
    Path dir;

    private PushedChart push(String host, String namespace, RegistryAccess access, KnownArchive... known)
            throws Exception {
        Push request = new Push(
                "web-1.0.0.tgz", "oci://" + host + "/" + namespace, IfExists.OVERWRITE, 4, access, List.of(known));
        PushResult result = ChartPush.run(dir, request, line -> {});
        assertThat(result.problem()).isEmpty();
        return result.charts().get(0);
    }

    private static KnownArchive in(PushedChart chart) {
        return new KnownArchive(chart.chart().chartDigest(), chart.chart().repository());
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void nothingButTheManifestIsUploaded(Kind kind) throws Exception {
        ChartTar.write(dir, "web", "1.0.0");
        try (Running registry = kind.start();
                RecordingRegistry recording = RecordingRegistry.inFrontOf(registry.host())) {
            PushedChart staged = push(registry.host(), "staging", registry.access());
            PushedChart promoted = push(recording.host(), "prod", registry.access(), in(staged));

            assertThat(promoted.chart().digest()).isEqualTo(staged.chart().digest());
            assertThat(recording.lines())
                    .filteredOn(line -> !line.endsWith(" 401"))
                    .containsExactly(
                            "HEAD " + MANIFEST + " 404",
                            "POST " + UPLOADS + " 201",
                            "POST " + UPLOADS + " 201",
                            "PUT " + MANIFEST + " 201");
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void helmFindsItThereAndWouldHavePushedTheSame(Kind kind) throws Exception {
        Path archive = ChartTar.write(dir, "web", "1.0.0");
        try (Running registry = kind.start()) {
            PushedChart staged = push(registry.host(), "staging", registry.access());
            PushedChart promoted = push(registry.host(), "prod", registry.access(), in(staged));
            String remote = "oci://" + registry.host() + "/prod";

            assertThat(EmbeddedHelm.template("rel", remote + "/web", "1.0.0")).contains("name: rel-web");
            assertThat(EmbeddedHelm.push(archive, remote))
                    .contains("Digest: " + promoted.chart().digest());
        }
    }

    @Test
    void helmsProgramPullsIt(@Started AnyRegistry registry) throws Exception {
        HelmProgram helm = HelmProgram.onPath();
        Path archive = ChartTar.write(dir, "web", "1.0.0");
        PushedChart staged = push(registry.host(), "staging", Requests.ALICE);
        push(registry.host(), "prod", Requests.ALICE, in(staged));
        Path out = Files.createDirectories(dir.resolve("out"));
        String reference = "oci://" + registry.host() + "/prod/web";

        assertThat(helm.run("pull", reference, "--version", "1.0.0", "--plain-http", "-d", out.toString()))
                .contains("Digest: " + staged.chart().digest());
        assertThat(out.resolve("web-1.0.0.tgz")).hasSameBinaryContentAs(archive);
    }

    @Test
    void theProvenanceFileComesAlong(@Started AnyRegistry registry) throws Exception {
        ChartTar.write(dir, "web", "1.0.0");
        Files.writeString(dir.resolve("web-1.0.0.tgz.prov"), "provenance");
        try (RecordingRegistry recording = RecordingRegistry.inFrontOf(registry.host())) {
            PushedChart staged = push(registry.host(), "staging", Requests.ALICE);
            PushedChart promoted = push(recording.host(), "prod", Requests.ALICE, in(staged));

            assertThat(recording.lines())
                    .filteredOn(line -> line.startsWith("POST"))
                    .hasSize(3)
                    .allMatch(line -> line.endsWith(" 201"));
            assertThat(new RegistryContent(registry.host())
                            .blob("prod/web", promoted.chart().provenanceDigest()))
                    .asString()
                    .isEqualTo("provenance");
        }
    }

    @Test
    void takesFourRequestsThreeInSequence(@Started AnyRegistry registry) throws Exception {
        ChartTar.write(dir, "web", "1.0.0");
        try (RecordingRegistry distant = RecordingRegistry.farFrom(registry.host(), Duration.ofMillis(200))) {
            PushedChart staged = push(registry.host(), "staging", Requests.ALICE);
            push(distant.host(), "prod", Requests.ALICE, in(staged));

            assertThat(distant.lines()).hasSize(4);
            assertThat(distant.sequenceDepth()).isEqualTo(3);
        }
    }

    @Test
    void takesNoMoreThanAPlainPushWhereTheOtherRepositoryHasLostIt(@Started AnyRegistry registry) throws Exception {
        ChartTar.write(dir, "web", "1.0.0");
        try (RecordingRegistry recording = RecordingRegistry.inFrontOf(registry.host())) {
            PushedChart plain = push(recording.host(), "plain", Requests.ALICE);
            List<String> usual = recording.lines();
            recording.clear();
            push(
                    recording.host(),
                    "prod",
                    Requests.ALICE,
                    new KnownArchive(plain.chart().chartDigest(), "lost/web"));

            assertThat(recording.lines())
                    .hasSameSizeAs(usual)
                    .filteredOn(line -> line.startsWith("POST"))
                    .containsExactly("POST " + UPLOADS + " 202", "POST " + UPLOADS + " 202");
        }
    }

    /** The config is known from the push before; the archive is looked for, and mounted. */
    @Test
    void aTagThatPointsElsewhereIsMoved(@Started AnyRegistry registry) throws Exception {
        Path archive = ChartTar.write(dir, "web", "1.0.0");
        try (RecordingRegistry recording = RecordingRegistry.inFrontOf(registry.host())) {
            push(registry.host(), "prod", Requests.ALICE);
            ChartTar.entries(archive, "web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
            Files.setLastModifiedTime(archive, FileTime.from(Instant.EPOCH));
            PushedChart staged = push(registry.host(), "staging", Requests.ALICE);
            PushedChart promoted = push(recording.host(), "prod", Requests.ALICE, in(staged));

            assertThat(promoted.chart().digest()).isEqualTo(staged.chart().digest());
            assertThat(recording.lines())
                    .filteredOn(line -> line.startsWith("POST") || line.startsWith("PUT"))
                    .containsExactly("POST " + UPLOADS + " 201", "PUT " + MANIFEST + " 201");
        }
    }
}
