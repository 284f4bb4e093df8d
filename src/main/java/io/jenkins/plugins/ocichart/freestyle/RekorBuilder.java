package io.jenkins.plugins.ocichart.freestyle;

import io.jenkins.plugins.ocichart.tasks.RekorOptions;
import io.jenkins.plugins.ocichart.tasks.TrustOptions;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** A build step about a signed chart and a Rekor log. */
public abstract class RekorBuilder extends TaskBuilder {
    public final String chart, rekorUrl;
    @DataBoundSetter
    public String rekorPublicKey = "", keyringCredentialsId = "", keyring = "";

    RekorBuilder(String chart, String rekorUrl) {
        this.chart = chart;
        this.rekorUrl = rekorUrl;
    }

    /** The parameters together. */
    final RekorOptions options(Variables variables) {
        return new RekorOptions(
                variables.expand(chart),
                variables.expand(rekorUrl),
                variables.expand(rekorPublicKey),
                new TrustOptions(keyringCredentialsId, variables.expand(keyring), null, null, Map.of()),
                registry(null, variables));
    }
}
