package io.jenkins.plugins.ocichart.registry;

/** The server itself fails (5xx), and retries within the allowed time didn't help. */
public class UnavailableException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** A failure with one line for the user, which names the host and what to do. */
    public UnavailableException(String message) {
        super(message);
    }
}
