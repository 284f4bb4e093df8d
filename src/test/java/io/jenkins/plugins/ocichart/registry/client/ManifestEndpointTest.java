package io.jenkins.plugins.ocichart.registry.client;

import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.refuse;
import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.reset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.InvalidManifestException;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManifestEndpointTest {
    private static final Descriptor BLOB = Descriptor.of("a/b", new byte[0]);
    private static final byte[] MANIFEST = ("{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"digest\":\""
                    + BLOB.digest() + "\",\"size\":0},\"layers\":[]}")
            .getBytes(StandardCharsets.UTF_8);
    private static final Digest DIGEST = Digest.sha256(MANIFEST);

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    @BeforeEach
    void start() throws Exception {
        registry.blob("charts/new", BLOB.digest().toString(), new byte[0])
                .manifest("charts/web", "1.0.0", Manifest.OCI_MANIFEST, MANIFEST)
                .manifest("charts/web", DIGEST.toString(), Manifest.OCI_MANIFEST, MANIFEST);
        client = Fast.client(registry.host(), RegistryCredential.anonymous());
    }

    private static WireServer.Handler answer(Map<String, String> headers, byte[] body) {
        return exchange -> exchange.respond(200, headers, body);
    }

    @Test
    void allFourTypesAreAccepted() throws Exception {
        client.repository("charts/web").manifest("1.0.0");
        assertThat(registry.headers().get(0))
                .containsEntry(
                        "accept",
                        "application/vnd.docker.distribution.manifest.v2+json,"
                                + " application/vnd.docker.distribution.manifest.list.v2+json,"
                                + " application/vnd.oci.image.manifest.v1+json,"
                                + " application/vnd.oci.image.index.v1+json");
    }

    @Test
    void anotherManifestThanAnnouncedIsRefused() {
        registry.always(
                "GET",
                "/manifests/",
                answer(
                        Map.of(
                                "Content-Type",
                                Manifest.OCI_MANIFEST,
                                "Docker-Content-Digest",
                                BLOB.digest().toString()),
                        MANIFEST));
        assertThatThrownBy(() -> client.repository("charts/web").manifest("1.0.0"))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("charts/web:1.0.0")
                .hasMessageContaining(DIGEST.toString())
                .hasMessageContaining(BLOB.digest().toString());
    }

    @Test
    void anotherManifestThanTheDigestAskedForIsRefused() {
        registry.always(
                "GET",
                "/manifests/",
                answer(
                        Map.of("Content-Type", Manifest.OCI_MANIFEST, "Docker-Content-Digest", DIGEST.toString()),
                        MANIFEST));
        assertThatThrownBy(() ->
                        client.repository("charts/web").manifest(BLOB.digest().toString()))
                .isInstanceOf(DigestMismatchException.class);
    }

    @Test
    void anotherDigestInTheHeadThanAskedForIsRefused() {
        registry.always(
                "HEAD",
                "/manifests/",
                answer(
                        Map.of("Content-Type", Manifest.OCI_MANIFEST, "Docker-Content-Digest", DIGEST.toString()),
                        MANIFEST));
        assertThatThrownBy(() ->
                        client.repository("charts/web").resolve(BLOB.digest().toString()))
                .isInstanceOf(DigestMismatchException.class);
    }

    @Test
    void headersThatAreOptionalMayBeMissing() throws Exception {
        registry.always("GET", "/manifests/", answer(Map.of("Content-Type", Manifest.OCI_MANIFEST), MANIFEST));
        registry.always("HEAD", "/manifests/", answer(Map.of(), MANIFEST));

        assertThat(client.repository("charts/web").manifest("1.0.0").digest()).isEqualTo(DIGEST);
        assertThat(client.repository("charts/web")
                        .resolve("1.0.0")
                        .orElseThrow()
                        .digest())
                .isEqualTo(DIGEST);
    }

    @Test
    void aRegistryWithoutHeadIsAskedByGet() throws Exception {
        registry.always("HEAD", "/manifests/", refuse(405, "UNSUPPORTED", ""));
        assertThat(client.repository("charts/web")
                        .resolve("1.0.0")
                        .orElseThrow()
                        .digest())
                .isEqualTo(DIGEST);
        assertThat(client.repository("charts/web").resolve("2.0.0")).isEmpty();
    }

    @Test
    void anUnreadableDigestIsRefused() {
        registry.always(
                "HEAD",
                "/manifests/",
                answer(
                        Map.of("Content-Type", Manifest.OCI_MANIFEST, "Docker-Content-Digest", "sha256:../../x"),
                        MANIFEST));
        assertThatThrownBy(() -> client.repository("charts/web").resolve("1.0.0"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(registry.host());
    }

    @Test
    void anotherTypeThanDeliveredIsRefused() {
        registry.always("GET", "/manifests/", answer(Map.of("Content-Type", "text/html"), MANIFEST));
        assertThatThrownBy(() -> client.repository("charts/web").manifest("1.0.0"))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessageContaining(registry.host())
                .hasMessageContaining("text/html");
    }

    @Test
    void aManifestWithoutAnEndIsCutOff() {
        registry.always("GET", "/manifests/", exchange -> {
            exchange.raw().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                exchange.raw().write(new byte[65536]);
            }
        });
        assertThatThrownBy(() -> client.repository("charts/web").manifest("1.0.0"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("larger than 4194304 bytes");
    }

    @Test
    void aManifestThatIsCompressedOnTheWayIsRefused() {
        registry.always("GET", "/manifests/", e -> e.respond(200, Map.of("Content-Encoding", "gzip"), new byte[10]));
        assertThatThrownBy(() -> client.repository("charts/web").manifest("1.0.0"))
                .hasMessageContaining(registry.host())
                .hasMessageContaining("labelled Content-Encoding: gzip");
    }

    @Test
    void aLabelThatTheBytesBelieIsIgnored() throws Exception {
        registry.always(
                "GET",
                "/manifests/",
                answer(Map.of("Content-Type", Manifest.OCI_MANIFEST, "Content-Encoding", "aws-chunked"), MANIFEST));
        assertThat(client.repository("charts/web").manifest("1.0.0").digest()).isEqualTo(DIGEST);
    }

    @Test
    void anEmptyDigestCountsAsNone() throws Exception {
        Map<String, String> headers = Map.of("Content-Type", Manifest.OCI_MANIFEST, "Docker-Content-Digest", "");
        registry.always("GET", "/manifests/", answer(headers, MANIFEST));
        registry.always("HEAD", "/manifests/", answer(headers, MANIFEST));
        registry.always("PUT", "/manifests/", exchange -> {
            exchange.body().readAllBytes();
            exchange.respond(201, headers, new byte[0]);
        });

        assertThat(client.repository("charts/web").resolve("1.0.0"))
                .map(Descriptor::digest)
                .contains(DIGEST);
        assertThat(client.repository("charts/web").putManifest("2.0.0", Manifest.OCI_MANIFEST, MANIFEST))
                .isEqualTo(DIGEST);
    }

    @Test
    void aDigestOfAnotherAlgorithmThanTheHeadersIsComputed() throws Exception {
        Digest sha512 = Digest.parse("sha512:" + "0".repeat(128)).of(MANIFEST);
        registry.always(
                "HEAD",
                "/manifests/",
                answer(
                        Map.of("Content-Type", Manifest.OCI_MANIFEST, "Docker-Content-Digest", DIGEST.toString()),
                        MANIFEST));
        registry.always("GET", "/manifests/", answer(Map.of("Content-Type", Manifest.OCI_MANIFEST), MANIFEST));

        assertThat(client.repository("charts/web").resolve(sha512.toString())).isPresent();
    }

    @Test
    void whatIsWrongIsNotShownIfTheManifestRepeatsTheLogin() throws Exception {
        byte[] manifest = "{\"mediaType\":\"hush-hush\"}".getBytes(StandardCharsets.UTF_8);
        registry.always("GET", "/manifests/", answer(Map.of(), manifest));
        try (RegistryClient alice = Fast.client(registry.host(), RegistryCredential.basic("alice", "hush-hush"))) {
            assertThatThrownBy(() -> alice.repository("charts/web").manifest("1.0.0"))
                    .isInstanceOf(InvalidManifestException.class)
                    .hasMessageNotContaining("hush-hush");
        }
    }

    @Test
    void aPutSendsTheTypeAndReturnsTheDigest() throws Exception {
        assertThat(client.repository("charts/new").putManifest("1.0.0", Manifest.OCI_MANIFEST, MANIFEST))
                .isEqualTo(DIGEST);
        assertThat(registry.manifest("charts/new", "1.0.0")).isEqualTo(MANIFEST);
        assertThat(registry.headers().get(0)).containsEntry("content-type", Manifest.OCI_MANIFEST);
    }

    @Test
    void aPutIsRepeatedAfterAReset() throws Exception {
        registry.fault("PUT", "/manifests/", 1, reset());
        client.repository("charts/new").putManifest("1.0.0", Manifest.OCI_MANIFEST, MANIFEST);
        assertThat(registry.manifest("charts/new", "1.0.0")).isEqualTo(MANIFEST);
    }

    @Test
    void aPutWhoseAnswerWasLostSucceedsOnImmutableTagsToo() throws Exception {
        registry.fault("PUT", "/manifests/", 1, exchange -> {
            registry.manifest(
                    "charts/new",
                    "1.0.0",
                    Manifest.OCI_MANIFEST,
                    exchange.body().readAllBytes());
            exchange.reset();
        });
        registry.always("PUT", "/manifests/", refuse(409, "TAG_IMMUTABLE", "tag is immutable"));

        assertThat(client.repository("charts/new").putManifest("1.0.0", Manifest.OCI_MANIFEST, MANIFEST))
                .isEqualTo(DIGEST);
    }

    @Test
    void aPutThatIsStoredAsSomethingElseFails() {
        registry.always("PUT", "/manifests/", exchange -> {
            exchange.body().readAllBytes();
            exchange.respond(201, Map.of("Docker-Content-Digest", BLOB.digest().toString()), new byte[0]);
        });
        assertThatThrownBy(() -> client.repository("charts/new").putManifest("1.0.0", Manifest.OCI_MANIFEST, MANIFEST))
                .isInstanceOf(DigestMismatchException.class);
    }

    @Test
    void namesThatAreNoneAreNeverSent() {
        for (String repository : new String[] {"", "A", "a/../b", "a?x", "/a", "a/"}) {
            assertThatThrownBy(() -> client.repository(repository).manifest("1.0.0"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String reference : new String[] {"", "a/b", "../x", "1.0+2", "sha256:x", "a b"}) {
            assertThatThrownBy(() -> client.repository("a").manifest(reference))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(registry.requests()).isEmpty();
    }
}
