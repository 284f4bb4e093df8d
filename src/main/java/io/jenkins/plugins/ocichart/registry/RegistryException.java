package io.jenkins.plugins.ocichart.registry;

/** A registry refused a request or answered it wrongly. The message is one line for the user and never holds a secret. */
public class RegistryException extends java.io.IOException {
    private static final long serialVersionUID = 1L;

    /** A failure with one line for the user, which names the host and what to do. */
    public RegistryException(String message) {
        super(message);
    }

    /** A failure with one line for the user and what led to it. */
    public RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
