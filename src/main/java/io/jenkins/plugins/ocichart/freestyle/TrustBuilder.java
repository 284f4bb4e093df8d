package io.jenkins.plugins.ocichart.freestyle;

import io.jenkins.plugins.ocichart.tasks.TrustOptions;
import org.kohsuke.stapler.DataBoundSetter;

/** A build step that uses a chart, with the parameters that say whose signature the chart must have. */
public abstract class TrustBuilder extends TaskBuilder {
    @DataBoundSetter
    public String keyringCredentialsId = "", keyring = "", publicKeyCredentialsId = "", publicKey = "";

    /** A line {@code name=value} for each pair. */
    @DataBoundSetter
    public String annotations = "";

    /** The trust parameters together. */
    final TrustOptions trust(Variables variables) {
        return new TrustOptions(
                keyringCredentialsId,
                variables.expand(keyring),
                publicKeyCredentialsId,
                variables.expand(publicKey),
                TrustOptions.pairs(variables.expand(annotations)));
    }
}
