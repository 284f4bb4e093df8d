package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static final TestKeyStore KEYS = TestKeyStore.create()
            .add("ca", "CN=Test CA", "EC", null, "bc:c=ca:true")
            .add("server", "CN=registry", "EC", "ca", "san=ip:127.0.0.1,dns:localhost")
            .add("other", "CN=other", "EC", "ca", "san=dns:other.example.com")
            .add("rsa-client", "CN=client", "RSA", "ca")
            .add("ec-client", "CN=client", "EC", "ca")
            .add("stranger", "CN=stranger", "EC", null);

    private static final TimeLimits LIMITS =
            new TimeLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5));
    private static final RetryPolicy ONCE =
            new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1));

    @TempDir
    Path directory;

    private static WireServer server(String alias) {
        return WireServer.start(KEYS.serverContext(alias, null), e -> e.respond(200, "hello"));
    }

    private static WireServer serverThatWantsAClientCertificate() {
        return WireServer.startWithClientAuthentication(
                KEYS.serverContext("server", "ca"), e -> e.respond(200, "hello"));
    }

    private static int get(ConnectionSettings settings, String url) throws IOException, InterruptedException {
        return get(settings, RegistryCredential.anonymous(), url);
    }

    /** A client certificate is shown to 127.0.0.1 alone. */
    private static int get(ConnectionSettings settings, RegistryCredential credential, String url)
            throws IOException, InterruptedException {
        try (HttpTransport transport = HttpTransport.open(settings, credential, "127.0.0.1", LIMITS, ONCE)) {
            return transport.send(TransportRequest.of("GET", URI.create(url))).status();
        }
    }

    /** Unlike all others, so that a transport shares no client with the tests before. */
    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text + "\n" + UUID.randomUUID() + "\n")
                .toString();
    }

    private ConnectionSettings trusting(String alias) throws IOException {
        return new ConnectionSettings(false, false, file("ca.pem", KEYS.certificatePem(alias)), null, null);
    }

    private ConnectionSettings withClient(String alias, String keyPem) throws IOException {
        return new ConnectionSettings(
                false,
                false,
                file("ca.pem", KEYS.certificatePem("ca")),
                file("cert.pem", KEYS.certificatePem(alias)),
                file("key.pem", keyPem));
    }

    private static String pkcs8(String alias) {
        return TestKeyStore.pem("PRIVATE KEY", KEYS.key(alias).getEncoded());
    }

    @Test
    void anOwnCaIsTrusted() throws Exception {
        try (WireServer server = server("server")) {
            assertThat(get(trusting("ca"), server.url())).isEqualTo(200);
        }
    }

    @Test
    void anUnknownCaIsNamed() throws Exception {
        try (WireServer server = server("server")) {
            assertThatThrownBy(() -> get(ConnectionSettings.DEFAULT, server.url()))
                    .isInstanceOf(TransportException.class)
                    .hasMessage("the certificate of " + server.host() + " is not trusted: add its CA to the registry's"
                            + " settings (caFile) or to the JVM's trust store. Issuer: CN=Test CA");
        }
    }

    @Test
    void anOwnCaReplacesTheOthers() throws Exception {
        try (WireServer server = server("server")) {
            assertThatThrownBy(() -> get(trusting("stranger"), server.url())).hasMessageContaining("not trusted");
        }
    }

    @Test
    void aCertificateForAnotherNameIsExplained() throws Exception {
        try (WireServer server = server("other")) {
            assertThatThrownBy(() -> get(trusting("ca"), server.url()))
                    .hasMessage("the certificate is for other.example.com, not for " + server.host()
                            + ": use the certified name");
        }
    }

    @Test
    void skippingVerificationAcceptsAnyCaAndAnyName() throws Exception {
        try (WireServer server = server("other")) {
            assertThat(get(new ConnectionSettings(false, true, null, null, null), server.url()))
                    .isEqualTo(200);
        }
    }

    @Test
    void plainHttpWhereTlsIsExpectedIsExplained() throws Exception {
        try (WireServer server = WireServer.start(e -> e.respond(200, ""))) {
            assertThatThrownBy(() -> get(ConnectionSettings.DEFAULT, "https://" + server.host()))
                    .hasMessage(
                            server.host() + " answers plain HTTP. Enable plain HTTP (plainHttp) for this registry only"
                                    + " if you accept unencrypted credentials.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-client", "ec-client"})
    void aClientCertificateIsShown(String alias) throws Exception {
        try (WireServer server = serverThatWantsAClientCertificate()) {
            assertThat(get(withClient(alias, pkcs8(alias)), server.url())).isEqualTo(200);
        }
    }

    @Test
    void aClientKeyMayBeInPkcs1() throws Exception {
        byte[] pkcs8 = KEYS.key("rsa-client").getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        try (WireServer server = serverThatWantsAClientCertificate()) {
            assertThat(get(withClient("rsa-client", TestKeyStore.pem("RSA PRIVATE KEY", pkcs1)), server.url()))
                    .isEqualTo(200);
        }
    }

    @Test
    void aClientKeyMayBeInSec1WithItsCurveBeforeIt() throws Exception {
        // The JDK's PKCS#8 of a P-256 key: 26 bytes up to the tag and length of the octet string, then RFC 5915.
        byte[] pkcs8 = KEYS.key("ec-client").getEncoded();
        int start = indexOfSec1(pkcs8);
        byte[] sec1 = Arrays.copyOfRange(pkcs8, start, pkcs8.length);
        String curve = TestKeyStore.pem("EC PARAMETERS", HexFormat.of().parseHex("06082a8648ce3d030107"));
        try (WireServer server = serverThatWantsAClientCertificate()) {
            assertThat(get(withClient("ec-client", curve + TestKeyStore.pem("EC PRIVATE KEY", sec1)), server.url()))
                    .isEqualTo(200);
        }
    }

    @Test
    void aClientKeyMayBeInSec1WithItsCurveInIt() throws Exception {
        byte[] pkcs8 = KEYS.key("ec-client").getEncoded();
        int start = indexOfSec1(pkcs8);
        byte[] curve = HexFormat.of().parseHex("a00a06082a8648ce3d030107");
        byte[] sec1 = Arrays.copyOfRange(pkcs8, start, pkcs8.length + curve.length);
        System.arraycopy(curve, 0, sec1, pkcs8.length - start, curve.length);
        sec1[1] += (byte) curve.length;
        try (WireServer server = serverThatWantsAClientCertificate()) {
            assertThat(get(withClient("ec-client", TestKeyStore.pem("EC PRIVATE KEY", sec1)), server.url()))
                    .isEqualTo(200);
        }
    }

    private static int indexOfSec1(byte[] pkcs8) {
        for (int i = 0; i < pkcs8.length - 4; i++) {
            if (pkcs8[i] == 0x30 && pkcs8[i + 2] == 2 && pkcs8[i + 3] == 1 && pkcs8[i + 4] == 1) {
                return i;
            }
        }
        throw new IllegalStateException();
    }

    @Test
    void aClientCertificateMayComeAsPkcs12() throws Exception {
        ConnectionSettings tls = trusting("ca");
        RegistryCredential client =
                RegistryCredential.clientCertificate(KEYS.entryAsPkcs12("rsa-client"), TestKeyStore.PASSWORD);
        try (WireServer server = serverThatWantsAClientCertificate()) {
            assertThat(get(tls, client, server.url())).isEqualTo(200);
        }
    }

    @Test
    void aClientCertificateIsNotShownToAnotherHost() throws Exception {
        ConnectionSettings settings = withClient("rsa-client", pkcs8("rsa-client"));
        try (WireServer server = serverThatWantsAClientCertificate()) {
            assertThatThrownBy(() -> get(settings, "https://localhost:" + server.port()))
                    .isInstanceOf(TransportException.class);
        }
    }

    @Test
    void aMissingClientCertificateIsSaid() throws Exception {
        try (WireServer server = serverThatWantsAClientCertificate()) {
            assertThatThrownBy(() -> get(trusting("ca"), server.url()))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining(server.host());
        }
    }

    @Test
    void anEncryptedKeyIsRefusedClearly() throws Exception {
        ConnectionSettings tls = withClient("rsa-client", TestKeyStore.pem("ENCRYPTED PRIVATE KEY", new byte[10]));
        assertThatThrownBy(() -> get(tls, "https://127.0.0.1:9"))
                .hasMessageContaining("key.pem")
                .hasMessageContaining("encrypted")
                .hasMessageContaining("openssl pkey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY"})
    void aKeyThatIsEncryptedInTheOldWayIsRefusedClearly(String type) throws Exception {
        // as openssl rsa -aes128 -traditional writes it
        String pem = TestKeyStore.pem(type, new byte[100])
                .replaceFirst(
                        "\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,3D7F0F0D8E27BA0B6AD4E1F4CFD6B7E3\n\n");
        ConnectionSettings tls = withClient("rsa-client", pem);
        assertThatThrownBy(() -> get(tls, "https://127.0.0.1:9"))
                .hasMessageContaining("key.pem")
                .hasMessageContaining("encrypted")
                .hasMessageContaining("openssl pkey");
    }

    @Test
    void aMissingCaFileIsNamed() {
        ConnectionSettings tls = new ConnectionSettings(
                false, false, directory.resolve("none.pem").toString(), null, null);
        assertThatThrownBy(() -> get(tls, "https://127.0.0.1:9"))
                .hasMessage("cannot read the CA file " + directory.resolve("none.pem") + ": no such file or folder");
    }

    @Test
    void aFolderInPlaceOfACaFileIsNamed() {
        ConnectionSettings tls = new ConnectionSettings(false, false, directory.toString(), null, null);
        assertThatThrownBy(() -> get(tls, "https://127.0.0.1:9"))
                .hasMessage("cannot read the CA file " + directory + ": Is a directory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n****\n-----END CERTIFICATE-----\n"
            })
    void aFileWithoutACertificateIsNamed(String text) throws Exception {
        ConnectionSettings tls = new ConnectionSettings(false, false, file("ca.pem", text), null, null);
        assertThatThrownBy(() -> get(tls, "https://127.0.0.1:9"))
                .hasMessageMatching("cannot use the CA file \\Q" + directory.resolve("ca.pem") + "\\E: (?!null).+");
    }

    @Test
    void aBrokenKeyIsNamed() throws Exception {
        for (String type : new String[] {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"}) {
            ConnectionSettings tls = withClient("rsa-client", TestKeyStore.pem(type, new byte[] {0x30, 1, 2}));
            assertThatThrownBy(() -> get(tls, "https://127.0.0.1:9"))
                    .hasMessageMatching(
                            "cannot use the client key \\Q" + directory.resolve("key.pem") + "\\E: (?!null).+");
        }
    }
}
