package io.jenkins.plugins.ocichart.steps;

import io.jenkins.plugins.ocichart.tasks.RekorOptions;
import io.jenkins.plugins.ocichart.tasks.TrustOptions;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** A step about a signed chart and a Rekor log. */
public abstract class RekorStep extends RegistryStep {
    public final String chart, rekorUrl;
    @DataBoundSetter
    public String rekorPublicKey = "", keyringCredentialsId = "", keyring = "";

    RekorStep(String chart, String rekorUrl) {
        this.chart = chart;
        this.rekorUrl = rekorUrl;
    }

    /** The parameters together. */
    final RekorOptions options() {
        return new RekorOptions(
                chart,
                rekorUrl,
                rekorPublicKey,
                new TrustOptions(keyringCredentialsId, keyring, null, null, Map.of()),
                registry(null));
    }
}
