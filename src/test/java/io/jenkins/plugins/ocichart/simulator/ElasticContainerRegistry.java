package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A private registry of Amazon ECR: Basic login with a token of twelve hours that the AWS API gives to whoever signs the
 * request, repositories have to be created, tags can be immutable for the same digest too, downloads from S3, no mounts
 * unless the account turns them on.
 */
final class ElasticContainerRegistry extends RegistrySimulator {
    static final String ACCOUNT = "123456789012";
    static final String REGION = "eu-central-1";
    static final String HOST = ACCOUNT + ".dkr.ecr." + REGION + ".amazonaws.com";
    static final String API_HOST = "api.ecr." + REGION + ".amazonaws.com";
    static final String STORAGE = "prod-" + REGION + "-starport-layer-bucket.s3." + REGION + ".amazonaws.com";
    private static final String USER = "AWS";

    final AwsAccount aws = new AwsAccount();

    /** Whether a first upload to a repository that isn't there ends in a closed connection instead of an answer. */
    boolean hangsUpWithoutRepository;
    /** Whether a template creates repositories on push. */
    boolean hasCreationTemplate;

    ElasticContainerRegistry() {
        super(HOST);
        api.blobs().storageHost = STORAGE;
        api.blobs().patched = 201;
        api.blobs().chunked = false;
        api.blobs().mounts = false;
    }

    @Override
    String namespace() {
        return "charts";
    }

    @Override
    Map<String, Site> sites() {
        return Map.of(
                HOST,
                this,
                API_HOST,
                this::amazonApi,
                "sts." + REGION + ".amazonaws.com",
                aws::securityTokenService,
                STORAGE,
                api.blobs()::storage);
    }

    @Override
    RegistryCredential writer() {
        return RegistryCredential.basic(USER, token(AwsAccount.WRITER));
    }

    @Override
    RegistryCredential reader() {
        return RegistryCredential.basic(USER, token(AwsAccount.READER));
    }

    /** What {@code aws ecr get-login-password} prints; these tokens are long. */
    String token(AwsAccount.Key key) {
        return tokens.issue("ecr-" + "x".repeat(1500), key.id(), Map.of(), Duration.ofHours(12));
    }

    @Override
    void prepare(String repository) {
        store.create(repository);
    }

    @Override
    boolean createsOnPush() {
        return hasCreationTemplate;
    }

    private Reply amazonApi(Request request) {
        if (!request.header("x-amz-target").equals("AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken")) {
            return Reply.json(400, "{\"__type\":\"UnknownOperationException\"}");
        }
        AwsAccount.Verdict verdict = aws.verify(request, REGION, "ecr");
        if (verdict.refusal() != null) {
            return verdict.refusal();
        }
        String pair = USER + ":" + token(verdict.key());
        String base64 =
                java.util.Base64.getEncoder().encodeToString(pair.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return Reply.status(200)
                .header("Content-Type", "application/x-amz-json-1.1")
                .body("{\"authorizationData\":[{\"authorizationToken\":\"" + base64 + "\",\"expiresAt\":"
                        + tokens.now().plusSeconds(43200).getEpochSecond() + ".123,\"proxyEndpoint\":\"https://" + HOST
                        + "\"}]}");
    }

    @Override
    Reply authorize(Request request, Access access) {
        Optional<Request.Login> login = request.basic().filter(l -> l.user().equals(USER));
        if (login.isPresent() && tokens.isExpired(login.get().password())) {
            return Reply.error(403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.");
        }
        Optional<TokenIssuer.Grant> grant = login.flatMap(l -> tokens.check(l.password()));
        if (grant.isEmpty()) {
            return Reply.text(401, "Not Authorized\n")
                    .header("WWW-Authenticate", "Basic realm=\"https://" + HOST + "/\",service=\"ecr.amazonaws.com\"");
        }
        if (access == null || !access.isPush() || grant.get().user().equals(AwsAccount.WRITER.id())) {
            return null;
        }
        return Reply.error(
                403,
                "DENIED",
                "User: arn:aws:iam::" + ACCOUNT
                        + ":user/reader is not authorized to perform: ecr:InitiateLayerUpload on"
                        + " resource: arn:aws:ecr:" + REGION + ":" + ACCOUNT + ":repository/" + access.repository());
    }

    @Override
    Reply pong(Request request) {
        return Reply.status(200).header("Docker-Distribution-Api-Version", "registry/2.0");
    }

    @Override
    Reply missingOnPush(Access access) {
        if (hasCreationTemplate) {
            return null;
        }
        return hangsUpWithoutRepository ? Reply.hangUp() : missingOnPull(access);
    }

    @Override
    Reply missingOnPull(Access access) {
        return Reply.error(
                404,
                "NAME_UNKNOWN",
                "The repository with name '" + access.repository() + "' does not exist in the registry with id '"
                        + ACCOUNT + "'");
    }

    @Override
    boolean isLocked(String oldDigest, String newDigest) {
        return immutable;
    }

    @Override
    Reply locked(String repository, String tag) {
        return Reply.error(
                400,
                "TAG_INVALID",
                "The image tag '" + tag + "' already exists in the '" + repository
                        + "' repository and cannot be overwritten because the repository is immutable.");
    }

    @Override
    Reply overQuota(String repository, long size) {
        return Reply.error(403, "DENIED", "The quota of the registry has been exceeded");
    }
}
