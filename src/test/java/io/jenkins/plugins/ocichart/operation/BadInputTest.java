package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.login.LoginCheck;
import io.jenkins.plugins.ocichart.operation.pull.ChartPull;
import io.jenkins.plugins.ocichart.operation.pull.OddContent;
import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.ManifestBytes;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is told in one line that names it, and nothing is half done. */
class BadInputTest {
    @Started
    private static AnyRegistry registry;

    @TempDir
    Path dir;

    private final List<String> lines = new ArrayList<>();

    private static ChartArchiveBuilder chart(String yaml) {
        return new ChartArchiveBuilder().file("bad/Chart.yaml", yaml);
    }

    private static final String GOOD = "apiVersion: v2\nname: bad\nversion: 1.0.0\n";

    static Stream<Arguments> badArchives() throws IOException {
        byte[] good = chart(GOOD).file("bad/values.yaml", "a: 1\n".repeat(9999)).gzip();
        return Stream.of(
                Arguments.of("no gzip", "apiVersion: v2".getBytes(), "is not a gzipped archive"),
                Arguments.of("empty", new byte[0], "is not a gzipped archive"),
                Arguments.of("truncated", Arrays.copyOf(good, good.length / 2), ""),
                Arguments.of(
                        "no Chart.yaml",
                        new ChartArchiveBuilder().file("bad/values.yaml", "").gzip(),
                        "Chart.yaml is missing"),
                Arguments.of("bad version", chart(GOOD.replace("1.0.0", "one")).gzip(), "version"),
                Arguments.of(
                        "no name", chart("apiVersion: v2\nversion: 1.0.0\n").gzip(), "name"),
                Arguments.of("no YAML", chart("a: [").gzip(), "Chart.yaml"),
                Arguments.of(
                        "climbs out", chart(GOOD).file("bad/../../evil", "x").gzip(), "evil"),
                Arguments.of("absolute", chart(GOOD).file("bad//etc/evil", "x").gzip(), "evil"),
                Arguments.of(
                        "bomb of one file",
                        chart(GOOD).file("bad/zeros", new byte[6_000_000]).gzip(),
                        "zeros"),
                Arguments.of("bomb of many files", bomb(), "100 MiB"));
    }

    private static byte[] bomb() {
        ChartArchiveBuilder builder = chart(GOOD);
        for (int i = 0; i < 22; i++) {
            builder.file("bad/zeros" + i, new byte[5_000_000]);
        }
        return builder.gzip();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badArchives")
    void aBadArchiveIsRefusedByHelmAndByUsBeforeAnythingIsSent(String name, byte[] archive, String cause)
            throws Exception {
        Path file = Files.write(dir.resolve("bad-1.0.0.tgz"), archive);
        assertThatThrownBy(() -> EmbeddedHelm.push(file, "oci://" + registry.host() + "/helm"))
                .isInstanceOf(EmbeddedHelm.HelmFailure.class);
        List<String> requests = new ArrayList<>();
        try (WireServer server = WireServer.start(exchange -> {
            requests.add(exchange.method());
            exchange.respond(500, "");
        })) {
            PushResult result = ChartPush.run(dir, Requests.push("*.tgz", server.host()), lines::add);
            assertThat(result.charts()).isEmpty();
            assertThat(result.problem().orElseThrow())
                    .startsWith("bad-1.0.0.tgz: ")
                    .containsIgnoringCase(cause)
                    .doesNotContain("\n");
        }
        assertThat(requests).isEmpty();
        assertThat(lines).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badArchives")
    void aBadArchiveInARegistryIsNeitherKeptNorUnpacked(String name, byte[] archive, String cause) throws Exception {
        String repository = "pull/" + name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]+", "-");
        try (OddContent content = new OddContent(registry.host(), repository)) {
            content.manifest(
                    "1.0.0", content.blob(OddContent.HELM_CONFIG, "{}"), content.blob(OddContent.HELM_CHART, archive));
        }
        String reference = "oci://" + registry.host() + "/" + repository;
        for (Pull request :
                List.of(Requests.pull(reference, "1.0.0", "new"), Requests.untar(reference, "1.0.0", "new", "deep"))) {
            failsClearly(() -> ChartPull.run(dir, request, lines::add), registry.host(), cause);
        }
    }

    @Test
    void linksAreNeverUnpacked() throws Exception {
        byte[] archive = chart(GOOD).symbolicLink("bad/passwd", "/etc/passwd").gzip();
        try (OddContent content = new OddContent(registry.host(), "pull/links")) {
            content.manifest(
                    "1.0.0", content.blob(OddContent.HELM_CONFIG, "{}"), content.blob(OddContent.HELM_CHART, archive));
        }
        Pull request = Requests.untar("oci://" + registry.host() + "/pull/links", "1.0.0", "new", ".");
        failsClearly(() -> ChartPull.run(dir, request, lines::add), "passwd", "link");
    }

    @Test
    void anUnknownHostIsNamed() throws Exception {
        everyOperationFails("registry.invalid", "registry.invalid");
    }

    @Tag("slow")
    @Test
    void aRefusedConnectionIsNamed() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        everyOperationFails("127.0.0.1:" + port, "127.0.0.1:" + port);
    }

    private void everyOperationFails(String host, String cause) throws Exception {
        ChartTar.write(dir, "web", "1.0.0");
        ChartTar.write(dir, "api", "1.0.0");
        PushResult result = ChartPush.run(dir, Requests.push("*.tgz", host), line -> {});
        assertThat(result.problem().orElseThrow())
                .startsWith("2 of 2 charts could not be pushed: ")
                .contains("api-1.0.0.tgz")
                .contains("web-1.0.0.tgz")
                .contains(cause)
                .doesNotContain("\n");
        Files.delete(dir.resolve("web-1.0.0.tgz"));
        Files.delete(dir.resolve("api-1.0.0.tgz"));
        failsClearly(() -> ChartPull.run(dir, Requests.pull("oci://" + host + "/web", null, "new"), lines::add), cause);
        failsClearly(() -> new LoginCheck(host, Requests.ALICE, null).run(dir, lines::add), cause);
    }

    @Test
    void aRepositoryThatIsMissingIsNamed() throws Exception {
        Pull request = Requests.pull("oci://" + registry.host() + "/none/web", null, "new");
        failsClearly(() -> ChartPull.run(dir, request, lines::add), registry.host(), "none/web");
    }

    @Test
    void contentThatDoesNotMatchItsDigestIsRefused() throws Exception {
        Path archive = ChartTar.write(dir, "web", "1.0.0");
        byte[] manifest = ManifestBytes.of(archive);
        byte[] content = Files.readAllBytes(archive);
        content[content.length / 2] ^= 1;
        Files.delete(archive);
        try (WireServer server = WireServer.start(exchange -> {
            if (exchange.path().contains("/manifests/")) {
                exchange.respond(200, Map.of("Content-Type", Manifest.OCI_MANIFEST), manifest);
            } else if (exchange.path().contains("/blobs/")) {
                exchange.respond(200, Map.of(), content);
            } else {
                exchange.respond(200, "{}");
            }
        })) {
            Pull request = Requests.pull("oci://" + server.host() + "/charts/web", "1.0.0", "new");
            failsClearly(() -> ChartPull.run(dir, request, lines::add), server.host(), "sha256:");
        }
    }

    @Test
    void aManifestThatDoesNotMatchTheDigestAskedForIsRefused() throws Exception {
        String digest = "sha256:" + "0".repeat(64);
        try (WireServer server = WireServer.start(exchange -> exchange.respond(
                200,
                Map.of("Content-Type", Manifest.OCI_MANIFEST),
                "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}".getBytes()))) {
            Pull request = Requests.pull("oci://" + server.host() + "/charts/web@" + digest, null, "new");
            failsClearly(() -> ChartPull.run(dir, request, lines::add), digest);
        }
    }

    @Test
    void aProvenanceFileThatIsAFolderFailsItsChart() throws Exception {
        ChartTar.write(dir, "web", "1.0.0");
        Files.createDirectory(dir.resolve("web-1.0.0.tgz.prov"));
        PushResult result = ChartPush.run(dir, Requests.push("web-1.0.0.tgz", registry.host()), lines::add);
        assertThat(result.problem().orElseThrow())
                .contains("web-1.0.0.tgz.prov")
                .contains("folder");
    }

    private void failsClearly(ThrowingCallable operation, String... parts) throws IOException {
        assertThatThrownBy(operation)
                .isInstanceOf(IOException.class)
                .satisfies(failure -> assertThat(failure.getMessage())
                        .contains(parts)
                        .doesNotContain("\n")
                        .doesNotContain(".oci-chart-")
                        .doesNotContain("Exception"));
        assertThat(lines).isEmpty();
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files).isEmpty();
        }
    }
}
