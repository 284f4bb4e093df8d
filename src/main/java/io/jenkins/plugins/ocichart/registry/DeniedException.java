package io.jenkins.plugins.ocichart.registry;

/** The login is known but may not do this (403). */
public class DeniedException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** A failure with one line for the user, which names the host and what to do. */
    public DeniedException(String message) {
        super(message);
    }
}
