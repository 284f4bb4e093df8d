package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Amazon ECR Public: bearer tokens with the scope {@code aws}, Basic and stale tokens refused by 400 without a challenge,
 * the decoded authorization token as a bearer token too, repositories have to be created, no tag listing.
 */
final class ElasticContainerRegistryPublic extends TokenRegistry {
    static final String HOST = "public.ecr.aws";
    static final String API_HOST = "api.ecr-public.us-east-1.amazonaws.com";
    private static final String USER = "AWS";
    private static final String STORAGE = "d5l0dvt14r5h8.cloudfront.net";

    final AwsAccount aws = new AwsAccount();

    /** Whether tags can be listed. */
    boolean listsTags = true;

    ElasticContainerRegistryPublic() {
        super(HOST, "https://" + HOST + "/token/", HOST);
        lifetime = Duration.ofHours(12);
        publicRead = true;
        api.blobs().storageHost = STORAGE;
    }

    @Override
    String namespace() {
        return "a1b2c3d4";
    }

    @Override
    Map<String, Site> sites() {
        Map<String, Site> sites = new HashMap<>();
        sites.put(HOST, request -> request.path().equals("/token/") ? token(request) : answer(request));
        sites.put(API_HOST, this::amazonApi);
        sites.put("sts.us-east-1.amazonaws.com", aws::securityTokenService);
        sites.put(STORAGE, api.blobs()::storage);
        return sites;
    }

    @Override
    String scope(Access access) {
        return "aws";
    }

    @Override
    RegistryCredential writer() {
        return RegistryCredential.basic(USER, authorization(AwsAccount.WRITER));
    }

    @Override
    RegistryCredential reader() {
        return RegistryCredential.basic(USER, authorization(AwsAccount.READER));
    }

    private String authorization(AwsAccount.Key key) {
        return tokens.issue("ecr-public", key.id(), Map.of(), Duration.ofHours(12));
    }

    @Override
    void prepare(String repository) {
        store.create(repository);
    }

    @Override
    boolean createsOnPush() {
        return false;
    }

    private Reply amazonApi(Request request) {
        if (!request.header("x-amz-target").equals("SpencerFrontendService.GetAuthorizationToken")) {
            return Reply.json(400, "{\"__type\":\"UnknownOperationException\"}");
        }
        AwsAccount.Verdict verdict = aws.verify(request, "us-east-1", "ecr-public");
        if (verdict.refusal() != null) {
            return verdict.refusal();
        }
        String pair = USER + ":" + authorization(verdict.key());
        String base64 = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return Reply.json(
                200, "{\"authorizationData\":{\"authorizationToken\":\"" + base64 + "\",\"expiresAt\":1.76E9}}");
    }

    @Override
    java.util.Optional<String> user(Request.Login login) {
        return login.user().equals(USER)
                ? tokens.check(login.password()).map(TokenIssuer.Grant::user)
                : java.util.Optional.empty();
    }

    @Override
    Reply authorize(Request request, Access access) {
        if (!request.hasAuthorization()) {
            return unauthenticated(request, access);
        }
        TokenIssuer.Grant grant = request.bearer().flatMap(tokens::check).orElse(null);
        if (grant == null) {
            return Reply.error(400, "DENIED", "Your Authorization Token is invalid.");
        }
        if (access == null || !access.isPush() || grant.user().equals(AwsAccount.WRITER.id())) {
            return null;
        }
        return Reply.error(
                403,
                "DENIED",
                "User: arn:aws:iam::123456789012:user/reader is not authorized to perform: ecr-public:InitiateLayerUpload on"
                        + " resource: arn:aws:ecr-public::123456789012:repository/" + access.repository());
    }

    @Override
    Reply given(String user, Map<String, Set<String>> wanted) {
        return Reply.json(200, "{\"token\":\"" + tokens.issue("public", user, Map.of(), lifetime) + "\"}");
    }

    @Override
    Reply missingOnPush(Access access) {
        return missingOnPull(access);
    }

    @Override
    Reply missingOnPull(Access access) {
        return Reply.error(
                404,
                "NAME_UNKNOWN",
                "The repository with name '" + access.repository()
                        + "' does not exist in the registry with id '123456789012'");
    }

    @Override
    public Reply answer(Request request) {
        return request.path().endsWith("/tags/list") && !listsTags
                ? Reply.error(404, "NOT_FOUND", "not found")
                : super.answer(request);
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
                        + "' repository and cannot be overwritten because the tag is immutable.");
    }
}
