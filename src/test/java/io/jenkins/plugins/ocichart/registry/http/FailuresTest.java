package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.http.TransportException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
    private static final Origin REGISTRY = Origin.of(URI.create("https://192.0.2.1:5000"));

    private static TransportException explain(Throwable thrown) {
        return Failures.explain(thrown, REGISTRY, null);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new ConnectException("x"),
                        Kind.REFUSED,
                        "connection to 192.0.2.1:5000 refused: check host and port, and that it runs",
                        "connection to the proxy p:3128 refused: check host and port, and that it runs"),
                Arguments.of(
                        new HttpConnectTimeoutException("x"),
                        Kind.CONNECT_TIMEOUT,
                        "no connection to 192.0.2.1:5000 in time: check the address, firewalls and the proxy settings",
                        "no connection to the proxy p:3128 in time: check the address, firewalls and the proxy settings"),
                Arguments.of(
                        new UnknownHostException("x"),
                        Kind.UNKNOWN_HOST,
                        "unknown host 192.0.2.1: check its name, this machine's DNS and the proxy settings",
                        "unknown proxy p:3128: check its name, this machine's DNS and the proxy settings"),
                Arguments.of(
                        new UnresolvedAddressException(),
                        Kind.UNKNOWN_HOST,
                        "unknown host 192.0.2.1: check its name, this machine's DNS and the proxy settings",
                        "unknown proxy p:3128: check its name, this machine's DNS and the proxy settings"),
                Arguments.of(
                        new IOException("Tunnel failed, got: 503"),
                        Kind.PROXY,
                        "192.0.2.1:5000 opened no connection to 192.0.2.1:5000: Tunnel failed, got: 503",
                        "the proxy p:3128 opened no connection to 192.0.2.1:5000: Tunnel failed, got: 503"),
                Arguments.of(
                        new ProtocolException("Invalid status line"),
                        Kind.ANSWER,
                        "192.0.2.1:5000 broke the HTTP protocol: Invalid status line",
                        "192.0.2.1:5000 broke the HTTP protocol: Invalid status line"),
                Arguments.of(
                        new IllegalArgumentException("header with a secret"),
                        Kind.ANSWER,
                        "192.0.2.1:5000 broke the HTTP protocol: IllegalArgumentException",
                        "192.0.2.1:5000 broke the HTTP protocol: IllegalArgumentException"),
                Arguments.of(
                        new IOException("Connection reset"),
                        Kind.BROKEN,
                        "connection to 192.0.2.1:5000 broke: Connection reset",
                        "connection to 192.0.2.1:5000 broke: Connection reset"),
                Arguments.of(
                        new EOFException("EOF reached while reading"),
                        Kind.BROKEN,
                        "connection to 192.0.2.1:5000 broke: EOF reached while reading",
                        "connection to 192.0.2.1:5000 broke: EOF reached while reading"),
                Arguments.of(
                        new IOException("HTTP/1.1 header parser received no bytes"),
                        Kind.BROKEN,
                        "connection to 192.0.2.1:5000 broke: closed without an answer",
                        "connection to 192.0.2.1:5000 broke: closed without an answer"),
                Arguments.of(
                        new EOFException(),
                        Kind.BROKEN,
                        "connection to 192.0.2.1:5000 broke: EOFException",
                        "connection to 192.0.2.1:5000 broke: EOFException"),
                Arguments.of(
                        new TransportException(Kind.REDIRECT, "leads nowhere", null),
                        Kind.REDIRECT,
                        "192.0.2.1:5000: leads nowhere",
                        "192.0.2.1:5000: leads nowhere"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatTheClientThrowsIsSaidInOneLine(Throwable thrown, Kind kind, String line, String throughProxy) {
        assertThat(explain(thrown)).hasMessage(line).returns(kind, TransportException::kind);
        assertThat(Failures.explain(thrown, REGISTRY, "p:3128"))
                .hasMessage(throughProxy)
                .returns(kind, TransportException::kind);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theReasonCountsAndNotWhatTheClientWrapsItIn(Throwable thrown, Kind kind, String line) {
        assertThat(explain(new CompletionException(new IOException("sent", thrown))))
                .hasMessage(line)
                .returns(kind, TransportException::kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Unrecognized SSL message, plaintext connection? | PLAIN_HTTP | 192.0.2.1:5000 answers plain HTTP. Enable plain HTTP
            Unsupported or unrecognized SSL message         | PLAIN_HTTP | 192.0.2.1:5000 answers plain HTTP. Enable plain HTTP
            plaintext connection?                           | PLAIN_HTTP | 192.0.2.1:5000 answers plain HTTP. Enable plain HTTP
            Remote host terminated the handshake | BROKEN | 192.0.2.1:5000 ended the TLS handshake: check
            Received fatal alert: certificate_required | TLS | 192.0.2.1:5000 wants a client certificate that it knows (certFile
            Received fatal alert: bad_certificate      | TLS | 192.0.2.1:5000 wants a client certificate that it knows (certFile
            Connection reset | BROKEN | connection to 192.0.2.1:5000 broke: Connection reset
            Broken pipe      | BROKEN | connection to 192.0.2.1:5000 broke: Broken pipe
            Socket is closed | BROKEN | connection to 192.0.2.1:5000 broke: Socket is closed
            Received fatal alert: protocol_version | TLS | no TLS connection with 192.0.2.1:5000: Received fatal alert: protocol_version
            """)
    void tlsFailsInManyWays(String text, Kind kind, String line) {
        assertThat(explain(new SSLHandshakeException(text)))
                .hasMessageStartingWith(line)
                .returns(kind, TransportException::kind);
    }

    @Test
    void anEndInTheHandshakeIsNamedWhateverItsText() {
        assertThat(explain(new SSLException("x", new EOFException())))
                .hasMessageStartingWith("192.0.2.1:5000 ended the TLS handshake: ")
                .returns(Kind.BROKEN, TransportException::kind);
    }

    /** A cause is looked for among twenty, since there may be a circle. */
    @Test
    void causesMayBeACircle() {
        SSLException one = new SSLException("one");
        SSLException other = new SSLException("other", one);
        one.initCause(other);

        assertThat(explain(one)).hasMessage("no TLS connection with 192.0.2.1:5000: one");
    }

    @Test
    void whatATextMayQuoteOfALoginIsLeftOut() {
        TransportException failure = explain(new IllegalArgumentException("Authorization: Basic YWxpY2U6c2VjcmV0"));

        assertThat(failure).hasNoCause().hasMessageEndingWith(": IllegalArgumentException");
        assertThat(failure.getStackTrace()[0].getMethodName()).isEqualTo("whatATextMayQuoteOfALoginIsLeftOut");
    }

    @Test
    void aNameIsShownWithItsAddresses() {
        assertThat(Failures.explain(new ConnectException(), Origin.of(URI.create("http://localhost:5")), null))
                .hasMessageStartingWith("connection to localhost:5 (")
                .hasMessageContaining("127.0.0.1");
        assertThat(Failures.explain(new ConnectException(), Origin.of(URI.create("http://[::1]:5")), null))
                .hasMessageStartingWith("connection to [::1]:5 refused");
    }

    @Test
    void aProxyThatWantsALoginIsNamedIfItIsKnown() {
        assertThat(Failures.proxyLogin(null, null))
                .hasMessage("the JVM's default proxy wants a login (407): give user name and password in Jenkins'"
                        + " proxy configuration")
                .returns(Kind.PROXY, TransportException::kind);
        assertThat(Failures.proxyLogin("p:3128", "bob"))
                .hasMessage("the proxy p:3128 refused the login of bob (407): check Jenkins' proxy configuration");
    }

    @Test
    void aConnectionThatStandsStillIsNamedWithItsLimit() {
        assertThat(Failures.stalled(REGISTRY, Duration.ofSeconds(60)))
                .hasMessage("192.0.2.1:5000 did not go on for 60 s: the registry, a proxy or a firewall holds the"
                        + " connection")
                .returns(Kind.STALLED, TransportException::kind);
    }
}
