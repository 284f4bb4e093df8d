package io.jenkins.plugins.ocichart.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * JFrog Artifactory with repositories in the path: the first segment is the repository key, which challenges leave out of
 * their scopes; Basic is taken directly too; redeployment can be forbidden.
 */
final class Artifactory extends TokenRegistry {
    static final String HOST = "acme.jfrog.io";
    private static final String KEY = "helm-local";

    /** Whether Basic is taken without a token. */
    boolean takesBasic;

    Artifactory() {
        super(HOST, "https://" + HOST + "/artifactory/api/docker/" + KEY + "/v2/token", "artifactory");
        lifetime = Duration.ofHours(1);
    }

    @Override
    String namespace() {
        return KEY + "/team";
    }

    @Override
    String foreignRepository() {
        return KEY + "/others";
    }

    @Override
    Map<String, Site> sites() {
        return Map.of(
                HOST,
                request -> request.path().equals("/artifactory/api/docker/" + KEY + "/v2/token")
                        ? token(request)
                        : answer(request)
                                .header("Server", "Artifactory/7.98.7")
                                .header("X-Artifactory-Id", "0123456789abcdef"));
    }

    /** Without the repository key. */
    @Override
    String scope(Access access) {
        return access == null || !access.repository().startsWith(KEY + "/")
                ? null
                : new Access(access.repository().substring(KEY.length() + 1), access.actions()).scope();
    }

    @Override
    Reply authorize(Request request, Access access) {
        if (access != null && !access.repository().startsWith(KEY + "/")) {
            return Reply.text(404, "{\"errors\":[{\"code\":\"unknown\",\"message\":\"Not Found\"}]}");
        }
        boolean basic = takesBasic && request.basic().filter(this::isKnown).isPresent();
        if (basic) {
            String user = request.basic().orElseThrow().user();
            boolean allowed =
                    access == null || access.actions().stream().allMatch(a -> may(user, access.repository(), a));
            return allowed ? null : insufficient(request, access);
        }
        return super.authorize(request, access);
    }

    @Override
    Map<String, Set<String>> granted(String user, Map<String, Set<String>> wanted) {
        Map<String, Set<String>> granted = new HashMap<>();
        wanted.forEach((name, actions) -> granted.putAll(super.granted(user, Map.of(KEY + "/" + name, actions))));
        return granted;
    }

    @Override
    Reply insufficient(Request request, Access access) {
        return json(403, "DENIED", "The requested access to the resource is denied");
    }

    @Override
    Reply locked(String repository, String tag) {
        return json(
                403,
                "DENIED",
                "Not enough permissions to delete/overwrite artifact '" + repository + "/" + tag + "/manifest.json'");
    }

    private static Reply json(int status, String code, String message) {
        return Reply.status(status)
                .header("Content-Type", "application/json;charset=ISO-8859-1")
                .body(Reply.error(status, code, message).body());
    }
}
