package io.jenkins.plugins.ocichart.registry.http;

/**
 * What is trusted and what is shown in a TLS handshake.
 *
 * @param insecureSkipTlsVerify accept any certificate for any host name
 * @param caFile PEM file with the certificates that are trusted instead of the JVM's own, or null
 * @param certFile PEM file with the client certificate and the certificates between it and its CA, or null
 * @param keyFile PEM file with the client certificate's private key, or null; as with Helm, a certificate counts only
 *     together with its key
 * @param clientKey a client certificate with its key that is in memory, or null; it goes before the files
 * @param clientHost the only host that the client certificate is shown to
 */
public record TlsSettings(
        boolean insecureSkipTlsVerify,
        String caFile,
        String certFile,
        String keyFile,
        ClientKey clientKey,
        String clientHost) {
    /** The JVM's own roots, no client certificate. */
    public static final TlsSettings DEFAULT = new TlsSettings(false, null, null, null, null, null);

    /**
     * A client certificate with its private key.
     *
     * @param pkcs12 a PKCS#12 store with one key entry
     * @param password password of the store and of the key
     */
    public record ClientKey(byte[] pkcs12, String password) {
        @Override
        public String toString() {
            return "ClientKey[<redacted>]";
        }
    }
}
