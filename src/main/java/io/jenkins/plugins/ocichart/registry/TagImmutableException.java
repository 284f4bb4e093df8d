package io.jenkins.plugins.ocichart.registry;

/** The tag exists and the registry does not let it be moved. */
public class TagImmutableException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** A failure with one line for the user, which names the host and what to do. */
    public TagImmutableException(String message) {
        super(message);
    }
}
