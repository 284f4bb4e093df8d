package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.HostAddress;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.http.Uris;
import java.net.URI;

/** The address of an upload session, which a registry gives as a URL, a path or, wrongly, as a host and a path. */
final class UploadLocation {
    private UploadLocation() {}

    /**
     * The address to send the content to.
     *
     * @param from where the answer came from
     * @param registry the registry, which is never left for one without TLS if it has TLS, nor from elsewhere for an
     *     address that only this machine or its cloud knows
     */
    static URI resolve(URI from, Origin registry, String location) throws RegistryException {
        String text = location.strip();
        Origin origin;
        URI target;
        try {
            String authority = from.getRawAuthority();
            boolean schemeMissing = text.startsWith(authority + "/");
            target = Uris.resolve(from, schemeMissing ? from.getScheme() + "://" + text : text);
            origin = Origin.of(target);
        } catch (IllegalArgumentException e) {
            throw new RegistryException(registry.authority() + " sends uploads to an unusable address (Location)", e);
        }
        if (target.getRawUserInfo() != null) {
            throw new RegistryException(
                    registry.authority() + " sends uploads to an address with a login in it (Location)");
        }
        if (!origin.host().equals(registry.host())
                && HostAddress.isLocalOnly(origin.host())
                && !HostAddress.isLoopback(registry.host())) {
            throw new RegistryException(
                    registry.authority() + " sends uploads to the local address " + origin.authority() + " (Location)");
        }
        if (registry.isSecure() && !origin.isSecure()) {
            throw new RegistryException(registry.authority() + " sends uploads from https to " + origin
                    + ": the reverse proxy before it has to pass X-Forwarded-Proto");
        }
        return target;
    }
}
