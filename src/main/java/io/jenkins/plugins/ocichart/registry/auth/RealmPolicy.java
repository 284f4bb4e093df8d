package io.jenkins.plugins.ocichart.registry.auth;

import io.jenkins.plugins.ocichart.registry.HostAddress;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.net.URI;
import java.util.Arrays;

/**
 * Which token servers a registry may name. A login goes there, so a registry that is hostile or taken over must not be
 * able to have it sent in the clear, or to make this machine call addresses that only it can reach.
 */
final class RealmPolicy {
    /** Pairs {@code REGISTRY=REALM} of hosts, separated by commas: logins of that registry may go to that private host. */
    private static final String TRUSTED = RealmPolicy.class.getName() + ".trusted";

    private RealmPolicy() {}

    /**
     * The token server's address, if it is acceptable: another host is normal, but no less encryption than the registry
     * has, no login in the address, and no loopback, link-local or private address unless it is the registry's own or the
     * system property named after this class, {@code .trusted}, has the pair {@code REGISTRY=REALM} of host names.
     *
     * @throws RegistryException naming registry and realm
     */
    static URI check(Origin registry, String realm) throws RegistryException {
        URI uri;
        Origin origin;
        try {
            uri = URI.create(realm.strip());
            origin = Origin.of(uri);
        } catch (IllegalArgumentException e) {
            throw refused(registry, realm, "which is not an http or https address");
        }
        if (registry.isSecure() && !origin.isSecure()) {
            throw refused(registry, realm, "which is not encrypted");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused(registry, origin.toString(), "with a login in the address");
        }
        boolean same = origin.host().equals(registry.host())
                || HostAddress.isLoopback(origin.host()) && HostAddress.isLoopback(registry.host());
        if (!same && HostAddress.isPrivate(origin.host()) && !isTrusted(registry, origin)) {
            throw refused(registry, realm, "which is a private address");
        }
        return uri;
    }

    private static boolean isTrusted(Origin registry, Origin realm) {
        String pair = registry.host() + "=" + realm.host();
        return Arrays.stream(System.getProperty(TRUSTED, "").split(","))
                .anyMatch(p -> p.strip().equalsIgnoreCase(pair));
    }

    private static RegistryException refused(Origin registry, String realm, String why) {
        int query = realm.indexOf('?');
        String shown = ServerText.quote(query < 0 ? realm : realm.substring(0, query), 120);
        return new RegistryException(
                "registry " + registry.authority() + " points logins at " + shown + ", " + why + "; not sent");
    }
}
