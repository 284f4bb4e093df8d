package io.jenkins.plugins.ocichart.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates that the JDK's {@code keytool} makes at run time, in one PKCS#12 store. */
public final class TestKeyStore {
    public static final String PASSWORD = "changeit";

    private final Path file;

    private TestKeyStore(Path file) {
        this.file = file;
    }

    /** An empty store in a file of its own. */
    public static TestKeyStore create() {
        try {
            Path directory = Files.createTempDirectory("keys");
            directory.toFile().deleteOnExit();
            Path file = directory.resolve("keys.p12");
            file.toFile().deleteOnExit();
            return new TestKeyStore(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Adds a key with a certificate.
     *
     * @param alias the entry's name
     * @param subject distinguished name
     * @param algorithm {@code RSA} or {@code EC}
     * @param signer alias of the entry that signs, or null for a self-signed certificate
     * @param extensions X.509 extensions as keytool's {@code -ext} takes them
     */
    public TestKeyStore add(String alias, String subject, String algorithm, String signer, String... extensions) {
        List<String> arguments = new ArrayList<>(
                List.of("-genkeypair", "-alias", alias, "-dname", subject, "-keyalg", algorithm, "-validity", "30"));
        arguments.addAll(algorithm.equals("EC") ? List.of("-groupname", "secp256r1") : List.of("-keysize", "2048"));
        if (signer != null) {
            arguments.addAll(List.of("-signer", signer));
        }
        for (String extension : extensions) {
            arguments.addAll(List.of("-ext", extension));
        }
        keytool(arguments);
        return this;
    }

    /** The store's bytes. */
    public byte[] bytes() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The certificate of an entry. */
    public X509Certificate certificate(String alias) {
        try {
            return (X509Certificate) load().getCertificate(alias);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate of an entry as PEM text. */
    public String certificatePem(String alias) {
        try {
            return pem("CERTIFICATE", certificate(alias).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The private key of an entry. */
    public PrivateKey key(String alias) {
        try {
            return (PrivateKey) load().getKey(alias, PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A store with one entry of this one, in PKCS#12. */
    public byte[] entryAsPkcs12(String alias) {
        try (java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream()) {
            KeyStore single = KeyStore.getInstance("PKCS12");
            single.load(null, null);
            single.setKeyEntry(alias, key(alias), PASSWORD.toCharArray(), load().getCertificateChain(alias));
            single.store(out, PASSWORD.toCharArray());
            return out.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A context for a server that shows the certificate of this entry.
     *
     * @param trusted alias of the certificate that signs acceptable clients, or null
     */
    public SSLContext serverContext(String alias, String trusted) {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(new java.io.ByteArrayInputStream(entryAsPkcs12(alias)), PASSWORD.toCharArray());
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, PASSWORD.toCharArray());
            TrustManager[] trust = null;
            if (trusted != null) {
                KeyStore roots = KeyStore.getInstance("PKCS12");
                roots.load(null, null);
                roots.setCertificateEntry("root", certificate(trusted));
                TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
                factory.init(roots);
                trust = factory.getTrustManagers();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust, new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** PEM text of these bytes. */
    public static String pem(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }

    private KeyStore load() throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keytool(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-keystore", file.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
