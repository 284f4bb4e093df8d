package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyForOneHostTest {
    private static final Principal[] CAS = {new X500Principal("CN=ca")};
    private static final Principal[] OTHER_CAS = {new X500Principal("CN=other")};
    private static final X509Certificate[] CHAIN = {};
    private static final PrivateKey KEY = new PrivateKey() {
        @Override
        public String getAlgorithm() {
            return "none";
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    };

    /** Has the key {@code client}, from the first CA. */
    private static final class Keys extends X509ExtendedKeyManager {
        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return issuers == null || issuers[0].equals(CAS[0]) ? "client" : null;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {"client"};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return "client";
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[] {"client"};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return "client";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return alias.equals("client") ? CHAIN : null;
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return alias.equals("client") ? KEY : null;
        }
    }

    private static String chosen(String host, String peer, Principal[] issuers) throws GeneralSecurityException {
        SSLContext context = SSLContext.getDefault();
        SSLEngine engine = peer == null ? context.createSSLEngine() : context.createSSLEngine(peer, 443);
        return new KeyForOneHost(new Keys(), host).chooseEngineClientAlias(new String[] {"EC"}, issuers, engine);
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example.com, registry.example.com",
        "registry.example.com, REGISTRY.example.com",
        "[::1], ::1",
        "::1, [::1]"
    })
    void theHostGetsTheCertificateWhateverCasItNames(String host, String peer) throws Exception {
        assertThat(chosen(host, peer, CAS)).isEqualTo("client");
        assertThat(chosen(host, peer, OTHER_CAS)).isEqualTo("client");
    }

    @Test
    void nobodyElseGetsIt() throws Exception {
        KeyForOneHost keys = new KeyForOneHost(new Keys(), "registry.example.com");

        assertThat(chosen("registry.example.com", "auth.example.com", CAS)).isNull();
        assertThat(chosen("registry.example.com", null, CAS)).isNull();
        assertThat(keys.chooseClientAlias(new String[] {"EC"}, CAS, null))
                .as("whose host isn't known")
                .isNull();
        assertThat(keys.chooseServerAlias("EC", CAS, null)).isNull();
        assertThat(keys.getServerAliases("EC", CAS)).isNull();
    }

    @Test
    void whatWasChosenIsShown() {
        KeyForOneHost keys = new KeyForOneHost(new Keys(), "registry.example.com");

        assertThat(keys.getClientAliases("EC", CAS)).containsExactly("client");
        assertThat(keys.getCertificateChain("client")).isSameAs(CHAIN);
        assertThat(keys.getPrivateKey("client")).isSameAs(KEY);
    }
}
