package io.jenkins.plugins.ocichart.registry;

/** The registry limits requests (429), and retries within the allowed time didn't help. */
public class RateLimitedException extends RegistryException {
    private static final long serialVersionUID = 1L;

    public RateLimitedException(String message) {
        super(message);
    }
}
