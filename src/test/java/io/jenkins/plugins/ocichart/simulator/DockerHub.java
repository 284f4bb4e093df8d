package io.jenkins.plugins.ocichart.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Docker Hub: token server of its own, pushes create repositories in the user's namespace, one answer for "no right" and
 * "no such repository", pull rate limit counted on GET of manifests, downloads from R2.
 */
final class DockerHub extends TokenRegistry {
    static final String HOST = "registry-1.docker.io";
    static final String STORAGE = "docker-images-prod.r2.cloudflarestorage.com";
    private static final String TOKEN_HOST = "auth.docker.io";

    /** How many manifests may still be fetched by GET. */
    int pullsLeft = Integer.MAX_VALUE;

    DockerHub() {
        super(HOST, "https://" + TOKEN_HOST + "/token", "registry.docker.io");
        lifetime = Duration.ofSeconds(300);
        api.blobs().storageHost = STORAGE;
        api.blobs().onlyOneMechanism =
                "<Error><Code>InvalidArgument</Code><Message>Missing x-amz-content-sha256</Message></Error>";
    }

    @Override
    String namespace() {
        return "acme";
    }

    @Override
    Map<String, Site> sites() {
        Map<String, Site> sites = new HashMap<>();
        sites.put(HOST, this);
        sites.put("index.docker.io", this);
        sites.put(TOKEN_HOST, this::token);
        sites.put(STORAGE, api.blobs()::storage);
        return sites;
    }

    @Override
    Reply postedToken(Request request, Map<String, String> form) {
        return grantedByForm(request, form, Set.of());
    }

    @Override
    Reply badLogin(Request request) {
        return Reply.json(401, "{\"details\":\"incorrect username or password\"}");
    }

    @Override
    public Reply answer(Request request) {
        boolean counts = request.method().equals("GET") && request.path().contains("/manifests/");
        if (counts && request.bearer().isPresent() && pullsLeft-- <= 0) {
            return Reply.error(
                    429,
                    "TOOMANYREQUESTS",
                    "You have reached your pull rate limit. You may increase the limit by authenticating and upgrading:"
                            + " https://www.docker.com/increase-rate-limit");
        }
        Reply reply = super.answer(request);
        return request.path().contains("/manifests/")
                ? reply.header("ratelimit-limit", "100;w=21600").header("ratelimit-remaining", pullsLeft + ";w=21600")
                : reply;
    }

    /** The status is reported, the text is not known. */
    @Override
    Reply locked(String repository, String tag) {
        return Reply.error(403, "DENIED", "requested access to the resource is denied");
    }
}
