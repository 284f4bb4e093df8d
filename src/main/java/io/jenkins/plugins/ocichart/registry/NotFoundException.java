package io.jenkins.plugins.ocichart.registry;

/** The repository, tag, manifest or blob is not there (404). */
public class NotFoundException extends RegistryException {
    private static final long serialVersionUID = 1L;

    public NotFoundException(String message) {
        super(message);
    }

    public NotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
