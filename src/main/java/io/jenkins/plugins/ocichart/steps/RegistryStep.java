package io.jenkins.plugins.ocichart.steps;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.tasks.RegistryOptions;
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
}
