package io.jenkins.plugins.ocichart.registry;

/** The storage that the registry grants is used up. */
public class QuotaExceededException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** A failure with one line for the user, which names the host and what to do. */
    public QuotaExceededException(String message) {
        super(message);
    }
}
