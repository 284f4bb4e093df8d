package io.jenkins.plugins.ocichart.registry;

import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port: the unit of trust of a connection (RFC 6454). Credentials for one origin are never sent to
 * another one.
 *
 * @param scheme {@code http} or {@code https}
 * @param host lower-case host name or address; an IPv6 address without its brackets
 * @param port the port, the scheme's default if the URL names none
 */
public record Origin(String scheme, String host, int port) {
    /**
     * The origin of an absolute {@code http} or {@code https} URL.
     *
     * @throws IllegalArgumentException if the URL has another scheme or no host
     */
    public static Origin of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("not an http or https address with a host");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, withoutBrackets(uri.getHost()).toLowerCase(Locale.ROOT), port);
    }

    public boolean isSecure() {
        return scheme.equals("https");
    }

    /** {@code host[:port]} for messages; the port only if it isn't the scheme's default. */
    public String authority() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return port == (isSecure() ? 443 : 80) ? shown : shown + ":" + port;
    }

    /** A host without the brackets that an IPv6 address has in URLs. */
    public static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
