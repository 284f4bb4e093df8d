package io.jenkins.plugins.ocichart.registry;

/** The registry, its proxy or its storage host could not be reached, or the connection could not be trusted. */
public class ConnectionException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** A failure with one line for the user, which names the host and what to do. */
    public ConnectionException(String message) {
        super(message);
    }

    /** A failure with one line for the user and what led to it. */
    public ConnectionException(String message, Throwable cause) {
        super(message, cause);
    }
}
