package io.jenkins.plugins.ocichart.registry;

/** Content differs from its digest or its size. */
public class DigestMismatchException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** A failure with one line for the user, which names the host and what to do. */
    public DigestMismatchException(String message) {
        super(message);
    }
}
