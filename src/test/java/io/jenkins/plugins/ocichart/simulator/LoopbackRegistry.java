package io.jenkins.plugins.ocichart.simulator;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A registry with tokens, its token server, a web server and, by another name, its storage host: all at one plain HTTP port of
 * this machine.
 */
final class LoopbackRegistry extends TokenRegistry {
    /** The files of the web server, by their path. */
    final Map<String, byte[]> files = new ConcurrentHashMap<>();

    LoopbackRegistry(String host) {
        super(host, "http://" + host + "/token", "loopback");
        api.blobs().storageScheme = "http";
        api.blobs().storageHost = host.replaceFirst("[^:]+", "localhost");
    }

    @Override
    public Reply answer(Request request) {
        if (files.containsKey(request.path())) {
            return Reply.status(200).body(files.get(request.path()));
        }
        if (request.path().equals("/token")) {
            return token(request);
        }
        return request.path().startsWith("/sha256/") ? api.blobs().storage(request) : super.answer(request);
    }

    @Override
    Reply postedToken(Request request, Map<String, String> form) {
        return grantedByForm(request, form, Set.of());
    }
}
