package io.jenkins.plugins.ocichart.registry;

/** The registry, its proxy or its storage host could not be reached, or the connection could not be trusted. */
public class ConnectionException extends RegistryException {
    private static final long serialVersionUID = 1L;

    public ConnectionException(String message, Throwable cause) {
        super(message, cause);
    }
}
