package io.jenkins.plugins.ocichart.registry;

/** The registry refuses this to a login that it knows: a right, a policy, storage that is used up, a tag that is fixed. */
public class DeniedException extends RegistryException {
    private static final long serialVersionUID = 1L;

    public DeniedException(String message) {
        super(message);
    }
}
