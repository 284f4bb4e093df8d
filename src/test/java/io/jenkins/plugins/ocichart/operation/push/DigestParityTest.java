package io.jenkins.plugins.ocichart.operation.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartFixtures;
import io.jenkins.plugins.ocichart.fixture.ChartFixtures.Shape;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.RegistryContent;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.ChildJvm;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What Helm 3.21 pushes and what we push, of the same file to the same registry. */
class DigestParityTest {
    @Started
    private static AnyRegistry registry;

    @TempDir
    Path dir;

    static Stream<Shape> shapes() {
        return ChartFixtures.shapes();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void manifestConfigAndLayersAreHelmsWithAndWithoutProvenance(Shape shape) throws Exception {
        Path archive = shape.archive(dir);
        Files.setLastModifiedTime(archive, FileTime.from(ChartTar.MODIFIED));
        samePush(archive, "plain");
        Files.writeString(archive.resolveSibling(archive.getFileName() + ".prov"), "provenance of " + shape.name());
        samePush(archive, "signed");
    }

    private void samePush(Path archive, String namespace) throws Exception {
        String helm = namespace + "/helm";
        String ours = namespace + "/ours";
        String said = EmbeddedHelm.push(archive, "oci://" + registry.host() + "/" + helm);
        PushedChart chart = push(archive, ours);

        RegistryContent content = new RegistryContent(registry.host());
        byte[] helms = content.manifest(
                helm + "/" + chart.chart().name(), chart.chart().tag());
        assertThat(content.manifest(
                        ours + "/" + chart.chart().name(), chart.chart().tag()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(new String(helms, StandardCharsets.UTF_8));
        assertThat(said).contains("Digest: " + chart.chart().digest());
        // The manifest names the config and the layers by their digests; the registry has them under these.
        String config =
                new String(helms, StandardCharsets.UTF_8).replaceFirst("(?s).*?\"digest\":\"([^\"]*)\".*", "$1");
        assertThat(content.blob(ours + "/" + chart.chart().name(), config))
                .isEqualTo(content.blob(helm + "/" + chart.chart().name(), config));
        assertThat(content.blob(ours + "/" + chart.chart().name(), chart.chart().chartDigest()))
                .isEqualTo(Files.readAllBytes(archive));
    }

    private PushedChart push(Path archive, String namespace) throws Exception {
        Push request = new Push(
                archive.toString(), "oci://" + registry.host() + "/" + namespace, IfExists.FAIL, 1, Requests.ALICE);
        PushResult result = ChartPush.run(dir, request, line -> {});
        assertThat(result.problem()).isEmpty();
        return result.charts().get(0);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "UTC,              2024-05-06T07:08:09Z, 2024-05-06T07:08:09Z",
        "Asia/Kolkata,     2024-05-06T07:08:09Z, 2024-05-06T12:38:09+05:30",
        "America/St_Johns, 2024-01-01T00:00:00Z, 2023-12-31T20:30:00-03:30",
        "Europe/London,    2024-01-01T00:00:00Z, 2024-01-01T00:00:00Z",
        "Europe/London,    2024-07-01T23:30:00Z, 2024-07-02T00:30:00+01:00",
    })
    void theTimeZoneOfTheProcessDecidesAsWithHelm(String zone, Instant modified, String created) throws Exception {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/usr/share/zoneinfo", zone)), "skipped: this machine does not know " + zone);
        Path archive = ChartTar.write(dir, "web", "1.0.0");
        Files.setLastModifiedTime(archive, FileTime.from(modified.plusMillis(999)));

        Map<String, String> environment = Map.of("TZ", zone);
        String ours = ChildJvm.run(
                ChildJvm.command(List.of(), "push", dir, archive.getFileName(), registry.host()), environment);
        String helms = ChildJvm.run(
                ChildJvm.command(List.of(), "helm-push", dir, archive.getFileName(), registry.host()), environment);
        assertThat(ours).startsWith("sha256:").isEqualTo(helms);
        assertThat(new RegistryContent(registry.host()).manifest("charts/web", ours))
                .asString()
                .contains("\"org.opencontainers.image.created\":\"" + created + "\"");
    }
}
