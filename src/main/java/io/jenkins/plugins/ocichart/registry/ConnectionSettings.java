package io.jenkins.plugins.ocichart.registry;

import java.io.Serializable;

/**
 * How a registry is reached. Files are PEM files on the machine that makes the connection; give them as absolute paths.
 *
 * @param plainHttp speak HTTP without TLS; the other TLS settings don't matter then
 * @param insecureSkipTlsVerify accept any certificate for any host name
 * @param caFile certificates that are trusted instead of the JVM's own roots, or null
 * @param certFile client certificate (chain), or null; as with Helm it counts together with {@code keyFile} only
 * @param keyFile private key of {@code certFile}, unencrypted PKCS#8, PKCS#1 or SEC 1, or null
 * @param proxy the proxy to use, or null for the JVM's default
 */
public record ConnectionSettings(
        boolean plainHttp,
        boolean insecureSkipTlsVerify,
        String caFile,
        String certFile,
        String keyFile,
        ProxySettings proxy)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** HTTPS with the JVM's own roots and proxy; plain HTTP only for loopback registries that answer it. */
    public static final ConnectionSettings DEFAULT = new ConnectionSettings(false, false, null, null, null, null);

    public ConnectionSettings {
        caFile = nullIfBlank(caFile);
        certFile = nullIfBlank(certFile);
        keyFile = nullIfBlank(keyFile);
    }

    /** The same settings with this proxy, or with the JVM's default for null. */
    public ConnectionSettings withProxy(ProxySettings newProxy) {
        return new ConnectionSettings(plainHttp, insecureSkipTlsVerify, caFile, certFile, keyFile, newProxy);
    }

    private static String nullIfBlank(String path) {
        return path == null || path.isBlank() ? null : path;
    }
}
