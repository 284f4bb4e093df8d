package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Harbor: whoever comes without a login is challenged for a token, whoever is refused with one gets a Basic challenge;
 * projects have to exist; immutable tags are refused by 412 for the same digest too, only when the manifest comes.
 */
final class Harbor extends TokenRegistry {
    static final String HOST = "harbor.example.com";
    private static final String PROJECT = "acme";
    private static final Request.Login WRITING_ROBOT = new Request.Login("robot$acme+jenkins", WRITER.password());
    private static final Request.Login READING_ROBOT = new Request.Login("robot$reader", READER.password());

    /** Whether the system is read-only. */
    boolean readOnly;
    /** Whether the project is a proxy cache. */
    boolean proxyCache;

    Harbor() {
        super(HOST, "https://" + HOST + "/service/token", "harbor-registry");
        lifetime = Duration.ofMinutes(30);
    }

    @Override
    String namespace() {
        return PROJECT;
    }

    @Override
    Map<String, Site> sites() {
        return Map.of(HOST, request -> request.path().equals("/service/token") ? token(request) : answer(request));
    }

    @Override
    RegistryCredential writer() {
        return RegistryCredential.basic(WRITING_ROBOT.user(), WRITING_ROBOT.password());
    }

    @Override
    RegistryCredential reader() {
        return RegistryCredential.basic(READING_ROBOT.user(), READING_ROBOT.password());
    }

    @Override
    Optional<String> user(Request.Login login) {
        if (login.equals(WRITING_ROBOT)) {
            return Optional.of(WRITER.user());
        }
        return login.equals(READING_ROBOT) ? Optional.of(READER.user()) : Optional.empty();
    }

    @Override
    Reply badLogin(Request request) {
        return Reply.status(401);
    }

    @Override
    Reply tokenReply(String token) {
        return Reply.json(
                200,
                "{\"token\":\"" + token + "\",\"access_token\":\"\",\"expires_in\":" + lifetime.toSeconds()
                        + ",\"issued_at\":\"" + tokens.now() + "\"}");
    }

    @Override
    Reply authorize(Request request, Access access) {
        if (!request.hasAuthorization()) {
            return unauthenticated(request, access);
        }
        Optional<String> user = request.basic().flatMap(this::user);
        Optional<TokenIssuer.Grant> grant = request.bearer().flatMap(tokens::check);
        if (user.isEmpty() && grant.isEmpty()) {
            return refused("unauthorized: authentication required");
        }
        if (access == null) {
            return null;
        }
        if (!access.repository().startsWith(PROJECT + "/")) {
            return Reply.error(
                            401,
                            "UNAUTHORIZED",
                            "project " + access.repository().split("/")[0] + " not found: project "
                                    + access.repository().split("/")[0] + " not found")
                    .header("Www-Authenticate", "");
        }
        boolean allowed = grant.map(g -> g.allows(access))
                .orElseGet(() -> access.actions().stream().allMatch(a -> may(user.orElse(""), access.repository(), a)));
        if (!allowed) {
            return refused(
                    "unauthorized to access repository: " + access.repository() + ", action: push: unauthorized to"
                            + " access repository: " + access.repository() + ", action: push");
        }
        if (access.isPush() && readOnly) {
            return Reply.error(403, "DENIED", "The system is in read only mode. Any modification is prohibited.");
        }
        return access.isPush() && proxyCache
                ? Reply.error(403, "DENIED", "can not push artifact to a proxy project: " + PROJECT)
                : null;
    }

    private static Reply refused(String message) {
        return Reply.error(401, "UNAUTHORIZED", message).header("Www-Authenticate", "Basic realm=\"harbor\"");
    }

    @Override
    Reply given(String user, Map<String, Set<String>> wanted) {
        return super.given(user, wanted).header("Set-Cookie", "sid=0123456789; Path=/; HttpOnly");
    }

    @Override
    Reply missingOnPull(Access access) {
        return Reply.error(404, "NOT_FOUND", "repository " + access.repository() + " not found");
    }

    @Override
    boolean isLocked(String oldDigest, String newDigest) {
        return immutable;
    }

    @Override
    Reply locked(String repository, String tag) {
        return Reply.error(
                412,
                "PRECONDITION",
                "Failed to process request due to '" + repository.substring(PROJECT.length() + 1) + ":" + tag
                        + "' configured as immutable.");
    }

    @Override
    Reply overQuota(String repository, long size) {
        return Reply.error(
                403,
                "DENIED",
                "adding 1.0 MiB of storage resource, which when updated to current usage of 9.5 MiB will exceed the configured"
                        + " upper limit of 10.0 MiB.");
    }
}
