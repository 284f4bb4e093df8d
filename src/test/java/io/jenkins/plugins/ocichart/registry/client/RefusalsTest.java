package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.DeniedException;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RateLimitedException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.UnavailableException;
import io.jenkins.plugins.ocichart.registry.auth.Authenticator;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words for refusals, without a server; {@link SymptomTest} has them through the client. */
class RefusalsTest {
    private static final RegistryCredential ALICE = RegistryCredential.basic("alice", "hush-hush");
    private static final String HOST = "registry.example.com";
    private static final Operation PING = Operation.ping();
    private static final Operation PUT_MANIFEST = operation(Operation.Kind.WRITE_MANIFEST, "1.0.0");
    private static final Operation GET_MANIFEST = operation(Operation.Kind.READ_MANIFEST, "1.0.0");
    private static final Operation UPLOAD = operation(Operation.Kind.WRITE_BLOB, null);
    private static final Operation TAGS = operation(Operation.Kind.LIST_TAGS, null);

    private final Authenticator alice = new Authenticator(ALICE, null);

    private static Operation operation(Operation.Kind kind, String reference) {
        return new Operation(kind, "charts/web", reference, kind.isWrite(), null);
    }

    private static TransportResponse answer(int status, Map<String, String> headers, String body) {
        return answer("https://" + HOST + "/v2/x?secret=y", status, headers, body);
    }

    private static TransportResponse answer(String from, int status, Map<String, String> headers, String body) {
        Map<String, List<String>> lists = headers.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, e -> List.of(e.getValue()), (a, b) -> a, LinkedHashMap::new));
        return new TransportResponse(
                status,
                HttpHeaders.of(lists, (name, value) -> true),
                body.getBytes(StandardCharsets.UTF_8),
                URI.create(from),
                1);
    }

    private static TransportResponse error(int status, String code, String message) {
        return answer(status, Map.of(), SimulatedRegistry.error(code, message));
    }

    private static TransportResponse challenged(String challenge) {
        return answer(401, Map.of("WWW-Authenticate", challenge), "");
    }

    private static Refusals refusals(String host, Authenticator authenticator) {
        return new Refusals(Origin.of(URI.create("https://" + host)), authenticator);
    }

    private RegistryException refused(Operation operation, TransportResponse response) {
        return refusals(HOST, alice).of(operation, response);
    }

    private static RegistryException refused(
            RegistryCredential credential, Operation operation, TransportResponse response) {
        return refusals(HOST, new Authenticator(credential, null)).of(operation, response);
    }

    @Test
    void anotherHostsRefusalSaysNothingOfTheRegistrysBaseUrlUnlessItWantsALogin() {
        assertThat(refused(GET_MANIFEST, answer("https://storage.example.com/x", 403, Map.of(), "no")))
                .hasMessage(HOST
                        + " redirected reading charts/web:1.0.0 to storage.example.com, which refused it (403: no)");
    }

    @Test
    void anotherHostsRedirectNamesWhereItLeads() {
        assertThat(refused(
                        UPLOAD,
                        answer(
                                "https://storage.example.com/x",
                                302,
                                Map.of("Location", "https://hush-hush.example.com/y?token=z"),
                                "")))
                .hasMessage(HOST + " redirected the upload to charts/web to https://****.example.com/y: use that"
                        + " address directly");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectWithoutAnAddressLeadsNowhere(int status) {
        assertThat(refused(UPLOAD, answer(status, Map.of(), "")))
                .hasMessage(HOST + " redirected the upload to charts/web to nowhere: use that address directly");
    }

    @ParameterizedTest
    @CsvSource({"403, quota exceeded", "429, storage quota exceeded", "413, namespace QUOTA exceeded"})
    void aUsedUpQuotaIsNoMissingRight(int status, String message) {
        assertThat(refused(UPLOAD, error(status, "DENIED", message)))
                .isInstanceOf(DeniedException.class)
                .hasMessage("storage quota for charts/web on " + HOST + " is used up (" + status + " DENIED: " + message
                        + "). Delete old versions or raise the quota.");
    }

    @Test
    void aQuotaOfRequestsIsARateLimit() {
        assertThat(refused(UPLOAD, error(429, "TOOMANYREQUESTS", "request quota exceeded")))
                .isInstanceOf(RateLimitedException.class)
                .hasMessage("rate limit of " + HOST + " reached: retry later (429 TOOMANYREQUESTS: request quota"
                        + " exceeded)");
    }

    @Test
    void onlyAnonymousUsersOfDockerHubAreToldToLogIn() {
        TransportResponse limit = answer("https://registry-1.docker.io/v2/", 429, Map.of(), "");
        Authenticator nobody = new Authenticator(RegistryCredential.anonymous(), null);

        assertThat(refusals("registry-1.docker.io", nobody).of(TAGS, limit))
                .hasMessage(
                        "rate limit of registry-1.docker.io reached: retry later (429). Use a login for Docker Hub.");
        assertThat(refusals("registry-1.docker.io", alice).of(TAGS, limit))
                .hasMessage("rate limit of registry-1.docker.io reached: retry later (429)");
        assertThat(refusals(HOST, nobody).of(TAGS, answer(429, Map.of(), ""))).hasMessageEndingWith("(429)");
    }

    @ParameterizedTest
    @CsvSource({"409, X", "412, X", "400, immutable", "403, already exists", "499, cannot be updated"})
    void aTagThatMayNotBeMovedExists(int status, String text) {
        assertThat(refused(PUT_MANIFEST, error(status, "DENIED", text)))
                .isInstanceOf(DeniedException.class)
                .hasMessage("charts/web:1.0.0 already exists on " + HOST + " and may not be overwritten (" + status
                        + " DENIED: " + text + "). Bump the chart version.");
    }

    @Test
    void whatIsNoRefusalOfAManifestIsNotTakenForAnImmutableTag() {
        assertThat(refused(PUT_MANIFEST, error(500, "X", "immutable")))
                .isInstanceOf(UnavailableException.class)
                .hasMessage(HOST + " failed on the push of charts/web:1.0.0 (500 X: immutable)");
        assertThat(refused(GET_MANIFEST, error(409, "X", "y")))
                .isExactlyInstanceOf(RegistryException.class)
                .hasMessage(HOST + " failed on reading charts/web:1.0.0 (409 X: y)");
    }

    @Test
    void aMissingBlobOfAReadIsJustMissing() {
        assertThat(refused(operation(Operation.Kind.READ_BLOB, null), error(404, "BLOB_UNKNOWN", "no")))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(HOST + " has no charts/web (404 BLOB_UNKNOWN: no)");
    }

    @Test
    void aFailureSaysHowOftenItWasTriedIfThatIsMoreThanOnce() {
        TransportResponse once = error(503, "X", "y");
        TransportResponse twice = new TransportResponse(503, once.headers(), once.body(), once.uri(), 2);

        assertThat(refused(TAGS, once)).hasMessage(HOST + " failed on listing the tags of charts/web (503 X: y)");
        assertThat(refused(TAGS, twice))
                .hasMessage(HOST + " failed on listing the tags of charts/web (503 X: y) 2 times");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Client sent an HTTP request to an HTTPS server.",
                "<title>400 The plain HTTP request was sent to HTTPS port</title>"
            })
    void aRegistryThatWantsTlsIsNamed(String body) {
        assertThat(refused(TAGS, answer(400, Map.of(), body)))
                .isInstanceOf(ConnectionException.class)
                .hasMessage(HOST + " expects HTTPS; turn off plain HTTP (plainHttp).");
    }

    @Test
    void aBadRequestIsToldByItsCode() {
        assertThat(refused(TAGS, error(400, "DENIED", "Your Authorization Token has expired.")))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessage(HOST + " does not accept the login of user alice (400 DENIED: Your Authorization Token has"
                        + " expired.). If it is a token, it has expired: get a new one.");
        assertThat(refused(UPLOAD, error(400, "SIZE_INVALID", "x")))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessage("content sent to or by " + HOST + " for charts/web does not match its digest (400"
                        + " SIZE_INVALID: x). If it persists, check the proxies between.");
        assertThat(refused(PUT_MANIFEST, error(400, "MANIFEST_INVALID", "x")))
                .hasMessage(HOST + " does not accept Helm charts as OCI artifacts in charts/web, or the repository is"
                        + " read-only (400 MANIFEST_INVALID: x)");
        assertThat(refused(GET_MANIFEST, error(400, "NAME_INVALID", "x")))
                .hasMessage(HOST + " does not understand reading charts/web:1.0.0 (400 NAME_INVALID: x)");
    }

    @ParameterizedTest
    @CsvSource({"project is closed", "user not found"})
    void onlyAProjectThatIsNotFoundIsMissing(String message) {
        assertThat(refused(UPLOAD, error(401, "UNAUTHORIZED", message))).isNotInstanceOf(NotFoundException.class);
    }

    @Test
    void aMissingLoginIsNotARefusedOne() {
        assertThat(refused(RegistryCredential.anonymous(), TAGS, challenged("Basic realm=\"x\"")))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessage(HOST + " wants a login for listing the tags of charts/web and none is given (401)");
    }

    @Test
    void anAnswerWithoutAWayToLogInIsNoRefusedLogin() {
        String silent = HOST + " refused listing the tags of charts/web without saying how to log in (401, and"
                + " WWW-Authenticate names neither Basic nor a Bearer realm): check the address and what is in front of"
                + " the registry, and the login of user alice";
        String rejected = HOST + " rejected the login of user alice (401). Check user name and password or token.";

        assertThat(refused(TAGS, challenged("Negotiate"))).hasMessage(silent);
        assertThat(refused(TAGS, challenged("Bearer service=\"x\""))).hasMessage(silent);
        assertThat(refused(TAGS, challenged("Basic realm=\"x\""))).hasMessage(rejected);
        assertThat(refused(TAGS, challenged("Bearer realm=\"https://x/\""))).hasMessage(rejected);
    }

    @Test
    void aTokenHasNoUserToBeAskedFor() {
        assertThat(refused(RegistryCredential.bearer("hush"), TAGS, challenged("Negotiate")))
                .hasMessage(HOST + " rejected the login of the token (401). Check user name and password or token.");
    }

    @Test
    void aKnownUserLacksARight() {
        alice.heardOfNothing("Basic x");

        assertThat(refused(TAGS, challenged("Negotiate")))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessage("user alice may not pull charts/web on " + HOST
                        + ", or it does not exist, or the token has expired (401)");
        assertThat(refused(UPLOAD, challenged("Negotiate")))
                .hasMessageStartingWith("user alice may not push to charts/web on " + HOST);
        assertThat(refused(new Operation(Operation.Kind.READ_MANIFEST, "charts/web", "1", true, null), challenged("X")))
                .hasMessageStartingWith("user alice may not push to charts/web on " + HOST);
        assertThat(refused(PING, challenged("Basic realm=\"x\"")))
                .hasMessageStartingWith(HOST + " rejected the login of user alice");
    }

    @Test
    void anInsufficientScopeIsAMissingRight() {
        assertThat(refused(TAGS, challenged("Bearer realm=\"https://x/\",error=\"insufficient_scope\"")))
                .hasMessageStartingWith("user alice may not pull charts/web on " + HOST);
    }

    @Test
    void aTokenThatEndedIsNamedOnceTheLoginWasAccepted() {
        TransportResponse ended = challenged("Bearer realm=\"https://x/\",error=\"invalid_token\"");
        assertThat(refused(UPLOAD, ended)).hasMessageStartingWith(HOST + " rejected the login of user alice");

        alice.succeeded("Bearer x");

        assertThat(refused(UPLOAD, ended))
                .hasMessage("the token for " + HOST + " ended before the upload to charts/web, and a new one was not"
                        + " accepted either (401): use a login that lasts longer, or have the registry's tokens live"
                        + " longer");
        assertThat(refused(UPLOAD, challenged("Bearer realm=\"https://x/\"")))
                .hasMessageStartingWith("user alice may not push to charts/web");
    }

    @Test
    void onlyInsufficientScopesAreAboutRights() {
        assertThat(Refusals.isAboutRights(challenged("Bearer realm=\"x\",error=\"insufficient_scope\"")))
                .isTrue();
        assertThat(Refusals.isAboutRights(challenged("Bearer realm=\"x\",error=\"invalid_token\"")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"repository is Read-Only", "it is a proxy project", "unknown manifest class"})
    void aPlaceThatTakesNoChartsIsNamedToThoseWhoPush(String message) {
        assertThat(refused(UPLOAD, error(403, "DENIED", message)))
                .isExactlyInstanceOf(RegistryException.class)
                .hasMessage(HOST + " does not accept Helm charts as OCI artifacts in charts/web, or the repository is"
                        + " read-only (403 DENIED: " + message + ")");
        assertThat(refused(TAGS, error(403, "DENIED", message)))
                .isInstanceOf(DeniedException.class)
                .hasMessage(HOST + " denied listing the tags of charts/web to user alice (403 DENIED: " + message
                        + "). Check the rights of this login and that the repository exists.");
    }

    @Test
    void aDeniedManifestMayBeATagThatExists() {
        assertThat(refused(PUT_MANIFEST, error(403, "DENIED", "no")))
                .hasMessage(
                        HOST + " denied the push of charts/web:1.0.0 to user alice (403 DENIED: no). If the tag exists"
                                + " already, the registry may forbid to overwrite it.");
    }

    @Test
    void whatIsNotFoundDependsOnWhatWasAskedFor() {
        TransportResponse missing = error(404, "NAME_UNKNOWN", "no");

        assertThat(refused(PING, missing))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(HOST + " is no OCI registry: there is no /v2/ (404 NAME_UNKNOWN: no)");
        assertThat(refused(GET_MANIFEST, missing)).hasMessage(HOST + " has no charts/web:1.0.0 (404 NAME_UNKNOWN: no)");
        assertThat(refused(UPLOAD, missing))
                .hasMessage(
                        "repository charts/web does not exist on " + HOST + ", or user alice may not push to it (404"
                                + " NAME_UNKNOWN: no). Create it first; the chart's name is part of its path.");
    }

    @Test
    void aMissingRepositoryOfAmazonIsNamedWithItsAccount() {
        String amazon = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
        assertThat(refusals(amazon, alice).of(UPLOAD, answer("https://" + amazon + "/v2/", 404, Map.of(), "")))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("ECR repository charts/web does not exist on " + amazon
                        + " (account 123456789012, region eu-central-1). Create it (the chart's name is part of the"
                        + " path) or configure create-on-push. (404)");
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 415})
    void whatIsUnsupportedDependsOnWhatWasAskedFor(int status) {
        TransportResponse unsupported = answer(status, Map.of(), "");

        assertThat(refused(PING, unsupported)).hasMessage(HOST + " refused the login (" + status + ")");
        assertThat(refused(TAGS, unsupported))
                .hasMessage(HOST + " refused listing the tags of charts/web (" + status + ")");
        assertThat(refused(UPLOAD, unsupported)).hasMessageContaining("does not accept Helm charts");
    }

    @Test
    void aPolicyAndARangeAreNamed() {
        assertThat(refused(GET_MANIFEST, error(412, "X", "y")))
                .isInstanceOf(DeniedException.class)
                .hasMessage("a policy of " + HOST + " refuses reading charts/web:1.0.0 (412 X: y)");
        assertThat(refused(operation(Operation.Kind.READ_BLOB, null), answer(416, Map.of(), "")))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageStartingWith("content sent to or by " + HOST + " for charts/web does not match its digest");
        assertThat(refused(operation(Operation.Kind.READ_BLOB, null), answer(413, Map.of(), "")))
                .hasMessage("a proxy before " + HOST + " limits the size of uploads, or the registry does: reading a"
                        + " blob of charts/web is too large (413)");
    }

    @ParameterizedTest
    @EnumSource
    void everythingThatIsDoneHasItsWords(Operation.Kind kind) {
        Operation operation = kind == Operation.Kind.PING ? PING : operation(kind, "1.0.0");
        String words =
                switch (kind) {
                    case PING -> "the login";
                    case READ_MANIFEST -> "reading charts/web:1.0.0";
                    case READ_BLOB -> "reading a blob of charts/web";
                    case LIST_TAGS -> "listing the tags of charts/web";
                    case WRITE_BLOB -> "the upload to charts/web";
                    case WRITE_MANIFEST -> "the push of charts/web:1.0.0";
                };
        assertThat(refused(operation, answer(500, Map.of(), ""))).hasMessage(HOST + " failed on " + words + " (500)");
    }

    @Test
    void aWebPageHasAnHtmlLabelAndABody() {
        assertThat(Refusals.isWebPage(answer(200, Map.of("Content-Type", "Text/HTML; charset=utf-8"), "x")))
                .isTrue();
        assertThat(Refusals.isWebPage(answer(200, Map.of("Content-Type", "application/xhtml+xml"), "x")))
                .isTrue();
        assertThat(Refusals.isWebPage(answer(200, Map.of("Content-Type", "text/html"), "")))
                .isFalse();
        assertThat(Refusals.isWebPage(answer(200, Map.of("Content-Type", "text/plain"), "x")))
                .isFalse();
        assertThat(Refusals.isWebPage(answer(200, Map.of(), "x"))).isFalse();
    }

    @Test
    void aSuccessIsTheRegistrysIfItSaysCreatedOrNamesTheContent() {
        Map<String, String> address = Map.of("Location", "/v2/charts/web/blobs/x");
        Map<String, String> html = Map.of("Content-Type", "text/html");

        assertThat(Refusals.isOfRegistry(answer(201, Map.of(), ""), false, "/blobs/"))
                .isTrue();
        assertThat(Refusals.isOfRegistry(answer(200, address, ""), false, "/blobs/"))
                .isTrue();
        assertThat(Refusals.isOfRegistry(answer(200, Map.of(), ""), true, "/blobs/"))
                .isTrue();
        assertThat(Refusals.isOfRegistry(answer(200, Map.of(), ""), false, "/blobs/"))
                .isFalse();
        assertThat(Refusals.isOfRegistry(answer(200, address, ""), false, "/manifests/"))
                .isFalse();
        assertThat(Refusals.isOfRegistry(answer(202, address, ""), true, "/blobs/"))
                .isFalse();
        assertThat(Refusals.isOfRegistry(answer(201, html, "Sign in"), true, "/blobs/"))
                .isFalse();
    }

    @Test
    void aWebPageIsNamedWithTypeTitleAndAddressWithoutTheLogin() {
        TransportResponse page = answer(
                200,
                Map.of("Content-Type", "text/html; charset=utf-8"),
                "<html><title>Welcome hush-hush</title></html>");

        assertThat(refusals(HOST, alice).webPage(TAGS, page))
                .hasMessage(HOST
                        + " answered listing the tags of charts/web with a web page (text/html, \"Welcome ****\","
                        + " from https://" + HOST + "/v2/x): check the registry's address, and whether a sign-in page"
                        + " or a proxy is in front of it");
        assertThat(refusals(HOST, alice).notStored(UPLOAD, page))
                .hasMessage(HOST + " answered the upload to charts/web with 200 and a web page (text/html, \"Welcome"
                        + " ****\", from https://" + HOST
                        + "/v2/x), but has not stored it: check the registry's address,"
                        + " and whether a sign-in page or a proxy is in front of it");
        assertThat(refusals(HOST, alice).notStored(UPLOAD, answer(202, Map.of(), "")))
                .hasMessage(HOST + " answered the upload to charts/web with 202, but has not stored it: check the"
                        + " registry's address, and whether a sign-in page or a proxy is in front of it");
        assertThat(refusals(HOST, alice).webPage(TAGS, answer(200, Map.of("Content-Type", "text/html"), "Welcome")))
                .hasMessageContaining("with a web page (text/html, from https://" + HOST + "/v2/x)");
    }

    @Test
    void aMissingProjectIsNoRefusedLogin() {
        assertThat(refused(UPLOAD, error(401, "UNAUTHORIZED", "project charts not found")))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("the project of charts/web does not exist on " + HOST
                        + " (401 UNAUTHORIZED: project charts not found). Create it first.");
    }

    @Test
    void aTokenThatHasExpiredIsNoMissingRight() {
        assertThat(refused(UPLOAD, error(403, "DENIED", "Your authorization token has expired.")))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessage(
                        "the token for " + HOST + " has expired (403 DENIED: Your authorization token has expired.):"
                                + " get a new one, for Amazon ECR with fresh AWS credentials");
    }

    @Test
    void aRateLimitSaysWhenToComeBackIfTheRegistryDoes() {
        assertThat(refused(TAGS, answer(429, Map.of("Retry-After", "90"), "")))
                .isInstanceOf(RateLimitedException.class)
                .hasMessage("rate limit of " + HOST + " reached: retry after 90 s (429)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MANIFEST_BLOB_UNKNOWN", "BLOB_UNKNOWN"})
    void aBlobThatTheRegistryLostIsNamedWithItsManifest(String code) {
        assertThat(refused(PUT_MANIFEST, error(404, code, "no")))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(HOST + " lacks a blob of charts/web:1.0.0, although it took it (404 " + code
                        + ": no). Push again; if it persists, check how the registry's storage is replicated.");
    }
}
