package io.jenkins.plugins.ocichart.registry.client;

import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.refuse;
import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.reset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.DeniedException;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.InvalidManifestException;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static WireServer.Handler head(String type, String digest, String length) {
        return exchange -> {
            StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
            if (type != null) {
                head.append("Content-Type: ").append(type).append("\r\n");
            }
            if (digest != null) {
                head.append("Docker-Content-Digest: ").append(digest).append("\r\n");
            }
            if (length != null) {
                head.append("Content-Length: ").append(length).append("\r\n");
            }
            exchange.raw().write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            exchange.raw().flush();
            exchange.hangUp();
        };
    }

    private Descriptor resolved() throws Exception {
        return client.repository("charts/web").resolve("1.0.0").orElseThrow();
    }

    private long count(String method) {
        return registry.requests().stream()
                .filter(request -> request.startsWith(method))
                .count();
    }

    @Test
    void oneHeadTellsWhatATagStandsFor() throws Exception {
        assertThat(resolved()).isEqualTo(new Descriptor(Manifest.OCI_MANIFEST, DIGEST, MANIFEST.length));
        assertThat(client.repository("charts/web").resolve(DIGEST.toString()))
                .contains(new Descriptor(Manifest.OCI_MANIFEST, DIGEST, MANIFEST.length));
        assertThat(client.repository("charts/web").resolve("2.0.0")).isEmpty();
        assertThat(count("HEAD")).isEqualTo(3);
        assertThat(count("GET")).isZero();
    }

    @Test
    void aHeadThatLeavesOneThingOutIsFollowedByAGet() throws Exception {
        registry.fault("HEAD", "/manifests/", 1, head(null, DIGEST.toString(), "7"));
        registry.fault("HEAD", "/manifests/", 1, head(Manifest.OCI_MANIFEST, null, "7"));
        registry.fault("HEAD", "/manifests/", 1, head(Manifest.OCI_MANIFEST, DIGEST.toString(), null));
        for (int i = 1; i <= 3; i++) {
            assertThat(resolved()).isEqualTo(new Descriptor(Manifest.OCI_MANIFEST, DIGEST, MANIFEST.length));
            assertThat(count("GET")).isEqualTo(i);
        }
    }

    @Test
    void aDigestOfATagMayBeOfAnyAlgorithm() throws Exception {
        Digest sha512 = Digest.parse("sha512:" + "0".repeat(128));
        registry.always("HEAD", "/manifests/", head(Manifest.OCI_MANIFEST, sha512.toString(), "7"));

        assertThat(resolved()).isEqualTo(new Descriptor(Manifest.OCI_MANIFEST, sha512, 7));
    }

    @Test
    void aHeadThatIsLabelledAsAWebPageCountsIfItHasADigest() throws Exception {
        registry.always("HEAD", "/manifests/", head("text/html", DIGEST.toString(), "7"));

        assertThat(resolved().digest()).isEqualTo(DIGEST);
        assertThat(count("GET")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 405})
    void aRefusedHeadIsFollowedByAGet(int status) throws Exception {
        registry.always("HEAD", "/manifests/", refuse(status, "", ""));

        assertThat(resolved().digest()).isEqualTo(DIGEST);
    }

    @Test
    void aHeadThatFailsIsReported() {
        registry.always("HEAD", "/manifests/", refuse(410, "", ""));

        assertThatThrownBy(this::resolved)
                .isInstanceOf(RegistryException.class)
                .hasMessage(registry.host() + " failed on reading charts/web:1.0.0 (410)");
        assertThat(count("GET")).isZero();
    }

    @Test
    void aManifestThatIsDamagedOnceIsAskedForOnceMore() throws Exception {
        WireServer.Handler damaged = answer(
                Map.of("Content-Type", Manifest.OCI_MANIFEST, "Docker-Content-Digest", DIGEST.toString()), new byte[7]);
        registry.fault("GET", "/manifests/", 1, damaged);
        assertThat(client.repository("charts/web").manifest("1.0.0").digest()).isEqualTo(DIGEST);
        assertThat(count("GET")).isEqualTo(2);

        registry.always("GET", "/manifests/", damaged);
        assertThatThrownBy(() -> client.repository("charts/web").manifest("1.0.0"))
                .isInstanceOf(DigestMismatchException.class);
        assertThat(count("GET")).isEqualTo(4);
    }

    @Test
    void aManifestThatIsMissingIsNotFound() {
        assertThatThrownBy(() -> client.repository("charts/web").manifest("2.0.0"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(registry.host() + " has no charts/web:2.0.0 (404 MANIFEST_UNKNOWN: manifest unknown)");
    }

    @Test
    void whatLooksLikeJsonIsNoWebPage() {
        registry.always("GET", "/manifests/", answer(Map.of("Content-Type", "text/html"), " \n{}".getBytes()));
        assertThatThrownBy(() -> client.repository("charts/web").manifest("1.0.0"))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessageStartingWith(registry.host() + " delivered a wrong manifest for charts/web:1.0.0: ");
    }

    @Test
    void whatLooksLikeJsonOnlyAfterAThousandBlanksIsAWebPage() {
        String page = " ".repeat(1000) + "{}";
        registry.always("GET", "/manifests/", answer(Map.of("Content-Type", "text/html"), page.getBytes()));
        assertThatThrownBy(() -> client.repository("charts/web").manifest("1.0.0"))
                .hasMessageContaining("with a web page");
    }

    @Test
    void aPutAcceptsNothingAndAGetDoes() throws Exception {
        client.repository("charts/new").putManifest("1.0.0", Manifest.OCI_MANIFEST, MANIFEST);
        assertThat(registry.headers().get(0)).doesNotContainKey("accept");
    }

    @Test
    void aPutThatIsDamagedOnceIsMadeOnceMore() throws Exception {
        WireServer.Handler damaged = e ->
                e.respond(201, Map.of("Docker-Content-Digest", BLOB.digest().toString()), new byte[0]);
        registry.fault("PUT", "/manifests/", 1, damaged);
        client.repository("charts/new").putManifest("1.0.0", Manifest.OCI_MANIFEST, MANIFEST);
        assertThat(registry.manifest("charts/new", "1.0.0")).isEqualTo(MANIFEST);
        assertThat(count("PUT")).isEqualTo(2);

        registry.always("PUT", "/manifests/", damaged);
        assertThatThrownBy(() -> client.repository("charts/new").putManifest("2.0.0", Manifest.OCI_MANIFEST, MANIFEST))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessage(registry.host() + " stored charts/new:2.0.0 as " + BLOB.digest() + " instead of " + DIGEST
                        + ": check the proxies between");
        assertThat(count("PUT")).isEqualTo(4);
    }

    @Test
    void aPutMayBeNamedByADigestOfAnotherKind() throws Exception {
        registry.always(
                "PUT",
                "/manifests/",
                e -> e.respond(201, Map.of("Docker-Content-Digest", "sha512:" + "0".repeat(128)), new byte[0]));

        assertThat(client.repository("charts/new").putManifest("1.0.0", Manifest.OCI_MANIFEST, MANIFEST))
                .isEqualTo(DIGEST);
        assertThat(count("HEAD")).isZero();
    }

    @Test
    void aRefusedPutFailsUnlessThisManifestIsThere() throws Exception {
        registry.always("PUT", "/manifests/", refuse(409, "TAG_IMMUTABLE", "no"));
        assertThat(client.repository("charts/web").putManifest("1.0.0", Manifest.OCI_MANIFEST, MANIFEST))
                .isEqualTo(DIGEST);

        byte[] other = (new String(MANIFEST, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> client.repository("charts/web").putManifest("1.0.0", Manifest.OCI_MANIFEST, other))
                .isInstanceOf(DeniedException.class);
        registry.always("HEAD", "/manifests/", refuse(410, "", ""));
        assertThatThrownBy(() -> client.repository("charts/web").putManifest("1.0.0", Manifest.OCI_MANIFEST, MANIFEST))
                .isInstanceOf(DeniedException.class);
    }

    @Test
    void aPutThatNeedsALoginIsNotLookedFor() {
        registry.always("PUT", "/manifests/", refuse(401, "UNAUTHORIZED", ""));
        assertThatThrownBy(() -> client.repository("charts/web").putManifest("1.0.0", Manifest.OCI_MANIFEST, MANIFEST))
                .isInstanceOf(UnauthorizedException.class);
        assertThat(count("HEAD")).isZero();
    }

    @Test
    void anotherDigestInTheHeadThanAskedForIsNamed() {
        registry.always("HEAD", "/manifests/", head(Manifest.OCI_MANIFEST, DIGEST.toString(), "7"));
        assertThatThrownBy(() ->
                        client.repository("charts/web").resolve(BLOB.digest().toString()))
                .hasMessage(
                        registry.host() + " answers " + DIGEST + " when asked for " + BLOB.digest() + " in charts/web");
    }

    @Test
    void aDigestThatRepeatsTheLoginIsMasked() throws Exception {
        registry.always("HEAD", "/manifests/", head(Manifest.OCI_MANIFEST, "sha256:hush-hush", "7"));
        try (RegistryClient alice = Fast.client(registry.host(), RegistryCredential.basic("alice", "hush-hush"))) {
            assertThatThrownBy(() -> alice.repository("charts/web").resolve("1.0.0"))
                    .hasMessageStartingWith(registry.host() + " announces an ")
                    .hasMessageContaining("sha256:****");
        }
    }
}
