package io.jenkins.plugins.ocichart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.login.LoginCheck;
import io.jenkins.plugins.ocichart.operation.pull.ChartPull;
import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.Push;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Why a push, a pull or a login fails, each situation as the registry that is known for it makes it, and the whole line that
 * the user reads in the build's log. README's table says what to do.
 */
@ExtendWith(ShortWaits.class)
class SymptomTableTest {
    @TempDir
    Path directory;

    private RegistrySimulator simulator;

    @AutoClose
    private Internet internet;

    private UnaryOperator<ConnectionSettings> settings = usual -> usual;

    private <S extends RegistrySimulator> S use(S registry) {
        simulator = registry;
        internet = new Internet().add(registry);
        registry.prepare(registry.namespace() + "/web");
        return registry;
    }

    /** Answers some requests to the registry in place of it. */
    private void answer(Predicate<Request> which, Supplier<Reply> reply) {
        Site usual = simulator.sites().get(simulator.host());
        internet.add(simulator.host(), request -> which.test(request) ? reply.get() : usual.answer(request));
    }

    private static boolean isManifestPut(Request request) {
        return request.method().equals("PUT") && request.path().contains("/manifests/");
    }

    private static boolean isBlobPut(Request request) {
        return request.method().equals("PUT") && request.path().contains("/blobs/uploads/");
    }

    private void plainHttp() {
        settings = usual -> new ConnectionSettings(true, false, usual.caFile(), null, null, usual.proxy());
    }

    private RegistryAccess access(RegistryCredential credential) {
        return new RegistryAccess(settings.apply(internet.settings()), credential, Map.of());
    }

    private String push(String namespace, String description, RegistryCredential who) throws Exception {
        Path folder = Files.createTempDirectory(directory, "push");
        ChartTar.described(folder, "web", "1.0.0", description);
        String remote = "oci://" + simulator.host() + "/" + namespace;
        Push request = new Push("*.tgz", remote, IfExists.OVERWRITE, 1, access(who));
        return ChartPush.run(folder, request, line -> {}).failures().stream()
                .map(failure -> failure.message())
                .findFirst()
                .orElse("pushed");
    }

    private String push() throws Exception {
        return push(simulator.namespace(), "A chart", simulator.writer());
    }

    private String pushAnother() throws Exception {
        return push(simulator.namespace(), "Another one", simulator.writer());
    }

    private String pull(String version, RegistryCredential who) throws Exception {
        String chart = "oci://" + simulator.host() + "/" + simulator.namespace() + "/web";
        try {
            ChartPull.run(
                    directory,
                    new Pull(chart, version, false, "out-" + UUID.randomUUID(), false, ".", false, access(who)),
                    line -> {});
            return "pulled";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private String login(RegistryCredential who) throws Exception {
        try {
            new LoginCheck(simulator.host(), access(who), null).run(directory, line -> {});
            return simulator.host();
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    @Test
    void row1ThePortSpeaksPlainHttp() throws Exception {
        use(new Zot());
        internet.withoutTls(Zot.HOST);

        assertThat(login(simulator.writer()))
                .isEqualTo(
                        "authenticating to \"zot.example.com\": zot.example.com answers plain HTTP. Enable plain HTTP"
                                + " (plainHttp) for this registry only if you accept unencrypted credentials.");
    }

    @Test
    void row2TheCertificateIsNotTrusted() throws Exception {
        use(new Zot());
        settings = usual -> new ConnectionSettings(false, false, null, null, null, usual.proxy());

        assertThat(login(simulator.writer()))
                .isEqualTo(
                        "authenticating to \"zot.example.com\": the certificate of zot.example.com is not trusted: add"
                                + " its CA to the registry's settings (caFile) or to the JVM's trust store. Issuer: CN=The internet"
                                + " of the tests");
    }

    @Test
    void row3TheCertificateIsForAnotherName() throws Exception {
        use(new OpenRegistry("registry.example.org"));

        assertThat(login(simulator.writer()))
                .startsWith("authenticating to \"registry.example.org\": the certificate is for registry-1.docker.io, ")
                .endsWith(", not for registry.example.org: use the certified name");
    }

    @Test
    void row4ThePortSpeaksTls() throws Exception {
        use(new Zot());
        answer(
                request -> request.scheme().equals("http"),
                () -> Reply.text(400, "Client sent an HTTP request to an HTTPS server.\n"));
        plainHttp();

        assertThat(login(simulator.writer()))
                .isEqualTo("authenticating to \"zot.example.com\": zot.example.com expects HTTPS; turn off plain HTTP"
                        + " (plainHttp).");
    }

    @Test
    void row5TheLoginIsWrong() throws Exception {
        use(new DockerHub());

        assertThat(login(RegistryCredential.basic("alice", "hush")))
                .isEqualTo("authenticating to \"registry-1.docker.io\": auth.docker.io (token server of"
                        + " registry-1.docker.io) rejected the login of user alice (401: incorrect username or password). Check"
                        + " user name and password or token.");
    }

    @Test
    void row6TheTokenEndsInThePush() throws Exception {
        Distribution distribution = use(new Distribution());
        answer(
                SymptomTableTest::isManifestPut,
                () -> Reply.error(401, "UNAUTHORIZED", "authentication required")
                        .header(
                                "WWW-Authenticate",
                                distribution.challenge(Access.of("PUT", "acme/charts/web"), "invalid_token")));

        assertThat(push())
                .isEqualTo(
                        "the token for registry.example.com ended before the push of acme/charts/web:1.0.0, and a new"
                                + " one was not accepted either (401 UNAUTHORIZED: authentication required): use a login that lasts"
                                + " longer, or have the registry's tokens live longer");
    }

    @Test
    void row7TheRightToPushIsMissing() throws Exception {
        use(new Harbor());

        assertThat(push("acme", "A chart", simulator.reader()))
                .isEqualTo(
                        "user robot$reader may not push to acme/web on harbor.example.com, or it does not exist, or the"
                                + " token has expired (401 UNAUTHORIZED: unauthorized to access repository: acme/web, action: push:"
                                + " unauthorized to access repository: acme/web, action: push)");
    }

    @Test
    void row7TheTokenHasTooSmallAScope() throws Exception {
        use(new Distribution());

        assertThat(push("acme/charts", "A chart", simulator.reader()))
                .isEqualTo(
                        "user reader may not push to acme/charts/web on registry.example.com, or it does not exist, or"
                                + " the token has expired (401 UNAUTHORIZED: authentication required)");
    }

    @Test
    void row8ThePackageIsClosed() throws Exception {
        use(new GitHubPackages());

        assertThat(push("acme/charts", "A chart", simulator.reader()))
                .isEqualTo("ghcr.io denied the upload to acme/charts/web to user reader (403 DENIED: permission_denied:"
                        + " write_package). Check the rights of this login and that the repository exists.");
    }

    @Test
    void row8AFirewallRuleKeepsTheAgentOut() throws Exception {
        use(new AzureContainerRegistry()).firewalled = true;

        assertThat(login(simulator.writer()))
                .isEqualTo(
                        "authenticating to \"contoso.azurecr.io\": contoso.azurecr.io denied the login to user writer"
                                + " (403 DENIED: client with IP '203.0.113.9' is not allowed access. Refer"
                                + " https://aka.ms/acr/firewall). Check the rights of this login and that the repository exists.");
    }

    @Test
    void row9TheTokenOfEcrIsStale() throws Exception {
        use(new ElasticContainerRegistry());
        RegistryCredential stale = simulator.writer();
        simulator.tokens.pass(Duration.ofHours(13));

        assertThat(push("charts", "A chart", stale))
                .isEqualTo("the token for 123456789012.dkr.ecr.eu-central-1.amazonaws.com has expired (403 DENIED: Your"
                        + " authorization token has expired. Reauthenticate and try again.): get a new one, for Amazon ECR"
                        + " with fresh AWS credentials");
    }

    @Test
    void row10TheRepositoryOfEcrIsMissing() throws Exception {
        ElasticContainerRegistry ecr = use(new ElasticContainerRegistry());
        String message = "ECR repository other/web does not exist on 123456789012.dkr.ecr.eu-central-1.amazonaws.com"
                + " (account 123456789012, region eu-central-1). Create it (the chart's name is part of the path) or"
                + " configure create-on-push.";

        assertThat(push("other", "A chart", simulator.writer()))
                .isEqualTo(message + " (404 NAME_UNKNOWN: The repository with name 'other/web' does not exist in the"
                        + " registry with id '123456789012')");
        ecr.hangsUpWithoutRepository = true;
        assertThat(push("other", "A chart", simulator.writer())).isEqualTo(message);
    }

    @Test
    void row11TheProjectOfHarborIsMissing() throws Exception {
        use(new Harbor());

        assertThat(push("nowhere", "A chart", simulator.writer()))
                .isEqualTo("the project of nowhere/web does not exist on harbor.example.com (401 UNAUTHORIZED: project"
                        + " nowhere not found: project nowhere not found). Create it first.");
    }

    @Test
    void row11TheRepositoryOfArtifactoryIsMissing() throws Exception {
        use(new Artifactory());

        assertThat(push("nowhere", "A chart", simulator.writer()))
                .isEqualTo(
                        "repository nowhere/web does not exist on acme.jfrog.io, or user writer may not push to it (404"
                                + " UNKNOWN: Not Found). Create it first; the chart's name is part of its path.");
    }

    static Stream<Arguments> quotas() {
        return Stream.of(
                Arguments.of(
                        new Harbor(),
                        "acme/web on harbor.example.com is used up (403 DENIED: adding 1.0 MiB of storage resource, which"
                                + " when updated to current usage of 9.5 MiB will exceed the configured upper limit of"
                                + " 10.0 MiB.)"),
                Arguments.of(
                        new Quay(),
                        "acme/web on quay.io is used up (403 DENIED: Quota has been exceeded on namespace)"),
                Arguments.of(
                        new IbmCloud(),
                        "acme/web on de.icr.io is used up (403 DENIED: Your account has exceeded its image storage quota for"
                                + " the current month.)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("quotas")
    void row12TheStorageIsUsedUp(RegistrySimulator registry, String message) throws Exception {
        use(registry).quota = 1;

        assertThat(push()).isEqualTo("storage quota for " + message + ". Delete old versions or raise the quota.");
    }

    static Stream<Arguments> locks() {
        return Stream.of(
                Arguments.of(
                        new Harbor(),
                        "acme/web:1.0.0 already exists on harbor.example.com and may not be overwritten (412 PRECONDITION:"
                                + " Failed to process request due to 'web:1.0.0' configured as immutable.). Bump the chart"
                                + " version."),
                Arguments.of(
                        new Quay(),
                        "acme/web:1.0.0 already exists on quay.io and may not be overwritten (409 TAG_IMMUTABLE: tag is"
                                + " immutable and cannot be overwritten). Bump the chart version."),
                Arguments.of(
                        new ElasticContainerRegistry(),
                        "charts/web:1.0.0 already exists on 123456789012.dkr.ecr.eu-central-1.amazonaws.com and may not be"
                                + " overwritten (400 TAG_INVALID: The image tag '1.0.0' already exists in the 'charts/web'"
                                + " repository and cannot be overwritten because the repository is immutable.). Bump the"
                                + " chart version."),
                Arguments.of(
                        new AzureContainerRegistry(),
                        "acme/charts/web:1.0.0 already exists on contoso.azurecr.io and may not be overwritten (405"
                                + " REGISTRY_DISALLOWED_OPERATION: The operation is disallowed on this registry, repository"
                                + " or image. View troubleshooting steps at"
                                + " https://aka.ms/acr/faq/#why-does-my-pull-or-push-request-fail-with-disallowed-operation)."
                                + " Bump the chart version."),
                Arguments.of(
                        new DockerHub(),
                        "registry-1.docker.io denied the push of acme/web:1.0.0 to user writer (403 DENIED: requested access"
                                + " to the resource is denied). If the tag exists already, the registry may forbid to"
                                + " overwrite it."),
                Arguments.of(
                        new Zot(),
                        "zot.example.com denied the push of acme/charts/web:1.0.0 to user writer (403 DENIED: requested"
                                + " access to the resource is denied). If the tag exists already, the registry may forbid"
                                + " to overwrite it."),
                Arguments.of(
                        new Artifactory(),
                        "helm-local/team/web:1.0.0 already exists on acme.jfrog.io and may not be overwritten (403 DENIED:"
                                + " Not enough permissions to delete/overwrite artifact"
                                + " 'helm-local/team/web/1.0.0/manifest.json'). Bump the chart version."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("locks")
    void row13TheTagIsImmutable(RegistrySimulator registry, String message) throws Exception {
        use(registry);
        assertThat(push()).isEqualTo("pushed");
        registry.immutable = true;

        assertThat(pushAnother()).isEqualTo(message);
        assertThat(push()).isEqualTo("pushed");
    }

    @Test
    void row14TheRegistryIsACache() throws Exception {
        use(new Distribution()).readOnly = true;

        assertThat(push())
                .isEqualTo(
                        "registry.example.com does not accept Helm charts as OCI artifacts in acme/charts/web, or the"
                                + " repository is read-only (405 UNSUPPORTED: The operation is unsupported.)");
    }

    @Test
    void row14ThePolicyAllowsNoCharts() throws Exception {
        use(new Distribution()).refusesCharts = true;

        assertThat(push())
                .isEqualTo(
                        "registry.example.com does not accept Helm charts as OCI artifacts in acme/charts/web, or the"
                                + " repository is read-only (403 DENIED: unknown manifest class for"
                                + " application/vnd.cncf.helm.config.v1+json)");
    }

    @Test
    void row14TheProjectIsACache() throws Exception {
        use(new Harbor()).proxyCache = true;

        assertThat(push())
                .isEqualTo(
                        "harbor.example.com does not accept Helm charts as OCI artifacts in acme/web, or the repository"
                                + " is read-only (403 DENIED: can not push artifact to a proxy project: acme)");
    }

    @Test
    void row15AProxyInFrontRedirectsToHttps() throws Exception {
        use(new Artifactory());
        answer(
                request -> request.scheme().equals("http") && !request.isRead(),
                () -> Reply.status(301).header("Location", "https://acme.jfrog.io/v2/"));
        plainHttp();

        assertThat(push())
                .isEqualTo(
                        "acme.jfrog.io redirected the upload to helm-local/team/web to https://acme.jfrog.io/v2/: use"
                                + " that address directly");
    }

    @Test
    void row16TheVersionIsMissing() throws Exception {
        use(new Distribution());
        push();

        assertThat(pull("9.9.9", simulator.writer()))
                .isEqualTo("registry.example.com has no acme/charts/web:9.9.9 (404 MANIFEST_UNKNOWN: manifest unknown)."
                        + " Available: 1.0.0");
        assertThat(pull("^9", simulator.writer()))
                .isEqualTo("oci://registry.example.com/acme/charts/web has no version that matches '^9' (the newest is"
                        + " 1.0.0)");
    }

    @Test
    void row17AProxyLimitsUploads() throws Exception {
        use(new Harbor());
        answer(SymptomTableTest::isBlobPut, () -> Reply.html(413, "413 Request Entity Too Large"));

        assertThat(push())
                .isEqualTo(
                        "a proxy before harbor.example.com limits the size of uploads, or the registry does: the upload"
                                + " to acme/web is too large (413)");
    }

    @Test
    void row18DockerHubCountsPulls() throws Exception {
        DockerHub hub = use(new DockerHub());
        push();
        hub.publicRead = true;
        hub.pullsLeft = 0;

        assertThat(pull("1.0.0", RegistryCredential.anonymous()))
                .isEqualTo(
                        "rate limit of registry-1.docker.io reached: retry later (429 TOOMANYREQUESTS: You have reached"
                                + " your pull rate limit. You may increase the limit by authenticating and upgrading:"
                                + " https://www.docker.com/increase-rate-limit). Use a login for Docker Hub.");
    }

    @Test
    void row18TheRegistryNamesTheWait() throws Exception {
        use(new ElasticContainerRegistry());
        answer(
                request -> request.path().contains("/manifests/"),
                () -> Reply.error(429, "TOOMANYREQUESTS", "Rate exceeded").header("Retry-After", "600"));

        assertThat(pull("1.0.0", simulator.writer()))
                .isEqualTo(
                        "rate limit of 123456789012.dkr.ecr.eu-central-1.amazonaws.com reached: retry after 600 s (429"
                                + " TOOMANYREQUESTS: Rate exceeded)");
    }

    @Test
    void row19TheUploadArrivesChanged() throws Exception {
        use(new Distribution());
        answer(
                SymptomTableTest::isBlobPut,
                () -> Reply.error(400, "DIGEST_INVALID", "provided digest did not match uploaded content"));

        assertThat(push())
                .isEqualTo(
                        "content sent to or by registry.example.com for acme/charts/web does not match its digest (400"
                                + " DIGEST_INVALID: provided digest did not match uploaded content). If it persists, check the"
                                + " proxies between.");
    }

    @Test
    void row19TheDownloadArrivesChanged() throws Exception {
        use(new Distribution());
        push();
        answer(
                request -> request.method().equals("GET") && request.path().contains("/blobs/"),
                () -> Reply.status(200).body("something else"));

        assertThat(pull("1.0.0", simulator.writer()))
                .startsWith("registry.example.com delivered 14 bytes for sha256:")
                .endsWith(": if it persists, check the proxies between");
    }

    @Test
    void row20TheStorageRefuses() throws Exception {
        use(new ElasticContainerRegistry());
        push();
        internet.add(ElasticContainerRegistry.STORAGE, request -> Reply.text(403, "<Error/>"));

        assertThat(pull("1.0.0", simulator.writer()))
                .isEqualTo(
                        "123456789012.dkr.ecr.eu-central-1.amazonaws.com redirected reading a blob of charts/web to"
                                + " prod-eu-central-1-starport-layer-bucket.s3.eu-central-1.amazonaws.com, which refused it (403)");
    }

    @Test
    void row20AFirewallKeepsTheAgentFromTheStorage() throws Exception {
        use(new ElasticContainerRegistry());
        push();
        internet.remove(ElasticContainerRegistry.STORAGE);

        assertThat(pull("1.0.0", simulator.writer()))
                .startsWith("123456789012.dkr.ecr.eu-central-1.amazonaws.com redirects elsewhere: the proxy 127.0.0.1:")
                .endsWith(
                        " opened no connection to"
                                + " prod-eu-central-1-starport-layer-bucket.s3.eu-central-1.amazonaws.com: Tunnel failed, got: 502");
    }

    @Test
    void row20TheTokenServerHasAPrivateAddress() throws Exception {
        use(new Distribution());
        answer(
                request -> true,
                () -> Reply.error(401, "UNAUTHORIZED", "authentication required")
                        .header("WWW-Authenticate", "Bearer realm=\"https://10.0.0.7/token\",service=\"x\""));

        assertThat(login(simulator.writer()))
                .isEqualTo("authenticating to \"registry.example.com\": registry registry.example.com points logins at"
                        + " https://10.0.0.7/token, which is a private address; not sent");
    }
}
