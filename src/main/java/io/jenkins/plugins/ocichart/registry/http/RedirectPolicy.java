package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.HostAddress;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.http.TransportException.Kind;
import java.net.URI;
import java.util.Set;

/** Where an answer may send a client. */
final class RedirectPolicy {
    static final int MAX_REDIRECTS = 5;

    private static final Set<Integer> ANY_METHOD = Set.of(307, 308);
    private static final Set<Integer> READS_ONLY = Set.of(301, 302, 303);

    private RedirectPolicy() {}

    /** Whether this answer is a redirect that may be followed with the same method and body. */
    static boolean isRedirect(TransportResponse response, String method) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return response.header("Location").isPresent()
                && (ANY_METHOD.contains(response.status()) || reads && READS_ONLY.contains(response.status()));
    }

    /**
     * The address that a redirect leads to.
     *
     * @param first the address of the request as the caller made it
     * @throws TransportException if it would leave TLS, isn't HTTP, or leads from elsewhere to this machine or to an
     *     address that only this machine or its cloud knows
     */
    static URI target(URI first, URI from, String location) throws TransportException {
        Origin home = Origin.of(first);
        URI target;
        Origin origin;
        try {
            target = Uris.resolve(from, location);
            origin = Origin.of(target);
        } catch (IllegalArgumentException e) {
            throw refused(home, "to an unusable address", e);
        }
        if (!origin.isSecure() && Origin.of(from).isSecure()) {
            throw refused(
                    home, "from https to http (" + origin + "): its reverse proxy has to pass X-Forwarded-Proto", null);
        }
        if (target.getRawUserInfo() != null) {
            throw refused(home, "to an address with a login in it", null);
        }
        if (!origin.host().equals(home.host())
                && HostAddress.isLocalOnly(origin.host())
                && !HostAddress.isLoopback(home.host())) {
            throw refused(home, "to the local address " + origin.authority(), null);
        }
        return target;
    }

    private static TransportException refused(Origin home, String where, Throwable cause) {
        return new TransportException(Kind.REDIRECT, home.authority() + " redirects " + where, cause);
    }
}
