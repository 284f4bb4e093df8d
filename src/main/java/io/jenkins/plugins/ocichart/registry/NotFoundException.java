package io.jenkins.plugins.ocichart.registry;

/** The repository, tag, manifest or blob is not there (404). */
public class NotFoundException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** A failure with one line for the user, which names the host and what to do. */
    public NotFoundException(String message) {
        super(message);
    }

    /** A failure with one line for the user and what led to it. */
    public NotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
