package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.ConnectionException;

/** A request got no usable answer. The message is one line that names the host; it holds no secret. */
public final class TransportException extends ConnectionException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public enum Kind {
        /** The host's name has no address. */
        UNKNOWN_HOST(2, true),
        /** Nothing accepts connections at the address. */
        REFUSED(3, true),
        /** No connection within the time limit. */
        CONNECT_TIMEOUT(2, true),
        /** Too long without progress. */
        STALLED(2, false),
        /** The connection ended in the middle. */
        BROKEN(Integer.MAX_VALUE, false),
        /** The peer speaks plain HTTP, not TLS. */
        PLAIN_HTTP(1, true),
        /** The peer's certificate isn't trusted, has expired or is for another host. */
        CERTIFICATE(1, true),
        /** The TLS handshake failed for another reason. */
        TLS(1, true),
        /** The proxy refused the request or wants a login. */
        PROXY(1, false),
        /** The request holds what can't be sent. */
        REQUEST(1, true),
        /** The server redirected to an address that is refused. */
        REDIRECT(1, false),
        /** The answer is larger than it may be, or breaks the protocol. */
        ANSWER(1, false);

        private final int attempts;
        private final boolean unsent;

        Kind(int attempts, boolean unsent) {
            this.attempts = attempts;
            this.unsent = unsent;
        }

        /** How often such a failure may occur in one request before it is final. */
        int attempts() {
            return attempts;
        }

        /** Whether the server can't have seen the request. */
        boolean unsent() {
            return unsent;
        }
    }

    /** A failure with one line for the user and what led to it, or null. */
    public TransportException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
