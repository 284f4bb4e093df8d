package io.jenkins.plugins.ocichart.registry;

/** Content differs from its digest or its size. */
public class DigestMismatchException extends RegistryException {
    private static final long serialVersionUID = 1L;

    public DigestMismatchException(String message) {
        super(message);
    }
}
