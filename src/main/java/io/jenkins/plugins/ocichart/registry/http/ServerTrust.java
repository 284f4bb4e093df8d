package io.jenkins.plugins.ocichart.registry.http;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the servers whose certificates come from some roots, and keeps the certificate that it refuses. Or it trusts all, for
 * {@code insecureSkipTlsVerify}; the JVM's own trust managers also compare host names, so they aren't checked then either.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private final boolean all;
    private final KeyStore roots;

    /** Made at the first certificate: to read the JVM's own roots takes long, and plain HTTP needs none. */
    private X509ExtendedTrustManager manager;

    private ServerTrust(boolean all, KeyStore roots) {
        this.all = all;
        this.roots = roots;
    }

    /** Trust in every server. */
    static ServerTrust inAll() {
        return new ServerTrust(true, null);
    }

    /** Trust in servers with certificates from these roots, or, if they are null, from those of the JVM. */
    static ServerTrust in(KeyStore roots) {
        return new ServerTrust(false, roots);
    }

    private synchronized X509ExtendedTrustManager manager() throws CertificateException {
        if (manager == null) {
            try {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init(roots);
                manager = (X509ExtendedTrustManager) factory.getTrustManagers()[0]; // the JDK's only one
            } catch (GeneralSecurityException e) {
                throw new CertificateException("this Java's trusted certificates can't be read: " + e.getMessage(), e);
            }
        }
        return manager;
    }

    @FunctionalInterface
    private interface Check {
        void by(X509ExtendedTrustManager manager) throws CertificateException;
    }

    private void check(X509Certificate[] chain, Check check) throws CertificateException {
        if (!all) {
            X509ExtendedTrustManager own = manager();
            try {
                check.by(own);
            } catch (CertificateException e) {
                throw new UntrustedCertificateException(chain[0], e);
            }
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, manager -> manager.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, manager -> manager.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, manager -> manager.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0]; // what a server would tell its clients
    }
}
