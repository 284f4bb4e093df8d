package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.http.TransportException.Kind;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Says in one line what an exception of the JDK's client means and what can be done. */
final class Failures {
    private Failures() {}

    static TransportException stalled(Origin origin, Duration limit) {
        return new TransportException(
                Kind.STALLED,
                origin.authority() + " did not go on for " + limit.toSeconds()
                        + " s: the registry, a proxy or a firewall holds the connection",
                null);
    }

    /** {@code user} is who was logged in at the proxy, or null. */
    static TransportException proxyLogin(String proxy, String user) {
        String which = proxy == null ? "the JVM's default proxy" : "the proxy " + proxy;
        String line = user == null
                ? which + " wants a login (407): give user name and password in Jenkins' proxy configuration"
                : which + " refused the login of " + user + " (407): check Jenkins' proxy configuration";
        return new TransportException(Kind.PROXY, line, null);
    }

    /** {@code proxy} is the {@code host:port} that the connection was to go through, or null. */
    static TransportException explain(Throwable thrown, Origin origin, String proxy) {
        Throwable cause = unwrapped(thrown);
        String host = origin.authority();
        String peer = proxy == null ? host : "the proxy " + proxy;
        String connected = proxy == null ? host + inBrackets(origin.host()) : peer;
        if (cause instanceof TransportException e) {
            return new TransportException(e.kind(), host + ": " + e.getMessage(), e);
        }
        UntrustedCertificateException untrusted = find(cause, UntrustedCertificateException.class);
        if (untrusted != null) {
            return new TransportException(Kind.CERTIFICATE, untrusted.explain(host), cause);
        }
        if (find(cause, UnresolvedAddressException.class) != null || find(cause, UnknownHostException.class) != null) {
            String name = proxy == null ? "host " + origin.host() : "proxy " + proxy;
            String line = "unknown " + name + ": check its name, this machine's DNS and the proxy settings";
            return new TransportException(Kind.UNKNOWN_HOST, line, cause);
        }
        if (find(cause, HttpConnectTimeoutException.class) != null) {
            String line =
                    "no connection to " + connected + " in time: check the address, firewalls and the proxy settings";
            return new TransportException(Kind.CONNECT_TIMEOUT, line, cause);
        }
        if (find(cause, ConnectException.class) != null) {
            String line = "connection to " + connected + " refused: check host and port, and that it runs";
            return new TransportException(Kind.REFUSED, line, cause);
        }
        if (String.valueOf(cause.getMessage()).contains("unnel failed")) {
            String line = peer + " opened no connection to " + host + ": " + text(cause);
            return new TransportException(Kind.PROXY, line, cause);
        }
        SSLException tls = find(cause, SSLException.class);
        if (tls != null) {
            return explainTls(tls, host);
        }
        if (cause instanceof ProtocolException) {
            return new TransportException(Kind.ANSWER, host + " broke the HTTP protocol: " + text(cause), cause);
        }
        if (cause instanceof RuntimeException) {
            return unexpected(Kind.ANSWER, host + " broke the HTTP protocol", cause);
        }
        return new TransportException(Kind.BROKEN, "connection to " + host + " broke: " + text(cause), cause);
    }

    /** What such an exception says may quote a login, so only its class and where it was thrown are kept. */
    static TransportException unexpected(Kind kind, String line, Throwable cause) {
        TransportException unexpected =
                new TransportException(kind, line + ": " + cause.getClass().getSimpleName(), null);
        unexpected.setStackTrace(cause.getStackTrace());
        return unexpected;
    }

    private static String inBrackets(String host) {
        String all =
                PeerAddresses.of(host).stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        return all.isEmpty() || all.equals(host) || host.contains(":") ? "" : " (" + all + ")";
    }

    /** The client's {@code send} throws an exception that repeats the first one, which it names as the cause. */
    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null
                && (cause.getClass() == IOException.class || cause instanceof CompletionException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static TransportException explainTls(SSLException tls, String host) {
        String text = text(tls);
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("unrecognized ssl message") || lower.contains("plaintext connection")) {
            String line =
                    host + " answers plain HTTP. Enable plain HTTP (plainHttp) for this registry only if you accept"
                            + " unencrypted credentials.";
            return new TransportException(Kind.PLAIN_HTTP, line, tls);
        }
        if (find(tls, EOFException.class) != null || lower.contains("terminated the handshake")) {
            String line = host + " ended the TLS handshake: check that this is an HTTPS port, and any proxy between";
            return new TransportException(Kind.BROKEN, line, tls);
        }
        if (lower.contains("certificate_required") || lower.contains("bad_certificate")) {
            String line = host + " wants a client certificate that it knows (certFile, keyFile): " + text;
            return new TransportException(Kind.TLS, line, tls);
        }
        if (lower.contains("reset") || lower.contains("broken pipe") || lower.contains("closed")) {
            return new TransportException(Kind.BROKEN, "connection to " + host + " broke: " + text, tls);
        }
        return new TransportException(Kind.TLS, "no TLS connection with " + host + ": " + text, tls);
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        if (cause instanceof IOException && message != null && message.contains("received no bytes")) {
            return "closed without an answer";
        }
        return message == null ? cause.getClass().getSimpleName() : ServerText.quote(message, 200);
    }

    private static <T extends Throwable> T find(Throwable thrown, Class<T> type) {
        Throwable current = thrown;
        for (int depth = 0; current != null && depth < 20; depth++) {
            if (type.isInstance(current)) {
                return type.cast(current);
            }
            current = current.getCause();
        }
        return null;
    }
}
