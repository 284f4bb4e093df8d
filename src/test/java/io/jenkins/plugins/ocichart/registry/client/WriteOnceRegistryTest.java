package io.jenkins.plugins.ocichart.registry.client;

import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.DeniedException;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether something has been stored is decided by the registry having it, not by the status of an answer. */
class WriteOnceRegistryTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor BLOB = Descriptor.of("a/b", CONTENT);
    private static final byte[] MANIFEST = ("{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"digest\":\""
                    + BLOB.digest() + "\",\"size\":7}," + "\"layers\":[]}")
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] SIGN_IN =
            "<html><head><title>Sign in</title></head></html>".getBytes(StandardCharsets.UTF_8);

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    @BeforeEach
    void start() throws Exception {
        client = Fast.client(registry.host(), RegistryCredential.basic("alice", "secret"));
    }

    private void upload() throws Exception {
        client.repository("charts/web").upload(BLOB, Body.of(CONTENT), TransferListener.NONE);
    }

    private Digest putManifest() throws Exception {
        return client.repository("charts/web").putManifest("1.0.0", Manifest.OCI_MANIFEST, MANIFEST);
    }

    private static void page(WireExchange exchange, int status) throws IOException {
        exchange.body().readAllBytes();
        exchange.respond(status, Map.of("Content-Type", "text/html"), SIGN_IN);
    }

    private static WireServer.Handler empty(int status, Map<String, String> headers) {
        return exchange -> {
            exchange.body().readAllBytes();
            exchange.respond(status, headers, new byte[0]);
        };
    }

    @Test
    void aBlobThatTheRegistryRefusesBecauseItHasItIsThere() throws Exception {
        registry.blob("charts/web", BLOB.digest().toString(), CONTENT)
                .always("PUT", "/uploads/", refuse(400, "BLOB_UPLOAD_INVALID", "asset cannot be updated"));

        upload();

        assertThat(registry.requests()).last().isEqualTo("HEAD /v2/charts/web/blobs/" + BLOB.digest());
    }

    @Test
    void aBlobThatIsRefusedAndNotThereFailsInTheRegistrysWords() {
        registry.always("PUT", "/uploads/", refuse(400, "BLOB_UPLOAD_INVALID", "asset cannot be updated"));

        assertThatThrownBy(this::upload)
                .hasMessage(registry.host()
                        + " does not understand the upload to charts/web (400 BLOB_UPLOAD_INVALID: asset"
                        + " cannot be updated)");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201})
    void aSignInPageInPlaceOfAnAnswerStoresNoBlob(int status) {
        registry.always("PUT", "/uploads/", exchange -> page(exchange, status));

        assertThatThrownBy(this::upload)
                .hasMessage(registry.host() + " answered the upload to charts/web with " + status
                        + " and a web page (text/html, \"Sign in\", from http://" + registry.host()
                        + "/v2/charts/web/blobs/uploads/1), but has not stored it: check the registry's address, and whether a"
                        + " sign-in page or a proxy is in front of it");
        assertThat(registry.requests()).last().isEqualTo("HEAD /v2/charts/web/blobs/" + BLOB.digest());
    }

    @Test
    void aBlobThatIsOnlyPromisedIsLookedFor() throws Exception {
        registry.always("PUT", "/uploads/", empty(202, Map.of()));
        assertThatThrownBy(this::upload)
                .hasMessageStartingWith(
                        registry.host() + " answered the upload to charts/web with 202, but has not stored it");

        registry.blob("charts/web", BLOB.digest().toString(), CONTENT);
        upload();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204})
    void anotherSuccessThatNamesTheContentIsOne(int status) throws Exception {
        registry.always(
                "PUT",
                "/uploads/",
                empty(status, Map.of("Docker-Content-Digest", BLOB.digest().toString())));
        registry.always("PUT", "/manifests/", empty(status, Map.of("Location", "/v2/charts/web/manifests/1.0.0")));

        upload();
        assertThat(putManifest()).isEqualTo(Digest.sha256(MANIFEST));

        assertThat(registry.requests()).noneMatch(request -> request.startsWith("HEAD"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201})
    void aSignInPageInPlaceOfAnAnswerStoresNoManifest(int status) {
        registry.always("PUT", "/manifests/", exchange -> page(exchange, status));

        assertThatThrownBy(this::putManifest)
                .hasMessageStartingWith(registry.host() + " answered the push of charts/web:1.0.0 with " + status
                        + " and a web page (text/html, \"Sign in\"")
                .hasMessageContaining("has not stored it");
        assertThat(registry.requests())
                .containsExactly("PUT /v2/charts/web/manifests/1.0.0", "HEAD /v2/charts/web/manifests/1.0.0");
    }

    @Test
    void aManifestThatIsOnlyPromisedIsLookedFor() throws Exception {
        registry.always("PUT", "/manifests/", empty(202, Map.of()));
        assertThatThrownBy(this::putManifest).hasMessageContaining("with 202, but has not stored it");

        registry.manifest("charts/web", "1.0.0", Manifest.OCI_MANIFEST, MANIFEST);
        assertThat(putManifest()).isEqualTo(Digest.sha256(MANIFEST));
    }

    @Test
    void aTagThatNexusDoesNotUpdateIsTakenForImmutable() {
        registry.always(
                "PUT",
                "/manifests/",
                refuse(400, "BLOB_UPLOAD_INVALID", "Repository does not allow updating assets: charts"));

        assertThatThrownBy(this::putManifest)
                .isInstanceOf(DeniedException.class)
                .hasMessageStartingWith("charts/web:1.0.0 already exists on " + registry.host()
                        + " and may not be overwritten (400 BLOB_UPLOAD_INVALID: ");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void aBlobThatAReplicaDoesNotKnowYetIsNamed(int status) {
        registry.always("PUT", "/manifests/", refuse(status, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry"));

        assertThatThrownBy(this::putManifest)
                .isInstanceOf(NotFoundException.class)
                .hasMessage(registry.host() + " lacks a blob of charts/web:1.0.0, although it took it (" + status
                        + " MANIFEST_BLOB_UNKNOWN: blob unknown to registry). Push again; if it persists, check how the"
                        + " registry's storage is replicated.");
    }

    @Test
    void anUploadToAnotherNameOfTheRegistryThatWantsALoginSaysWhatToSet() throws Exception {
        try (WireServer other = WireServer.start(exchange -> {
            exchange.body().readAllBytes();
            exchange.respond(401, Map.of("WWW-Authenticate", "Basic realm=\"x\""), new byte[0]);
        })) {
            registry.always(
                    "POST", "/uploads/", empty(202, Map.of("Location", other.url() + "/v2/charts/web/blobs/1")));

            assertThatThrownBy(this::upload)
                    .hasMessage(registry.host() + " redirected the upload to charts/web to " + other.host()
                            + ", which refused it (401). If that is another name of the registry, set the registry's own base"
                            + " URL (external URL) to http://" + registry.host() + ".");
        }
    }

    @Test
    void aSignInPageIsNoLogin() {
        registry.always("GET", "/v2/", exchange -> page(exchange, 200));

        assertThatThrownBy(() -> client.login())
                .hasMessage(
                        "authenticating to \"" + registry.host() + "\": " + registry.host()
                                + " answered the login with a web page (text/html, \"Sign in\", from http://"
                                + registry.host()
                                + "/v2/): check the registry's address, and whether a sign-in page or a proxy is in front of it");
    }

    @Test
    void aWebPageInPlaceOfAManifestIsNamed() {
        registry.always("GET", "/manifests/", exchange -> page(exchange, 200));
        registry.always("HEAD", "/manifests/", exchange -> page(exchange, 200));

        assertThatThrownBy(() -> client.repository("charts/web").manifest("1.0.0"))
                .hasMessageStartingWith(
                        registry.host() + " answered reading charts/web:1.0.0 with a web page (text/html,"
                                + " \"Sign in\", from http://" + registry.host() + "/v2/charts/web/manifests/1.0.0)");
        assertThatThrownBy(() -> client.repository("charts/web").resolve("1.0.0"))
                .hasMessageContaining("with a web page (text/html");
    }

    @Test
    void aUsedUpQuotaThatIsAboutNoRepositoryNamesTheHost() {
        registry.always("GET", "/v2/", refuse(403, "DENIED", "quota exceeded"));

        assertThatThrownBy(() -> client.login())
                .hasMessageContaining("storage quota of " + registry.host() + " is used up");
    }
}
