package io.jenkins.plugins.ocichart.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Quay: creates a repository when a token with the right to push is given out, so a token for pulling asked for first ends
 * in 401; even good answers to the ping carry the challenge; immutable tags by 409.
 */
final class Quay extends TokenRegistry {
    static final String HOST = "quay.io";

    Quay() {
        super(HOST, "https://" + HOST + "/v2/auth", HOST);
        lifetime = Duration.ofHours(1);
        api.pageSize = 100;
    }

    @Override
    String namespace() {
        return "acme";
    }

    @Override
    Map<String, Site> sites() {
        return Map.of(HOST, request -> request.path().equals("/v2/auth") ? token(request) : answer(request));
    }

    @Override
    Reply given(String user, Map<String, Set<String>> wanted) {
        for (Map.Entry<String, Set<String>> scope : wanted.entrySet()) {
            if (!Set.of("pull", "push", "*").containsAll(scope.getValue())) {
                return Reply.error(400, "INVALID_REQUEST", "Unable to decode repository and actions: " + scope);
            }
            if (scope.getValue().contains("push") && may(user, scope.getKey(), "push")) {
                store.create(scope.getKey());
            }
        }
        wanted.keySet().removeIf(repository -> !store.has(repository));
        return super.given(user, wanted);
    }

    @Override
    Reply anonymousToken(Map<String, Set<String>> wanted) {
        return wanted.isEmpty()
                ? Reply.error(401, "UNAUTHORIZED", "access to the requested resource is not authorized")
                : super.anonymousToken(wanted);
    }

    @Override
    Reply badLogin(Request request) {
        return Reply.error(401, "UNAUTHORIZED", "Could not find robot with username: acme+ci and supplied password.");
    }

    @Override
    Reply tokenReply(String token) {
        return Reply.json(200, "{\"token\":\"" + token + "\"}");
    }

    @Override
    Reply unauthenticated(Request request, Access access) {
        return Reply.error(401, "UNAUTHORIZED", "access to the requested resource is not authorized")
                .header("WWW-Authenticate", challenge(access, null));
    }

    @Override
    Reply insufficient(Request request, Access access) {
        return unauthenticated(request, access);
    }

    @Override
    Reply pong(Request request) {
        return Reply.json(200, "true").header("WWW-Authenticate", challenge(null, null));
    }

    @Override
    Reply locked(String repository, String tag) {
        return Reply.error(409, "TAG_IMMUTABLE", "tag is immutable and cannot be overwritten");
    }

    @Override
    Reply overQuota(String repository, long size) {
        return Reply.error(403, "DENIED", "Quota has been exceeded on namespace");
    }
}
