package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * What a TLS handshake trusts and shows. The files that the settings name are read once; nothing is shared with the rest of
 * the JVM.
 *
 * @param insecure whether any certificate for any host name is accepted
 * @param ca the certificates that are trusted instead of the JVM's own, or null
 * @param cert the client certificate, or null if certificate and key aren't both given as files
 * @param key its private key, or null
 * @param clientKey a client certificate with its key that is in memory and goes before the files, or null
 * @param clientHost the only host that the client certificate is shown to, or null for all
 */
record TlsMaterial(
        boolean insecure, PemFile ca, PemFile cert, PemFile key, RegistryCredential clientKey, String clientHost) {
    private static final char[] IN_MEMORY = "in-memory".toCharArray();

    /**
     * Reads the files.
     *
     * @param credential counts if it is a client certificate
     * @throws IOException with one line that names the file which can't be read
     */
    static TlsMaterial load(ConnectionSettings settings, RegistryCredential credential, String clientHost)
            throws IOException {
        boolean client = settings.certFile() != null && settings.keyFile() != null;
        return new TlsMaterial(
                settings.insecureSkipTlsVerify(),
                settings.caFile() == null ? null : PemFile.read(Path.of(settings.caFile()), "CA file"),
                client ? PemFile.read(Path.of(settings.certFile()), "client certificate") : null,
                client ? PemFile.read(Path.of(settings.keyFile()), "client key") : null,
                credential.kind() == RegistryCredential.Kind.CLIENT_CERTIFICATE ? credential : null,
                clientHost);
    }

    /** A digest that is equal for material that trusts and shows the same, wherever the files are. */
    String fingerprint() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        add(all, insecure ? "insecure" : "verified");
        add(all, clientHost);
        for (PemFile file : new PemFile[] {ca, cert, key}) {
            add(all, file == null ? null : file.text());
        }
        if (clientKey != null) {
            add(all, clientKey.secret());
            all.writeBytes(clientKey.keyStore());
        }
        return Digest.sha256(all.toByteArray()).hex();
    }

    private static void add(ByteArrayOutputStream all, String part) {
        byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
        all.writeBytes((part == null ? "none:" : bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(bytes);
    }

    /**
     * The context for handshakes.
     *
     * @throws IOException with one line that names the file which can't be used
     */
    SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), new TrustManager[] {trustManager()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot set up TLS: " + ErrorLine.reason(e), e);
        }
    }

    private TrustManager trustManager() throws GeneralSecurityException, IOException {
        if (insecure) {
            return ServerTrust.inAll();
        }
        KeyStore roots = null;
        if (ca != null) {
            roots = emptyStore();
            int number = 0;
            for (X509Certificate certificate : ca.certificates()) {
                roots.setCertificateEntry("ca" + number++, certificate);
            }
        }
        return ServerTrust.in(roots);
    }

    private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        char[] password = IN_MEMORY;
        if (clientKey != null) {
            password = clientKey.secret() == null
                    ? new char[0]
                    : clientKey.secret().toCharArray();
            load(store, clientKey.keyStore(), password);
        } else if (cert != null) {
            X509Certificate[] chain = cert.certificates().toArray(new X509Certificate[0]);
            store.setKeyEntry("client", key.privateKey(), IN_MEMORY, chain);
        } else {
            return new KeyManager[0];
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        KeyManager[] managers = factory.getKeyManagers();
        for (int i = 0; i < managers.length; i++) {
            if (managers[i] instanceof X509ExtendedKeyManager extended && clientHost != null) {
                managers[i] = new KeyForOneHost(extended, clientHost);
            }
        }
        return managers;
    }

    private static void load(KeyStore store, byte[] pkcs12, char[] password)
            throws GeneralSecurityException, IOException {
        try {
            store.load(new ByteArrayInputStream(pkcs12), password);
        } catch (IOException e) {
            throw new IOException("cannot open the client certificate's key store: wrong password, or not PKCS#12", e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
