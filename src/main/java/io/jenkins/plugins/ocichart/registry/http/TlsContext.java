package io.jenkins.plugins.ocichart.registry.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
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

/** Makes the TLS context of one connection; nothing of it is shared with the rest of the JVM. */
final class TlsContext {
    private static final char[] IN_MEMORY = "in-memory".toCharArray();

    private TlsContext() {}

    /**
     * The context for these settings.
     *
     * @throws IOException with one line that names the file which can't be used
     */
    static SSLContext create(TlsSettings settings) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(settings), new TrustManager[] {trustManager(settings)}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot set up TLS: " + e.getMessage(), e);
        }
    }

    private static TrustManager trustManager(TlsSettings settings) throws GeneralSecurityException, IOException {
        if (settings.insecureSkipTlsVerify()) {
            return new TrustingEverybody();
        }
        KeyStore roots = null;
        if (settings.caFile() != null) {
            roots = emptyStore();
            int number = 0;
            for (X509Certificate certificate :
                    PemFile.read(Path.of(settings.caFile()), "CA file").certificates()) {
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

    private static KeyManager[] keyManagers(TlsSettings settings) throws GeneralSecurityException, IOException {
        KeyStore store;
        char[] password = IN_MEMORY;
        if (settings.clientKey() != null) {
            String text = settings.clientKey().password();
            password = text == null ? new char[0] : text.toCharArray();
            store = pkcs12(settings.clientKey().pkcs12(), password);
        } else if (settings.certFile() != null && settings.keyFile() != null) {
            store = emptyStore();
            List<X509Certificate> chain = PemFile.read(Path.of(settings.certFile()), "client certificate")
                    .certificates();
            store.setKeyEntry(
                    "client",
                    PemFile.read(Path.of(settings.keyFile()), "client key").privateKey(),
                    IN_MEMORY,
                    chain.toArray(new X509Certificate[0]));
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
