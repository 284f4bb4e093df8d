package io.jenkins.plugins.ocichart.registry;

/** The registry or its token server did not accept the login (401). */
public class UnauthorizedException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** A failure with one line for the user, which names the host and what to do. */
    public UnauthorizedException(String message) {
        super(message);
    }

    /** A failure with one line for the user and what led to it. */
    public UnauthorizedException(String message, Throwable cause) {
        super(message, cause);
    }
}
