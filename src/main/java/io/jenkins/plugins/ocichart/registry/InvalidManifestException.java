package io.jenkins.plugins.ocichart.registry;

/** A manifest breaks the rules of the image specification, or is larger than 4 MiB. */
public class InvalidManifestException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /** A failure with one line for the user, which names the host and what to do. */
    public InvalidManifestException(String message) {
        super(message);
    }

    /** A failure with one line for the user and what led to it. */
    public InvalidManifestException(String message, Throwable cause) {
        super(message, cause);
    }
}
