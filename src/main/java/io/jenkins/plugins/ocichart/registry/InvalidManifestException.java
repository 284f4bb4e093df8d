package io.jenkins.plugins.ocichart.registry;

/** A manifest breaks the rules of the image specification, or is larger than 4 MiB. */
public class InvalidManifestException extends RegistryException {
    private static final long serialVersionUID = 1L;

    public InvalidManifestException(String message) {
        super(message);
    }

    public InvalidManifestException(String message, Throwable cause) {
        super(message, cause);
    }
}
