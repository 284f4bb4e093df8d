package io.jenkins.plugins.ocichart.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.login.LoginCheck;
import io.jenkins.plugins.ocichart.operation.login.LoginFile;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.Push;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.provider.Machine;
import io.jenkins.plugins.ocichart.provider.ProviderLogins;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Logins that clouds' registries don't take as they are: what they are exchanged for, and where they go. */
@ExtendWith(ShortWaits.class)
class ProviderLoginTest {
    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private RegistrySimulator simulator;

    @AutoClose
    private Internet internet;

    private <S extends RegistrySimulator> S use(S registry) {
        simulator = registry;
        internet = new Internet().add(registry);
        simulator.prepare(simulator.namespace() + "/web");
        environment.put("HOME", directory.toString());
        return registry;
    }

    private RegistryAccess access(RegistryCredential credential) {
        return new RegistryAccess(internet.settings(), credential, environment);
    }

    private PushResult pushed(RegistryCredential credential) throws Exception {
        Path folder = Files.createTempDirectory(directory, "push");
        ChartTar.described(folder, "web", "1.0.0", "A chart");
        String remote = "oci://" + simulator.host() + "/" + simulator.namespace();
        return ChartPush.run(folder, new Push("*.tgz", remote, IfExists.OVERWRITE, 4, access(credential)), line -> {});
    }

    private void assertPushes(RegistryCredential credential) throws Exception {
        assertThat(pushed(credential).failures()).isEmpty();
        assertThat(simulator.store.get(simulator.namespace() + "/web").tags).containsKey("1.0.0");
    }

    private void assertLoginRefused(RegistryCredential credential, String message) {
        LoginCheck request = new LoginCheck(simulator.host(), access(credential), null);
        assertThatThrownBy(() -> request.run(directory, line -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("authenticating to \"" + simulator.host() + "\": " + message);
    }

    private List<String> hosts() {
        return internet.visits().stream()
                .map(visit -> visit.request().host())
                .distinct()
                .toList();
    }

    private void assertNobodyWasShown(String secret) {
        assertThat(internet.visits())
                .isNotEmpty()
                .allSatisfy(visit -> assertThat(visit.request().text()
                                + visit.request().headers()
                                + visit.request().basic()
                                + visit.request().query())
                        .doesNotContain(secret));
    }

    private Path file(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static RegistryCredential accessKey(AwsAccount.Key key) {
        return RegistryCredential.basic(key.id(), key.secret());
    }

    private void inEnvironment(AwsAccount.Key key) {
        environment.put("AWS_ACCESS_KEY_ID", key.id());
        environment.put("AWS_SECRET_ACCESS_KEY", key.secret());
        if (key.session() != null) {
            environment.put("AWS_SESSION_TOKEN", key.session());
        }
    }

    // Amazon

    @Test
    void anAwsAccessKeyPushesToEcr() throws Exception {
        use(new ElasticContainerRegistry());

        assertPushes(accessKey(AwsAccount.WRITER));
        assertNobodyWasShown(AwsAccount.WRITER.secret());
    }

    @Test
    void anAwsAccessKeyPushesToPublicEcr() throws Exception {
        use(new ElasticContainerRegistryPublic());

        assertPushes(accessKey(AwsAccount.WRITER));
        assertNobodyWasShown(AwsAccount.WRITER.secret());
    }

    @Test
    void anAwsAccessKeyKeepsItsRights() throws Exception {
        use(new ElasticContainerRegistry());

        assertThat(pushed(accessKey(AwsAccount.READER)).failures().get(0).message())
                .contains("not authorized to perform: ecr:InitiateLayerUpload");
    }

    @Test
    void theLoginIsFetchedAgainWhereABuildOutlivesIt() throws Exception {
        use(new ElasticContainerRegistry());
        assertPushes(accessKey(AwsAccount.WRITER));

        simulator.tokens.pass(Duration.ofHours(13));

        assertThat(pushed(accessKey(AwsAccount.WRITER)).failures()).isEmpty();
    }

    @Test
    void variablesOfTheAgentPushToEcr() throws Exception {
        use(new ElasticContainerRegistry());
        inEnvironment(AwsAccount.ROLE);

        assertPushes(null);
        assertNobodyWasShown(AwsAccount.ROLE.secret());
    }

    @Test
    void theRoleOfAPodPushesToEcr() throws Exception {
        use(new ElasticContainerRegistry());
        environment.put("AWS_ROLE_ARN", AwsAccount.ROLE_ARN);
        environment.put(
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                file("token", AwsAccount.WEB_IDENTITY + "\n").toString());

        assertPushes(null);
        assertThat(hosts())
                .startsWith("sts.eu-central-1.amazonaws.com", ElasticContainerRegistry.API_HOST, simulator.host());
    }

    @Test
    void theRoleOfAnInstanceLogsInToEcr() throws Exception {
        use(new ElasticContainerRegistry());
        AwsAccount.Key role = AwsAccount.ROLE;
        try (WireServer metadata = WireServer.start(exchange -> exchange.respond(
                200,
                exchange.target().endsWith("/jenkins-agent")
                        ? "{\"AccessKeyId\":\"" + role.id() + "\",\"SecretAccessKey\":\"" + role.secret()
                                + "\",\"Token\":\"" + role.session() + "\"}"
                        : "jenkins-agent"))) {
            Machine machine = new Machine(URI.create(metadata.url()));

            assertThat(machine.login(simulator.host(), internet.settings(), environment))
                    .hasValueSatisfying(login -> assertThat(login.user()).isEqualTo("AWS"));
        }
    }

    @Test
    void theDefaultProfileOfTheAgentPushesToEcr() throws Exception {
        use(new ElasticContainerRegistry());
        file(
                ".aws/credentials",
                "# keys\n[other]\naws_access_key_id = x\n[default]\naws_access_key_id=" + AwsAccount.WRITER.id()
                        + "\naws_secret_access_key = " + AwsAccount.WRITER.secret() + "\n");

        assertPushes(null);
    }

    @Test
    void theChosenProfilePushesToEcr() throws Exception {
        use(new ElasticContainerRegistry());
        Path token = file("token", AwsAccount.WEB_IDENTITY);
        file(
                ".aws/config",
                "[default]\nregion = x\n[profile ci]\nrole_arn = " + AwsAccount.ROLE_ARN
                        + "\nweb_identity_token_file = " + token + "\n");
        environment.put("AWS_PROFILE", "ci");

        assertPushes(null);
    }

    @Test
    void aProfileOfAnotherKindIsRefused() {
        use(new ElasticContainerRegistry());
        environment.put("AWS_PROFILE", "sso");

        assertThatThrownBy(() -> pushed(null))
                .hasMessage("the AWS profile sso has neither an access key nor a web identity; role chains, SSO and"
                        + " credential_process are not supported");
    }

    @Test
    void theAgentsDockerLoginGoesBeforeItsAwsKeys() throws Exception {
        ElasticContainerRegistry ecr = use(new ElasticContainerRegistry());
        inEnvironment(AwsAccount.READER);
        file(
                ".docker/config.json",
                "{\"auths\":{\"" + ecr.host() + "\":{\"username\":\"AWS\",\"password\":\""
                        + ecr.token(AwsAccount.WRITER) + "\"}}}");

        assertPushes(null);
        assertThat(hosts()).doesNotContain(ElasticContainerRegistry.API_HOST);
    }

    @Tag("slow")
    @Test
    void aPublicRegistryIsReadWithoutTheRightToLogIn() throws Exception {
        ElasticContainerRegistryPublic ecr = use(new ElasticContainerRegistryPublic());
        assertPushes(accessKey(AwsAccount.WRITER));
        inEnvironment(AwsAccount.READER);
        ecr.aws.denies = true;

        assertThat(new Machine(URI.create("http://127.0.0.1:1")).login(ecr.host(), internet.settings(), environment))
                .isEmpty();
    }

    @Test
    void aMissingRightIsNamed() {
        use(new ElasticContainerRegistry()).aws.denies = true;

        assertLoginRefused(
                accessKey(AwsAccount.WRITER),
                "AWS gives the access key AKIAWRITER000EXAMPLE no login for " + simulator.host()
                        + " (400 AccessDeniedException: User: arn:aws:iam::123456789012:user/x is not authorized to"
                        + " perform: ecr:GetAuthorizationToken on resource: *). Allow it ecr:GetAuthorizationToken.");
    }

    @Test
    void aWrongSecretKeyIsNotShown() {
        use(new ElasticContainerRegistry());

        assertLoginRefused(
                RegistryCredential.basic(AwsAccount.WRITER.id(), "hush-hush"),
                "AWS gives the access key AKIAWRITER000EXAMPLE no login for " + simulator.host()
                        + " (400 InvalidSignatureException: The request signature we calculated does not match the"
                        + " signature you provided.). Check the access key, its secret and this machine's clock.");
        assertNobodyWasShown("hush-hush");
    }

    @Test
    void aSessionThatIsOverIsNamed() {
        use(new ElasticContainerRegistry()).aws.sessionExpired = true;
        inEnvironment(AwsAccount.ROLE);

        assertLoginRefused(
                null,
                "AWS gives the access key ASIAROLE00000EXAMPLE no login for " + simulator.host()
                        + " (400 ExpiredTokenException: The security token included in the request is expired)."
                        + " Get fresh credentials.");
    }

    @Test
    void aTemporaryKeyNeedsMoreThanUserAndPassword() {
        use(new ElasticContainerRegistry());

        assertLoginRefused(
                accessKey(AwsAccount.ROLE),
                "the AWS access key ASIAROLE00000EXAMPLE is a temporary one, which user name and password are not enough"
                        + " for: use a user's key (AKIA...), or no credentials and the variables AWS_ACCESS_KEY_ID,"
                        + " AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN");
        assertThat(internet.visits()).isEmpty();
    }

    @Test
    void aRoleThatIsNotGivenIsNamed() throws Exception {
        use(new ElasticContainerRegistry());
        environment.put("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/other");
        environment.put(
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                file("token", AwsAccount.WEB_IDENTITY).toString());

        assertLoginRefused(
                null,
                "AWS does not let this machine assume the role arn:aws:iam::123456789012:role/other (403 AccessDenied: Not"
                        + " authorized to perform sts:AssumeRoleWithWebIdentity). Check the role's trust policy.");
    }

    @Test
    void anEntraTokenPushesToAcr() throws Exception {
        use(new AzureContainerRegistry());

        assertPushes(RegistryCredential.bearer(AzureContainerRegistry.ENTRA_TOKEN));
    }

    @Test
    void aRefreshTokenPushesToAcr() throws Exception {
        AzureContainerRegistry acr = use(new AzureContainerRegistry());

        assertPushes(RegistryCredential.bearer(acr.refreshToken()));
    }

    @Test
    void aRefreshTokenAsAPasswordPushesToAcr() throws Exception {
        AzureContainerRegistry acr = use(new AzureContainerRegistry());

        assertPushes(acr.nullGuid());
    }

    @Test
    void theServicePrincipalOfTheAgentPushesToAcr() throws Exception {
        use(new AzureContainerRegistry());
        environment.put("AZURE_CLIENT_ID", RegistrySimulator.WRITER.user());
        environment.put("AZURE_CLIENT_SECRET", RegistrySimulator.WRITER.password());

        assertPushes(null);
    }

    @Test
    void theIdentityOfAPodPushesToAcr() throws Exception {
        use(new AzureContainerRegistry());
        federated(AzureContainerRegistry.FEDERATED_TOKEN);

        assertPushes(null);
    }

    @Test
    void aPodThatMicrosoftDoesNotKnowIsNamed() throws Exception {
        use(new AzureContainerRegistry());
        federated("somebody.elses.token");

        assertLoginRefused(
                null,
                "login.microsoftonline.com refused the Azure client " + AzureContainerRegistry.CLIENT
                        + " (401 invalid_client: AADSTS70021: No matching federated identity record found for presented"
                        + " assertion)");
    }

    private void federated(String token) throws IOException {
        environment.put("AZURE_CLIENT_ID", AzureContainerRegistry.CLIENT);
        environment.put("AZURE_TENANT_ID", AzureContainerRegistry.TENANT);
        environment.put(
                "AZURE_FEDERATED_TOKEN_FILE", file("token", token + "\n").toString());
    }

    @Test
    void theManagedIdentityOfAMachineLogsInToAcr() throws Exception {
        AzureContainerRegistry acr = use(new AzureContainerRegistry());
        try (WireServer metadata = WireServer.start(exchange -> exchange.respond(
                "true".equals(exchange.header("metadata"))
                                && exchange.query("resource").equals("https://containerregistry.azure.net")
                        ? 200
                        : 400,
                "{\"access_token\":\"" + AzureContainerRegistry.ENTRA_TOKEN + "\"}"))) {
            Machine machine = new Machine(URI.create(metadata.url()));

            assertPushes(
                    machine.login(acr.host(), internet.settings(), environment).orElseThrow());
        }
    }

    @Test
    void anEntraTokenThatTheRegistryDoesNotTakeIsNotShown() {
        use(new AzureContainerRegistry());

        assertLoginRefused(
                RegistryCredential.bearer(AzureContainerRegistry.ENTRA_TOKEN + "x"),
                "contoso.azurecr.io refused the Microsoft Entra token (401 UNAUTHORIZED: authentication required, visit"
                        + " https://aka.ms/acr/authorization)");
    }

    // Google

    @Tag("slow")
    @Test
    void theKeyOfAServiceAccountPushesToArtifactRegistryAndStaysHere() throws Exception {
        use(new ArtifactRegistry());

        assertPushes(RegistryCredential.serviceAccountKey(ArtifactRegistry.keyFile()));
        assertThat(hosts()).contains("oauth2.googleapis.com");
        assertNobodyWasShown("PRIVATE KEY");
    }

    @Test
    void theKeyFileOfTheAgentPushesToArtifactRegistry() throws Exception {
        use(new ArtifactRegistry());
        environment.put(
                "GOOGLE_APPLICATION_CREDENTIALS",
                file("key.json", ArtifactRegistry.keyFile()).toString());

        assertPushes(null);
    }

    @Test
    void theAccountOfAMachineLogsInToArtifactRegistry() throws Exception {
        ArtifactRegistry registry = use(new ArtifactRegistry());
        try (WireServer metadata = WireServer.start(exchange -> exchange.respond(
                "Google".equals(exchange.header("metadata-flavor")) ? 200 : 403,
                "{\"access_token\":\"" + registry.accessToken(RegistrySimulator.WRITER.user())
                        + "\",\"expires_in\":3599}"))) {
            Machine machine = new Machine(URI.create(metadata.url()));

            assertPushes(machine.login(registry.host(), internet.settings(), environment)
                    .orElseThrow());
        }
    }

    @Tag("slow")
    @Test
    void aKeyAsAPasswordIsAPassword() throws Exception {
        use(new ArtifactRegistry());

        assertPushes(RegistryCredential.basic("_json_key", ArtifactRegistry.keyFile()));
        assertPushes(RegistryCredential.basic(
                "_json_key_base64",
                java.util.Base64.getEncoder()
                        .encodeToString(ArtifactRegistry.keyFile().getBytes(StandardCharsets.UTF_8))));
        assertThat(hosts()).doesNotContain("oauth2.googleapis.com");
    }

    @Test
    void aProvidersKeyIsShownToNoOtherRegistry() {
        for (RegistryCredential key : List.of(
                RegistryCredential.serviceAccountKey("{}"),
                RegistryCredential.basic("_json_key", "{}"),
                RegistryCredential.basic("AKIAWRITER000EXAMPLE", "secret"))) {
            for (String host : List.of(
                    "europe-docker.pkg.dev.example.com",
                    "123456789012.dkr.ecr.eu-central-1.amazonaws.example",
                    "quay.io")) {
                assertThatThrownBy(() -> ProviderLogins.of(host, ConnectionSettings.DEFAULT)
                                .exchange(key))
                        .isInstanceOf(RegistryException.class)
                        .hasMessageStartingWith("not sent to " + host + ": the login is ")
                        .hasMessageEndingWith(" take. Check the registry's name, or use a login of " + host);
            }
        }
    }

    /** A password may be meant for any host, so a name that is mistyped gets it. */
    @Test
    void anyOtherPasswordIsShownToTheHostThatIsNamed() {
        internet = new Internet()
                .add(
                        "registy.example.com",
                        request -> Reply.status(401).header("WWW-Authenticate", "Basic realm=\"x\""));
        RegistryCredential login = RegistryCredential.basic("alice", "meant-for-another-host");

        assertThatThrownBy(() -> new LoginCheck("registy.example.com", access(login), null).run(directory, line -> {}))
                .hasMessageContaining("rejected the login of user alice");

        assertThat(internet.visits())
                .anySatisfy(visit -> assertThat(visit.request().basic())
                        .contains(new Request.Login("alice", "meant-for-another-host")));
    }

    @Tag("slow")
    @Test
    void aKeyThatGoogleDoesNotKnowIsNamed() throws Exception {
        use(new ArtifactRegistry());
        TestKeyStore others = TestKeyStore.create().add("other", "CN=Other", "RSA", null);

        assertLoginRefused(
                key(
                        "private_key",
                        TestKeyStore.pem("PRIVATE KEY", others.key("other").getEncoded())),
                "Google refused the key of jenkins@acme-prod.iam.gserviceaccount.com (400 invalid_grant: Invalid JWT"
                        + " Signature.). Check that the key still exists, and this machine's clock.");
    }

    @Test
    void aKeyThatNamesAnotherTokenServerIsSentNowhere() throws Exception {
        use(new ArtifactRegistry());

        assertThatThrownBy(() -> pushed(key("token_uri", "https://oauth2.googleapis.com.evil.example/token")))
                .hasMessage("the token_uri of the Google key is none of Google's");
        assertThat(internet.visits()).isEmpty();
    }

    private static RegistryCredential key(String field, String value) throws IOException {
        ObjectNode json = (ObjectNode) Reply.JSON.readTree(ArtifactRegistry.keyFile());
        return RegistryCredential.serviceAccountKey(json.put(field, value).toString());
    }

    // Other tools in a block

    @Test
    void helmInABlockIsLoggedInWithWhatTheKeysWereExchangedFor() throws Exception {
        HelmProgram helm = HelmProgram.onPath();
        use(new ElasticContainerRegistry());
        assertPushes(accessKey(AwsAccount.WRITER));
        Path folder = directory.resolve("login");

        List<RegistryCredential> written = new LoginCheck(
                        simulator.host(),
                        access(accessKey(AwsAccount.WRITER)),
                        new LoginFile(
                                folder.toString(), Map.of(simulator.host(), access(accessKey(AwsAccount.WRITER)))))
                .run(directory, line -> {});

        assertThat(Files.readString(folder.resolve("config.json"))).doesNotContain(AwsAccount.WRITER.secret());
        assertThat(written)
                .singleElement()
                .satisfies(login -> assertThat(login.user()).isEqualTo("AWS"));
        Map<String, String> tools = new HashMap<>(internet.environment());
        tools.put("HELM_REGISTRY_CONFIG", folder.resolve("config.json").toString());
        String chart = "oci://" + simulator.host() + "/" + simulator.namespace() + "/web";
        assertThat(helm.run(
                        tools,
                        "show",
                        "chart",
                        chart,
                        "--ca-file",
                        Internet.certificates().toString()))
                .contains("name: web");
    }
}
