package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.DeniedException;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.RateLimitedException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users read when a registry says no: each answer is one that a kind of registry is known for. */
class SymptomTest {
    private static final byte[] CONTENT = "x".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor BLOB = Descriptor.of("a/b", CONTENT);

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    @BeforeEach
    void start() throws Exception {
        client = Fast.client(registry.host(), RegistryCredential.basic("alice", "hush-hush"));
    }

    /** What is done when the refusal comes. */
    private enum Step {
        UPLOAD,
        PUT_MANIFEST,
        GET_MANIFEST,
        LOGIN
    }

    private void run(Step step) throws Exception {
        switch (step) {
            case UPLOAD -> client.repository("charts/web").upload(BLOB, Body.of(CONTENT), TransferListener.NONE);
            case PUT_MANIFEST -> client.repository("charts/web").putManifest("1.0.0", Manifest.OCI_MANIFEST, CONTENT);
            case GET_MANIFEST -> client.repository("charts/web").manifest("1.0.0");
            case LOGIN -> client.login();
        }
    }

    private AbstractThrowableAssert<?, ?> assertRefused(Step step, WireServer.Handler refusal) {
        for (String method : new String[] {"GET", "POST", "PUT"}) {
            registry.always(method, "/v2/", refusal);
        }
        return assertThatThrownBy(() -> run(step))
                .isInstanceOf(RegistryException.class)
                .hasMessageNotContaining("hush-hush")
                .hasMessageNotContaining("\n");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(
                        "wrong login",
                        Step.UPLOAD,
                        401,
                        "UNAUTHORIZED",
                        "authentication required",
                        UnauthorizedException.class,
                        "HOST rejected the login of user alice (401 UNAUTHORIZED:"
                                + " authentication required). Check user name and password or token."),
                refusal(
                        "Harbor, missing project",
                        Step.UPLOAD,
                        401,
                        "UNAUTHORIZED",
                        "project charts not found",
                        NotFoundException.class,
                        "the project of charts/web does not exist on HOST (401 UNAUTHORIZED:"
                                + " project charts not found). Create it first."),
                refusal(
                        "GHCR, no right",
                        Step.UPLOAD,
                        403,
                        "DENIED",
                        "permission_denied: write_package",
                        DeniedException.class,
                        "HOST denied the upload to charts/web to user alice"
                                + " (403 DENIED: permission_denied: write_package). Check the rights of this login and that the repository exists."),
                refusal(
                        "ECR, stale token",
                        Step.UPLOAD,
                        403,
                        "DENIED",
                        "Your authorization token has expired. Reauthenticate and try again.",
                        UnauthorizedException.class,
                        "the token for HOST has expired (403 DENIED: Your authorization token"
                                + " has expired. Reauthenticate and try again.): get a new one, for Amazon ECR with fresh"
                                + " AWS credentials"),
                refusal(
                        "ECR, missing repository",
                        Step.UPLOAD,
                        404,
                        "NAME_UNKNOWN",
                        "The repository does not exist",
                        NotFoundException.class,
                        "repository charts/web does not exist on HOST, or user alice"
                                + " may not push to it (404 NAME_UNKNOWN: The repository does not exist). Create it first;"
                                + " the chart's name is part of its path."),
                refusal(
                        "Harbor, quota",
                        Step.UPLOAD,
                        403,
                        "DENIED",
                        "adding 1.0 MiB of storage resource will exceed the configured upper limit of 5 MiB",
                        DeniedException.class,
                        "storage quota for charts/web on HOST is used up (403 DENIED: adding"
                                + " 1.0 MiB of storage resource will exceed the configured upper limit of 5 MiB). Delete"
                                + " old versions or raise the quota."),
                refusal(
                        "Quay, immutable",
                        Step.PUT_MANIFEST,
                        409,
                        "TAG_IMMUTABLE",
                        "tag is immutable",
                        DeniedException.class,
                        "charts/web:1.0.0 already exists on HOST and may not be overwritten"
                                + " (409 TAG_IMMUTABLE: tag is immutable). Bump the chart version."),
                refusal(
                        "Harbor, immutable",
                        Step.PUT_MANIFEST,
                        412,
                        "PRECONDITION",
                        "Failed to process request due to 'web:1.0.0' configured as immutable.",
                        DeniedException.class,
                        "charts/web:1.0.0 already exists on HOST and may not be overwritten"
                                + " (412 PRECONDITION: Failed to process request due to 'web:1.0.0' configured as"
                                + " immutable.). Bump the chart version."),
                refusal(
                        "ECR, immutable",
                        Step.PUT_MANIFEST,
                        400,
                        "TAG_INVALID",
                        "The image tag '1.0.0' already exists in the 'web' repository and cannot be overwritten",
                        DeniedException.class,
                        "charts/web:1.0.0 already exists on HOST and may not be overwritten"
                                + " (400 TAG_INVALID: The image tag '1.0.0' already exists in the 'web' repository and"
                                + " cannot be overwritten). Bump the chart version."),
                refusal(
                        "ACR, locked",
                        Step.PUT_MANIFEST,
                        405,
                        "REGISTRY_DISALLOWED_OPERATION",
                        "The operation is disallowed on this registry, repository or image",
                        DeniedException.class,
                        "charts/web:1.0.0 already exists on HOST and may not be overwritten"
                                + " (405 REGISTRY_DISALLOWED_OPERATION: The operation is disallowed on this registry,"
                                + " repository or image). Bump the chart version."),
                refusal(
                        "read-only registry",
                        Step.UPLOAD,
                        405,
                        "UNSUPPORTED",
                        "The operation is unsupported.",
                        RegistryException.class,
                        "HOST does not accept Helm charts as OCI artifacts in charts/web, or the"
                                + " repository is read-only (405 UNSUPPORTED: The operation is unsupported.)"),
                refusal(
                        "registry without artifacts",
                        Step.PUT_MANIFEST,
                        415,
                        "MANIFEST_INVALID",
                        "manifest schema version not supported",
                        RegistryException.class,
                        "HOST does not accept Helm charts as OCI artifacts in charts/web, or the"
                                + " repository is read-only (415 MANIFEST_INVALID: manifest schema version not supported)"),
                refusal(
                        "unknown version",
                        Step.GET_MANIFEST,
                        404,
                        "MANIFEST_UNKNOWN",
                        "manifest unknown",
                        NotFoundException.class,
                        "HOST has no charts/web:1.0.0 (404 MANIFEST_UNKNOWN: manifest unknown)"),
                refusal(
                        "no registry",
                        Step.LOGIN,
                        404,
                        "",
                        "",
                        RegistryException.class,
                        "authenticating to \"HOST\": HOST is no OCI registry: there is no /v2/ (404)"),
                refusal(
                        "damaged upload",
                        Step.UPLOAD,
                        400,
                        "DIGEST_INVALID",
                        "provided digest did not match",
                        DigestMismatchException.class,
                        "content sent to or by HOST for charts/web does not match its digest"
                                + " (400 DIGEST_INVALID: provided digest did not match). If it persists, check the proxies"
                                + " between."),
                refusal(
                        "Harbor, policy",
                        Step.GET_MANIFEST,
                        412,
                        "PROJECTPOLICYVIOLATION",
                        "vulnerable",
                        DeniedException.class,
                        "a policy of HOST refuses reading charts/web:1.0.0 (412"
                                + " PROJECTPOLICYVIOLATION: vulnerable)"),
                refusal(
                        "broken registry",
                        Step.UPLOAD,
                        500,
                        "UNKNOWN",
                        "unknown error",
                        RegistryException.class,
                        "HOST failed on the upload to charts/web (500 UNKNOWN: unknown error)" + " 4 times"));
    }

    private static Arguments refusal(
            String name, Step step, int status, String code, String text, Class<?> type, String message) {
        WireServer.Handler refusal = exchange -> exchange.respond(
                status,
                Map.of("WWW-Authenticate", "Basic realm=\"x\""),
                SimulatedRegistry.error(code, text).getBytes(StandardCharsets.UTF_8));
        return Arguments.of(name, step, refusal, type, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void aRefusalIsExplained(String name, Step step, WireServer.Handler refusal, Class<?> type, String message) {
        assertRefused(step, refusal).isInstanceOf(type).hasMessage(message.replace("HOST", registry.host()));
    }

    @Test
    void theReasonForARefusedHeadIsAskedForByGetOnceTheLoginIsKnown() throws Exception {
        client.repository("charts/api").upload(BLOB, Body.of(CONTENT), TransferListener.NONE);
        registry.always("HEAD", "/manifests/", e -> e.respond(401, ""));
        registry.always(
                "GET", "/manifests/", SimulatedRegistry.refuse(401, "UNAUTHORIZED", "project charts not found"));

        assertThatThrownBy(() -> client.repository("charts/web").resolve("1.0.0"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("the project of charts/web does not exist on " + registry.host());
    }

    @Test
    void aHostThatJavaCannotContactIsNamed() {
        assertThatThrownBy(() -> Fast.client("my_registry:5000", RegistryCredential.anonymous()))
                .isInstanceOf(RegistryException.class)
                .hasMessage(
                        "Java cannot contact my_registry:5000, since host names must not have an underscore: use another"
                                + " name or its address");
    }

    @Test
    void aTokenThatIsNoneIsNotQuoted() {
        assertThatThrownBy(() -> Fast.client("registry.example.com", RegistryCredential.bearer("hush\nhush")))
                .isInstanceOf(RegistryException.class)
                .hasMessage(
                        "the token for registry.example.com has characters that no token has: check what is stored");
    }

    @Test
    void aLineEndAfterATokenDoesNotMatter() {
        assertThat(RegistryCredential.bearer("hush\n").secret()).isEqualTo("hush");
    }

    @Test
    void warningsOfTheRegistryAreKeptOnce() throws Exception {
        registry.always(
                "GET",
                "/v2/",
                e -> e.respond(
                        200, Map.of("Warning", "299 - \"a \\\"b\\\" c\", 199 - \"no\", 299 - \"d  e\""), new byte[0]));

        client.repository("charts/web").tags(page -> false);
        client.repository("charts/web").tags(page -> false);

        assertThat(client.warnings()).containsExactly("a \"b\" c", "d e");
    }

    @Test
    void aRateLimitSaysWhenToComeBack() {
        assertRefused(
                        Step.UPLOAD,
                        e -> e.respond(
                                429,
                                Map.of("Retry-After", "600"),
                                SimulatedRegistry.error("TOOMANYREQUESTS", "Rate exceeded")
                                        .getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RateLimitedException.class)
                .hasMessage("rate limit of " + registry.host()
                        + " reached: retry after 600 s (429 TOOMANYREQUESTS: Rate exceeded)");
    }

    @Test
    void aProxysLimitOfTheBodyIsNamed() {
        assertRefused(
                        Step.UPLOAD,
                        e -> e.respond(413, "<html><head><title>413 Request Entity Too Large</title></head></html>"))
                .hasMessage(
                        "a proxy before " + registry.host()
                                + " limits the size of uploads, or the registry does: the upload to charts/web is too large (413)");
    }

    @Test
    void aRedirectedWriteNamesTheAddressToUse() {
        assertRefused(
                        Step.UPLOAD,
                        e -> e.respond(
                                301, Map.of("Location", "https://registry.example.com/v2/?secret=x"), new byte[0]))
                .hasMessage(registry.host() + " redirected the upload to charts/web to"
                        + " https://registry.example.com/v2/: use that address directly");
    }

    @Test
    void plainHttpToATlsPortIsExplained() {
        assertRefused(Step.LOGIN, e -> e.respond(400, "Client sent an HTTP request to an HTTPS server.\n"))
                .isInstanceOf(ConnectionException.class)
                .hasMessageEndingWith(registry.host() + " expects HTTPS; turn off plain HTTP (plainHttp).");
    }

    @Test
    void aHostilePageIsQuotedShortAndInOneLine() {
        String page = "\u001b[31mboom\r\nFinished: SUCCESS\u0007" + "x".repeat(10_000);
        assertRefused(Step.UPLOAD, e -> e.respond(403, page)).satisfies(e -> {
            String message = e.getMessage();
            assertThat(message)
                    .hasSizeLessThan(500)
                    .doesNotContain("\u001b", "\r", "\u0007")
                    .contains("boom Finished: SUCCESS");
        });
    }

    @Test
    void anonymousUsersAreToldThatALoginIsWanted() throws Exception {
        registry.always("GET", "/v2/", SimulatedRegistry.refuse(401, "UNAUTHORIZED", "authentication required"));
        try (RegistryClient anonymous = Fast.client(registry.host(), RegistryCredential.anonymous())) {
            assertThatThrownBy(() -> anonymous.repository("charts/web").manifest("1.0.0"))
                    .isInstanceOf(UnauthorizedException.class)
                    .hasMessage(registry.host() + " wants a login for reading charts/web:1.0.0 and none is given"
                            + " (401 UNAUTHORIZED: authentication required)");
        }
    }

    @Tag("slow")
    @Test
    void anUntrustedCertificateIsExplained() throws Exception {
        TestKeyStore keys = TestKeyStore.create().add("server", "CN=Own CA", "EC", null, "san=ip:127.0.0.1");
        try (SimulatedRegistry secure = SimulatedRegistry.start(keys.serverContext("server", null));
                RegistryClient stranger = Fast.client(secure.host(), RegistryCredential.basic("alice", "hush-hush"))) {
            assertThatThrownBy(stranger::login)
                    .isInstanceOf(ConnectionException.class)
                    .hasMessage("authenticating to \"" + secure.host() + "\": the certificate of " + secure.host()
                            + " is not trusted: add its CA to the registry's settings (caFile) or to the JVM's trust"
                            + " store. Issuer: CN=Own CA");
        }
    }
}
