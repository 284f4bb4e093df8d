package io.jenkins.plugins.ocichart.steps;

import io.jenkins.plugins.ocichart.tasks.TrustOptions;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that uses a chart, with the parameters that say whose signature the chart must have. */
public abstract class TrustStep extends RegistryStep.Annotated {
    @DataBoundSetter
    public String keyringCredentialsId = "", keyring = "", publicKeyCredentialsId = "", publicKey = "";

    /** The trust parameters together. */
    final TrustOptions trust() {
        return new TrustOptions(keyringCredentialsId, keyring, publicKeyCredentialsId, publicKey, annotations);
    }
}
