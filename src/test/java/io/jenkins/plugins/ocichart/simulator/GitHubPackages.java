package io.jenkins.plugins.ocichart.simulator;

import java.util.Map;

/** GitHub's ghcr.io: any user name with a token, 403 where the package's access or the organisation forbids it. */
final class GitHubPackages extends TokenRegistry {
    static final String HOST = "ghcr.io";
    private static final String STORAGE = "pkg-containers.githubusercontent.com";

    GitHubPackages() {
        super(HOST, "https://" + HOST + "/token", HOST);
        api.blobs().storageHost = STORAGE;
        api.blobs().relativeLocation = true;
    }

    @Override
    Map<String, Site> sites() {
        return Map.of(
                HOST,
                request -> request.path().equals("/token") ? token(request) : answer(request),
                STORAGE,
                api.blobs()::storage);
    }

    /** The ping's scope is a placeholder. */
    @Override
    String scope(Access access) {
        return access == null ? "repository:user/image:pull" : access.scope();
    }

    @Override
    java.util.Optional<String> user(Request.Login login) {
        if (login.password().equals(WRITER.password())) {
            return java.util.Optional.of(WRITER.user());
        }
        return login.password().equals(READER.password())
                ? java.util.Optional.of(READER.user())
                : java.util.Optional.empty();
    }

    @Override
    Reply badLogin(Request request) {
        return Reply.error(403, "DENIED", "denied: denied");
    }

    @Override
    Reply tokenReply(String token) {
        return Reply.json(200, "{\"token\":\"" + token + "\"}");
    }

    @Override
    Reply insufficient(Request request, Access access) {
        return Reply.error(403, "DENIED", "permission_denied: write_package");
    }

    @Override
    Reply locked(String repository, String tag) {
        return Reply.error(403, "DENIED", "permission_denied: the tag is immutable");
    }
}
