package io.jenkins.plugins.ocichart.registry;

/** The server itself fails (5xx), and retries within the allowed time didn't help. */
public class UnavailableException extends RegistryException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
        super(message);
    }
}
