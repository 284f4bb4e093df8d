package io.jenkins.plugins.ocichart.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** GitLab: token server on another host, wrong logins refused by 403 there, short tokens, projects have to exist. */
final class GitLab extends TokenRegistry {
    static final String HOST = "registry.gitlab.com";
    private static final String STORAGE = "storage.googleapis.com";

    /** Status where a protected or immutable tag refuses a push. */
    int lockedStatus = 403;

    GitLab() {
        super(HOST, "https://gitlab.com/jwt/auth", "container_registry");
        lifetime = Duration.ofMinutes(15);
        api.blobs().storageHost = STORAGE;
    }

    @Override
    String namespace() {
        return "acme/platform/charts";
    }

    @Override
    Map<String, Site> sites() {
        Map<String, Site> sites = new HashMap<>();
        sites.put(HOST, this);
        sites.put("gitlab.com", request -> request.path().equals("/jwt/auth") ? token(request) : Reply.status(404));
        sites.put(STORAGE, api.blobs()::storage);
        return sites;
    }

    @Override
    Reply badLogin(Request request) {
        return Reply.error(403, "DENIED", "access forbidden");
    }

    @Override
    Reply tokenReply(String token) {
        return Reply.json(200, "{\"token\":\"" + token + "\"}");
    }

    @Override
    Reply locked(String repository, String tag) {
        return Reply.error(lockedStatus, "DENIED", "the tag is protected or immutable");
    }
}
