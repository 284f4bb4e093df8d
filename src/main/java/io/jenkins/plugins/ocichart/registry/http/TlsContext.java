package io.jenkins.plugins.ocichart.registry.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes TLS contexts; nothing of them is shared with the rest of the JVM. */
final class TlsContext {
    private static final char[] IN_MEMORY = "in-memory".toCharArray();

    private TlsContext() {}

    /**
     * The context for these settings.
     *
     * @throws IOException with one line that names the file which can't be used
     */
    static SSLContext create(TlsMaterial tls) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(tls), new TrustManager[] {trustManager(tls)}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot set up TLS: " + e.getMessage(), e);
        }
    }

    private static TrustManager trustManager(TlsMaterial tls) throws GeneralSecurityException, IOException {
        if (tls.settings().insecureSkipTlsVerify()) {
            return new TrustingEverybody();
        }
        KeyStore roots = null;
        if (tls.ca() != null) {
            roots = emptyStore();
            int number = 0;
            for (X509Certificate certificate : tls.ca().certificates()) {
                roots.setCertificateEntry("ca" + number++, certificate);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return new ExplainingTrust(extended);
            }
        }
        throw new GeneralSecurityException("this Java has no X.509 trust manager");
    }

    private static KeyManager[] keyManagers(TlsMaterial tls) throws GeneralSecurityException, IOException {
        TlsSettings settings = tls.settings();
        KeyStore store;
        char[] password = IN_MEMORY;
        if (settings.clientKey() != null) {
            String text = settings.clientKey().password();
            password = text == null ? new char[0] : text.toCharArray();
            store = pkcs12(settings.clientKey().pkcs12(), password);
        } else if (tls.cert() != null && tls.key() != null) {
            store = emptyStore();
            List<X509Certificate> chain = tls.cert().certificates();
            store.setKeyEntry("client", tls.key().privateKey(), IN_MEMORY, chain.toArray(new X509Certificate[0]));
        } else {
            return new KeyManager[0];
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        KeyManager[] managers = factory.getKeyManagers();
        for (int i = 0; i < managers.length; i++) {
            if (managers[i] instanceof X509ExtendedKeyManager extended && settings.clientHost() != null) {
                managers[i] = new KeyForOneHost(extended, settings.clientHost());
            }
        }
        return managers;
    }

    private static KeyStore pkcs12(byte[] bytes, char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(new ByteArrayInputStream(bytes), password);
        } catch (IOException e) {
            throw new IOException("cannot open the client certificate's key store: wrong password, or not PKCS#12", e);
        }
        return store;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
