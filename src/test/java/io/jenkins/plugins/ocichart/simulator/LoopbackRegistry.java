package io.jenkins.plugins.ocichart.simulator;

/**
 * A registry with tokens, its token server and, by another name, its storage host: all at one plain HTTP port of this
 * machine.
 */
final class LoopbackRegistry extends TokenRegistry {
    LoopbackRegistry(String host) {
        super(host, "http://" + host + "/token", "loopback");
        api.blobs().storageScheme = "http";
        api.blobs().storageHost = host.replaceFirst("[^:]+", "localhost");
    }

    @Override
    public Reply answer(Request request) {
        if (request.path().equals("/token")) {
            return token(request);
        }
        return request.path().startsWith("/sha256/") ? api.blobs().storage(request) : super.answer(request);
    }

    @Override
    Reply postedToken(Request request, java.util.Map<String, String> form) {
        return grantedByForm(request, form, java.util.Set.of());
    }
}
