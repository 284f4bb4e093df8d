package io.jenkins.plugins.ocichart.registry.client;

import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.DeniedException;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor BLOB = Descriptor.of("text/plain", CONTENT);

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    private Repository repository;

    @BeforeEach
    void start() throws Exception {
        client = Fast.client(registry.host(), RegistryCredential.anonymous());
        repository = client.repository("charts/web");
    }

    private static WireServer.Handler answer(Map<String, String> headers) {
        return exchange -> exchange.respond(200, headers, new byte[0]);
    }

    @Test
    void aBlobIsThereOrNot() throws Exception {
        assertThat(repository.hasBlob(BLOB)).isFalse();
        registry.blob("charts/web", BLOB.digest().toString(), CONTENT);
        assertThat(repository.hasBlob(BLOB)).isTrue();
        assertThat(registry.requests()).containsOnly("HEAD /v2/charts/web/blobs/" + BLOB.digest());
    }

    @Test
    void aBlobOfAnotherLengthIsNotThere() throws Exception {
        registry.fault("HEAD", "/blobs/", 1, answer(Map.of("Content-Length", "8")));
        assertThat(repository.hasBlob(BLOB)).isFalse();

        registry.fault("HEAD", "/blobs/", 1, exchange -> {
            exchange.raw().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            exchange.hangUp();
        });
        assertThat(repository.hasBlob(BLOB)).isTrue();
    }

    @Test
    void aRefusalToSayWhetherABlobIsThereIsReported() {
        registry.always("HEAD", "/blobs/", refuse(403, "", ""));

        assertThatThrownBy(() -> repository.hasBlob(BLOB))
                .isInstanceOf(DeniedException.class)
                .hasMessageContaining("reading a blob of charts/web");
    }

    @Test
    void aWebPageIsNoBlobUnlessItNamesADigest() throws Exception {
        registry.fault("HEAD", "/blobs/", 1, answer(Map.of("Content-Type", "text/html", "Content-Length", "7")));
        assertThatThrownBy(() -> repository.hasBlob(BLOB))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("answered reading a blob of charts/web with a web page (text/html");

        registry.fault(
                "HEAD",
                "/blobs/",
                1,
                answer(Map.of(
                        "Content-Type", "text/html", "Content-Length", "7", "Docker-Content-Digest", "sha256:x")));
        assertThat(repository.hasBlob(BLOB)).isTrue();
    }

    @Test
    void aBlobIsMountedIfAnotherRepositoryIsNamedAndHasIt() throws Exception {
        registry.blob("staging/web", BLOB.digest().toString(), CONTENT);
        assertThat(repository.forPush().mount(BLOB)).isFalse();
        assertThat(registry.requests()).isEmpty();

        assertThat(repository.forPush("staging/other").mount(BLOB)).isFalse();
        assertThat(repository.forPush("staging/web").mount(BLOB)).isTrue();
        assertThat(repository.hasBlob(BLOB)).isTrue();
    }

    @Test
    void aMountMayBeAnsweredWithoutADigestButNotWithAWebPage() throws Exception {
        registry.fault("POST", "/uploads/", 1, e -> e.respond(201, "created"));
        assertThat(repository.forPush("staging/web").mount(BLOB)).isTrue();

        registry.fault(
                "POST",
                "/uploads/",
                1,
                e -> e.respond(201, Map.of("Content-Type", "text/html"), "Sign in".getBytes(StandardCharsets.UTF_8)));
        assertThat(repository.forPush("staging/web").mount(BLOB)).isFalse();
    }

    @Test
    void aSmallBlobIsReadUpToItsLimit() throws Exception {
        registry.blob("charts/web", BLOB.digest().toString(), CONTENT);

        assertThat(repository.blob(BLOB, 7)).isEqualTo(CONTENT);
        assertThatThrownBy(() -> repository.blob(BLOB, 6))
                .isInstanceOf(RegistryException.class)
                .hasMessage("a blob of charts/web (text/plain) has 7 bytes, more than the 6 that are read");
    }

    @Test
    void aSmallBlobThatIsDamagedOnceIsReadAgain() throws Exception {
        registry.blob("charts/web", BLOB.digest().toString(), CONTENT);
        registry.fault("GET", "/blobs/", 1, e -> e.respond(200, "damaged"));

        assertThat(repository.blob(BLOB, 7)).isEqualTo(CONTENT);
    }

    @Test
    void aManifestThatIsNotThereIsNotFound() throws Exception {
        byte[] index = ("{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX + "\",\"manifests\":[]}")
                .getBytes(StandardCharsets.UTF_8);
        registry.manifest("charts/web", "1.0.0", Manifest.OCI_INDEX, index);

        assertThat(repository.find("1.0.0").orElseThrow().bytes()).isEqualTo(index);
        assertThat(repository.find("2.0.0")).isEmpty();
    }

    @Test
    void aMessageNamesTheRepositoryByItsPath() {
        assertThat(repository).hasToString("charts/web");
        assertThatThrownBy(() -> client.repository("Charts")).hasMessage("invalid repository \"Charts\"");
    }

    /** The first token asked for covers what will be needed, so that there is one only. */
    @ParameterizedTest
    @CsvSource({"false, false, pull", "true, false, 'pull,push'", "false, true, 'pull,push'"})
    void theTokenCoversPushesIfThereWillBeOne(boolean forPush, boolean write, String actions) throws Exception {
        List<String> scopes = new CopyOnWriteArrayList<>();
        try (WireServer tokens = WireServer.start(exchange -> {
            scopes.add(exchange.query("scope"));
            exchange.respond(200, "{\"token\":\"t\"}");
        })) {
            for (String method : new String[] {"HEAD", "POST"}) {
                registry.always(
                        method,
                        "/v2/",
                        exchange -> exchange.respond(
                                exchange.header("authorization") == null ? 401 : 404,
                                Map.of("WWW-Authenticate", "Bearer realm=\"" + tokens.url() + "/token\",service=\"x\""),
                                new byte[0]));
            }
            Repository asked = forPush ? repository.forPush() : repository;
            if (write) {
                assertThatThrownBy(() -> asked.upload(BLOB, Body.of(CONTENT), TransferListener.NONE))
                        .isInstanceOf(RegistryException.class);
            } else {
                assertThat(asked.resolve("1.0.0")).isEmpty();
            }
        }

        assertThat(scopes).containsExactly("repository:charts/web:" + actions);
    }

    @Test
    void anOperationHasWhatItIsAbout() {
        assertThat(repository.forPush("staging/web").operation(Operation.Kind.READ_MANIFEST, "1.0.0"))
                .isEqualTo(new Operation(Operation.Kind.READ_MANIFEST, "charts/web", "1.0.0", true, "staging/web"));
    }

    @Test
    void aRegistryThatIsGoneIsNoMissingManifest() {
        registry.always("GET", "/manifests/", SimulatedRegistry.reset());

        assertThatThrownBy(() -> repository.find("1.0.0")).isInstanceOf(ConnectionException.class);
    }

    @Test
    void aBlobIsNotMountedFromWhereTheTokenMayNotRead() throws Exception {
        registry.blob("staging/web", BLOB.digest().toString(), CONTENT);
        try (WireServer tokens = WireServer.start(
                exchange -> exchange.respond(exchange.target().contains("staging") ? 403 : 200, "{\"token\":\"t\"}"))) {
            for (String method : new String[] {"GET", "HEAD", "POST", "PUT"}) {
                registry.always(method, "/v2/", exchange -> {
                    if (exchange.header("authorization") == null) {
                        exchange.respond(
                                401,
                                Map.of("WWW-Authenticate", "Bearer realm=\"" + tokens.url() + "/token\",service=\"x\""),
                                new byte[0]);
                    } else {
                        registry.answer(exchange);
                    }
                });
            }
            Repository production = repository.forPush("staging/web");
            assertThat(production.hasBlob(BLOB)).isFalse();
            int before = registry.requests().size();

            assertThat(production.mount(BLOB)).isFalse();
            assertThat(registry.requests()).hasSize(before);
            production.upload(BLOB, Body.of(CONTENT), TransferListener.NONE);
            assertThat(production.hasBlob(BLOB)).isTrue();
        }
    }
}
