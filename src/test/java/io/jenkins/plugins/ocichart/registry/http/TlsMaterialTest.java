package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsMaterialTest {
    @TempDir
    Path directory;

    private String ca;
    private String key;

    @BeforeEach
    void write() throws IOException {
        ca = Files.writeString(directory.resolve("ca.pem"), PemFileTest.CERTIFICATE)
                .toString();
        key = Files.writeString(directory.resolve("key.pem"), PemFileTest.P256).toString();
    }

    private static TlsMaterial load(boolean insecure, String ca, String cert, String key) throws IOException {
        return TlsMaterial.load(
                new ConnectionSettings(false, insecure, ca, cert, key), RegistryCredential.anonymous(), null);
    }

    private static String withKeyStore(String content, String password, String host) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        return TlsMaterial.load(ConnectionSettings.DEFAULT, RegistryCredential.clientCertificate(bytes, password), host)
                .fingerprint();
    }

    /** What is equal shares a client, and with it the connections. */
    @Test
    void nothingThatDiffersIsTakenForTheSame() throws Exception {
        assertThat(new String[] {
                    load(false, null, null, null).fingerprint(),
                    load(true, null, null, null).fingerprint(),
                    load(false, ca, null, null).fingerprint(),
                    load(false, key, null, null).fingerprint(),
                    load(false, null, ca, key).fingerprint(),
                    load(false, ca, ca, key).fingerprint(),
                    load(false, null, key, ca).fingerprint(),
                    withKeyStore("12", "x", null),
                    withKeyStore("22", "x", null),
                    withKeyStore("12", "y", null),
                    withKeyStore("2", "x1", null),
                    withKeyStore("12", "x", "a"),
                    withKeyStore("12", "x", "b")
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void theSameInAnotherFileIsTheSame() throws Exception {
        Path copy = Files.copy(Path.of(ca), directory.resolve("copy.pem"));

        assertThat(load(false, copy.toString(), null, null).fingerprint())
                .isEqualTo(load(false, ca, null, null).fingerprint());
        assertThat(withKeyStore("1", "x", "a")).isEqualTo(withKeyStore("1", "x", "a"));
    }

    /** As with Helm, certificate and key count together. */
    @Test
    void aCertificateWithoutAKeyIsNotRead() throws Exception {
        assertThat(load(false, null, "missing.pem", null)).isEqualTo(load(false, null, null, null));
        assertThat(load(false, null, null, "missing.pem")).isEqualTo(load(false, null, null, null));
        assertThatThrownBy(() -> load(false, null, "missing.pem", key))
                .hasMessageStartingWith("cannot read the client certificate missing.pem: ");
    }

    @Test
    void whatCannotBeUsedIsNamed() throws Exception {
        assertThat(load(false, ca, ca, key).context()).isNotNull();
        assertThatThrownBy(() -> load(false, key, null, null).context())
                .hasMessage("cannot use the CA file " + key + ": it holds no PEM certificate");
        assertThatThrownBy(() -> load(false, null, ca, ca).context())
                .hasMessage("cannot use the client key " + ca + ": it holds no PEM private key");
        TlsMaterial broken = TlsMaterial.load(
                ConnectionSettings.DEFAULT, RegistryCredential.clientCertificate(new byte[] {1}, "x"), null);
        assertThatThrownBy(broken::context)
                .hasMessage("cannot open the client certificate's key store: wrong password, or not PKCS#12");
    }
}
