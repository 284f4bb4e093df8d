package io.jenkins.plugins.ocichart.registry;

import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An HTTP proxy and the hosts that are reached without it, as Jenkins' proxy configuration has them.
 *
 * @param host the proxy's host name or address, without a scheme
 * @param port the proxy's port
 * @param user user name for a Basic login at the proxy, or null
 * @param password password that goes with {@code user}, or null
 * @param noProxy host patterns that are reached directly, separated by blanks, commas, line ends or {@code |}; {@code *}
 *     stands for any text and the whole host name has to match, which is how Jenkins reads its No Proxy Host field. Null
 *     or empty means none. Loopback hosts are always reached directly.
 */
public record ProxySettings(String host, int port, String user, String password, String noProxy)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public ProxySettings {
        Objects.requireNonNull(host, "host");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("the proxy's port must be between 1 and 65535, not " + port);
        }
    }

    /** A proxy without a login that is used for every host. */
    public ProxySettings(String host, int port) {
        this(host, port, null, null, null);
    }

    /** Whether requests to this host ({@code registry.example.com}, {@code 10.0.0.1}, {@code ::1}) go through the proxy. */
    public boolean appliesTo(String targetHost) {
        String bare = Origin.withoutBrackets(targetHost);
        if (HostAddress.isLoopback(bare)) {
            return false;
        }
        for (String entry : noProxy == null ? new String[0] : noProxy.split("[ \t\r\n,|]+")) {
            String regex = Pattern.quote(entry).replace("*", "\\E.*\\Q");
            if (Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(bare).matches()) {
                return false;
            }
        }
        return true;
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    public String authority() {
        String bare = Origin.withoutBrackets(host);
        return (bare.contains(":") ? "[" + bare + "]" : bare) + ":" + port;
    }

    /** Names the proxy, never the password. */
    @Override
    public String toString() {
        return "ProxySettings[" + host + ":" + port + (user == null ? "" : ", user=" + user + ", password=<redacted>")
                + (noProxy == null || noProxy.isBlank() ? "" : ", noProxy=" + noProxy) + "]";
    }
}
