package io.jenkins.plugins.ocichart.registry;

/** The registry or its token server did not accept the login (401). */
public class UnauthorizedException extends RegistryException {
    private static final long serialVersionUID = 1L;

    public UnauthorizedException(String message) {
        super(message);
    }

    public UnauthorizedException(String message, Throwable cause) {
        super(message, cause);
    }
}
