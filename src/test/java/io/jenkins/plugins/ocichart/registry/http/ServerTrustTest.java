package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ServerTrustTest {
    private static final TestKeyStore KEYS = TestKeyStore.create()
            .add("server", "CN=registry", "EC", null, "san=dns:a.example.com,email:me@example.com,ip:10.0.0.1")
            .add("plain", "CN=registry.example.com", "EC", null);
    private static final X509Certificate CERTIFICATE = KEYS.certificate("server");
    private static final X509Certificate[] CHAIN = {CERTIFICATE};
    private static final String TYPE = "ECDHE_ECDSA";

    /** The third way, by an engine, needs a handshake: that is tested with the transport. */
    private static List<ThrowingCallable> servers(ServerTrust trust) {
        Socket socket = new Socket();
        return List.of(
                () -> trust.checkServerTrusted(CHAIN, TYPE), () -> trust.checkServerTrusted(CHAIN, TYPE, socket));
    }

    @Test
    void aCertificateFromTheRootsIsTrusted() throws Exception {
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        roots.setCertificateEntry("ca", CERTIFICATE);

        assertThat(servers(ServerTrust.in(roots)))
                .allSatisfy(check -> assertThatCode(check).doesNotThrowAnyException());
    }

    @Test
    void anotherOneIsKeptToBeExplained() {
        assertThat(servers(ServerTrust.in(null)))
                .allSatisfy(check -> assertThatThrownBy(check)
                        .isInstanceOfSatisfying(
                                UntrustedCertificateException.class,
                                refused -> assertThat(refused.explain("registry.example.com:5000"))
                                        .isEqualTo(
                                                "the certificate of registry.example.com:5000 is not trusted: add its CA to"
                                                        + " the registry's settings (caFile) or to the JVM's trust store. Issuer:"
                                                        + " CN=registry")));
    }

    @Test
    void allAreTrustedIfThatIsWanted() {
        assertThat(servers(ServerTrust.inAll()))
                .allSatisfy(check -> assertThatCode(check).doesNotThrowAnyException());
    }

    /** Who uses it as a server's trust by mistake must not let everybody in. */
    @Test
    void noClientIsTrusted() throws Exception {
        ServerTrust trust = ServerTrust.inAll();
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        Socket socket = new Socket();

        assertThat(List.<ThrowingCallable>of(
                        () -> trust.checkClientTrusted(CHAIN, TYPE),
                        () -> trust.checkClientTrusted(CHAIN, TYPE, engine),
                        () -> trust.checkClientTrusted(CHAIN, TYPE, socket)))
                .allSatisfy(check -> assertThatThrownBy(check).isInstanceOf(CertificateException.class));
        assertThat(trust.getAcceptedIssuers()).isEmpty();
    }

    private static String explained(X509Certificate certificate, CertificateException cause) {
        return new UntrustedCertificateException(certificate, cause).explain("host:5000");
    }

    @Test
    void aTimeThatDoesNotFitIsSaid() {
        CertificateException expired = new CertificateException("path", new CertificateExpiredException());
        assertThat(explained(CERTIFICATE, expired))
                .isEqualTo("the certificate of host:5000 expired on "
                        + CERTIFICATE.getNotAfter().toInstant());
        assertThat(explained(CERTIFICATE, new CertificateNotYetValidException()))
                .isEqualTo("the certificate of host:5000 is not valid before "
                        + CERTIFICATE.getNotBefore().toInstant() + ": check this machine's clock");
    }

    @Test
    void namesThatDoNotFitAreSaid() {
        CertificateException noName = new CertificateException("No name matching host found");
        CertificateException noAlternative = new CertificateException("No subject alternative names present");

        assertThat(explained(CERTIFICATE, noName))
                .isEqualTo("the certificate is for a.example.com, 10.0.0.1, not for host:5000: use the certified name");
        assertThat(explained(CERTIFICATE, noAlternative)).isEqualTo(explained(CERTIFICATE, noName));
        assertThat(explained(KEYS.certificate("plain"), noName))
                .startsWith("the certificate is for CN=registry.example.com, not for host:5000");
    }
}
