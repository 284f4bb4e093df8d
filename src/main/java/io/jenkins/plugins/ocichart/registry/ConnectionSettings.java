package io.jenkins.plugins.ocichart.registry;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * How a registry is reached, as it is configured. Files are PEM files on the machine that makes the connection, which reads
 * them when it connects. Immutable. Not a record: XStream, by which builds and the system configuration keep this, can't read
 * those back.
 */
public final class ConnectionSettings implements Serializable {
    private static final long serialVersionUID = 1L;

    /** HTTPS with the JVM's own roots and proxy; plain HTTP only for loopback registries that answer it. */
    public static final ConnectionSettings DEFAULT = new ConnectionSettings(false, false, null, null, null);

    private final boolean plainHttp;
    private final boolean insecureSkipTlsVerify;
    private final String caFile;
    private final String certFile;
    private final String keyFile;
    private final ProxySettings proxy;

    /**
     * Settings with the JVM's default proxy. Blank files count as none, blanks around a file don't count.
     *
     * @param plainHttp speak HTTP without TLS; the other TLS settings don't matter then
     * @param insecureSkipTlsVerify accept any certificate for any host name
     * @param caFile certificates that are trusted instead of the JVM's own roots, or null
     * @param certFile client certificate (chain), or null; as with Helm it counts together with {@code keyFile} only
     * @param keyFile private key of {@code certFile}, unencrypted PKCS#8, PKCS#1 or SEC 1, or null
     */
    public ConnectionSettings(
            boolean plainHttp, boolean insecureSkipTlsVerify, String caFile, String certFile, String keyFile) {
        this(plainHttp, insecureSkipTlsVerify, caFile, certFile, keyFile, null);
    }

    /** Settings with a proxy; null for the JVM's default. */
    public ConnectionSettings(
            boolean plainHttp,
            boolean insecureSkipTlsVerify,
            String caFile,
            String certFile,
            String keyFile,
            ProxySettings proxy) {
        this.plainHttp = plainHttp;
        this.insecureSkipTlsVerify = insecureSkipTlsVerify;
        this.caFile = trimmed(caFile);
        this.certFile = trimmed(certFile);
        this.keyFile = trimmed(keyFile);
        this.proxy = proxy;
    }

    private static String trimmed(String file) {
        return file == null || file.isBlank() ? null : file.strip();
    }

    /** The same settings with this proxy, or with the JVM's default for null. */
    public ConnectionSettings withProxy(ProxySettings newProxy) {
        return new ConnectionSettings(plainHttp, insecureSkipTlsVerify, caFile, certFile, keyFile, newProxy);
    }

    /**
     * The same settings with files that don't depend on the current directory.
     *
     * @param directory the directory that relative files are below
     * @throws IOException if a file's name can't be one, in one line
     */
    public ConnectionSettings below(Path directory) throws IOException {
        return new ConnectionSettings(
                plainHttp,
                insecureSkipTlsVerify,
                below(directory, caFile),
                below(directory, certFile),
                below(directory, keyFile),
                proxy);
    }

    private static String below(Path directory, String file) throws IOException {
        try {
            return file == null ? null : directory.resolve(file).toString();
        } catch (InvalidPathException e) {
            throw new IOException("'" + file + "' is no valid path: " + e.getReason(), e);
        }
    }

    /** Whether nothing is said about the connection, so that the settings of another place may hold; the proxy doesn't count. */
    public boolean isDefault() {
        return !plainHttp && !insecureSkipTlsVerify && !namesFiles();
    }

    /** Whether files of the machine that connects are named. */
    public boolean namesFiles() {
        return caFile != null || certFile != null || keyFile != null;
    }

    /** Whether the registry is spoken to without TLS. */
    public boolean plainHttp() {
        return plainHttp;
    }

    /** Whether any certificate for any host name is accepted. */
    public boolean insecureSkipTlsVerify() {
        return insecureSkipTlsVerify;
    }

    /** The certificates that are trusted instead of the JVM's own roots, or null. */
    public String caFile() {
        return caFile;
    }

    /** The client certificate, or null. */
    public String certFile() {
        return certFile;
    }

    /** The client certificate's private key, or null. */
    public String keyFile() {
        return keyFile;
    }

    /** The proxy, or null for the JVM's default. */
    public ProxySettings proxy() {
        return proxy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConnectionSettings that
                && plainHttp == that.plainHttp
                && insecureSkipTlsVerify == that.insecureSkipTlsVerify
                && Objects.equals(caFile, that.caFile)
                && Objects.equals(certFile, that.certFile)
                && Objects.equals(keyFile, that.keyFile)
                && Objects.equals(proxy, that.proxy);
    }

    @Override
    public int hashCode() {
        return Objects.hash(plainHttp, insecureSkipTlsVerify, caFile, certFile, keyFile, proxy);
    }

    /** Names files and the proxy, never a password. */
    @Override
    public String toString() {
        return "ConnectionSettings[plainHttp=" + plainHttp + ", insecureSkipTlsVerify=" + insecureSkipTlsVerify
                + ", caFile=" + caFile + ", certFile=" + certFile + ", keyFile=" + keyFile + ", proxy=" + proxy + "]";
    }
}
