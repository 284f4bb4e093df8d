package io.jenkins.plugins.ocichart.steps;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.tasks.RegistryOptions;
import io.jenkins.plugins.ocichart.tasks.TrustOptions;
import java.util.HashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that connects to a registry, with the parameters that say how. */
public abstract class RegistryStep extends TaskStep {
    @DataBoundSetter
    public boolean plainHttp, insecureSkipTlsVerify;
    @DataBoundSetter
    public String caFile = "", certFile = "", keyFile = "";

    /** The connection parameters together with what to log in with. */
    final RegistryOptions registry(String credentialsId) {
        return new RegistryOptions(
                credentialsId, new ConnectionSettings(plainHttp, insecureSkipTlsVerify, caFile, certFile, keyFile));
    }

    /** One with annotations, of which a form has a line {@code name=value} for each. */
    public abstract static class Annotated extends RegistryStep {
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
    }
}
