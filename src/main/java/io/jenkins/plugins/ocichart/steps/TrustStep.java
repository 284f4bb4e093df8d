package io.jenkins.plugins.ocichart.steps;

import io.jenkins.plugins.ocichart.tasks.TrustOptions;
import java.util.HashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that uses a chart, with the parameters that say whose signature the chart must have. */
public abstract class TrustStep extends RegistryStep {
    @DataBoundSetter
    public String keyringCredentialsId = "", keyring = "", publicKeyCredentialsId = "", publicKey = "";

    @DataBoundSetter
    public Map<String, String> annotations = new HashMap<>();

    @Override
    void setText(String field, String text) {
        if (field.equals("annotations")) {
            annotations = TrustOptions.pairs(text);
        }
    }

    @Override
    String text(String field) {
        return field.equals("annotations") ? TrustOptions.lines(annotations) : null;
    }

    /** The trust parameters together. */
    final TrustOptions trust() {
        return TrustOptions.of(keyringCredentialsId, keyring, publicKeyCredentialsId, publicKey, annotations);
    }
}
