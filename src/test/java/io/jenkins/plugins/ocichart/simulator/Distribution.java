package io.jenkins.plugins.ocichart.simulator;

import java.util.Map;
import java.util.Set;

/** CNCF Distribution with a token server on another host, as its documentation describes it; also read-only. */
final class Distribution extends TokenRegistry {
    static final String HOST = "registry.example.com";
    static final String TOKEN_HOST = "auth.example.com";
    static final String REFRESH_TOKEN = "refresh-token-of-writer";

    /** Whether it is a pull-through cache or in maintenance. */
    boolean readOnly;
    /** Whether its repository policy lets Helm's media types in. */
    boolean refusesCharts;

    Distribution() {
        super(HOST, "https://" + TOKEN_HOST + "/token", HOST);
    }

    @Override
    Map<String, Site> sites() {
        return Map.of(
                HOST,
                this,
                TOKEN_HOST,
                request -> request.path().equals("/token") ? token(request) : Reply.status(404));
    }

    @Override
    Reply postedToken(Request request, Map<String, String> form) {
        return grantedByForm(request, form, Set.of(REFRESH_TOKEN));
    }

    @Override
    Reply authorize(Request request, Access access) {
        Reply refused = super.authorize(request, access);
        if (refused == null && readOnly && !request.isRead()) {
            return Reply.error(405, "UNSUPPORTED", "The operation is unsupported.");
        }
        boolean manifest = request.method().equals("PUT") && request.path().contains("/manifests/");
        return refused == null && refusesCharts && manifest
                ? Reply.error(403, "DENIED", "unknown manifest class for application/vnd.cncf.helm.config.v1+json")
                : refused;
    }
}
