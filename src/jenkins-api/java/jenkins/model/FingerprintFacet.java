package jenkins.model;

import hudson.ExtensionPoint;
import hudson.model.Fingerprint;

public abstract class FingerprintFacet implements ExtensionPoint {
    private final transient Fingerprint fingerprint;

    protected FingerprintFacet(Fingerprint fingerprint, long timestamp) {
        this.fingerprint = fingerprint;
    }

    public Fingerprint getFingerprint() {
        return fingerprint;
    }
}
