package io.jenkins.plugins.ocichart.simulator;

/**
 * zot: Basic login, 403 with a Basic challenge where the policy forbids something, overwriting needs the right to update,
 * a POST with a digest stores the blob, relative {@code Location}, quota answered by 429.
 */
final class Zot extends RegistrySimulator {
    static final String HOST = "zot.example.com";

    Zot() {
        super(HOST);
        api.blobs().relativeLocation = true;
        api.blobs().singlePost = true;
    }

    @Override
    Reply authorize(Request request, Access access) {
        Request.Login login = request.basic().filter(this::isKnown).orElse(null);
        if (login == null) {
            return Reply.error(401, "UNAUTHORIZED", "authentication required")
                    .header("WWW-Authenticate", "Basic realm=\"zot\"");
        }
        boolean allowed = access == null
                || access.actions().stream().allMatch(action -> may(login.user(), access.repository(), action));
        return allowed ? null : denied();
    }

    private static Reply denied() {
        return Reply.error(403, "DENIED", "requested access to the resource is denied")
                .header("WWW-Authenticate", "Basic realm=\"zot\"");
    }

    @Override
    public Reply answer(Request request) {
        boolean single =
                request.method().equals("POST") && !request.parameter("digest").isEmpty();
        return single && !request.header("content-type").equals("application/octet-stream")
                ? Reply.status(415)
                : super.answer(request);
    }

    @Override
    Reply locked(String repository, String tag) {
        return denied();
    }

    @Override
    Reply overQuota(String repository, long size) {
        return Reply.error(429, "TOOMANYREQUESTS", "repository quota exceeded");
    }
}
