package io.jenkins.plugins.ocichart.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.form.RepositoryForm;
import io.jenkins.plugins.ocichart.form.StepForm;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Classic chart repositories of the system configuration: how to log in to all below an address, and how to connect. */
public final class RepositoryEndpoint extends Endpoint implements Describable<RepositoryEndpoint> {
    private final String url;
    private boolean passCredentials;

    /** An entry for the repositories at {@code https://HOST[:PORT][/PATH]} and below. */
    @DataBoundConstructor
    public RepositoryEndpoint(String url) {
        this.url = Util.fixNull(url).trim();
    }

    public String getUrl() {
        return url;
    }

    public boolean isPassCredentials() {
        return passCredentials;
    }

    @DataBoundSetter
    public void setPassCredentials(boolean passCredentials) {
        this.passCredentials = passCredentials;
    }

    /** How these repositories are reached. */
    public ConnectionSettings connection() {
        return connection(false);
    }

    /** The form of an entry. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<RepositoryEndpoint> implements RepositoryForm {
        @Override
        public String getDisplayName() {
            return Messages.RepositoryEndpoint_displayName();
        }

        /** The fields that connect are those of the steps. */
        @Override
        public String getHelpFile(String fieldName) {
            return fieldName == null
                    ? super.getHelpFile(null)
                    : StepForm.help(super.getHelpFile(fieldName), "OciChartPushStep", fieldName);
        }

        /**
         * Fetches the index from the controller with the values of the form. Credentials go to the form's host, so only
         * administrators may do this, who can use them anyway.
         */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter String url,
                @QueryParameter String credentialsId,
                @QueryParameter boolean insecureSkipTlsVerify,
                @QueryParameter String caFile,
                @QueryParameter String certFile,
                @QueryParameter String keyFile) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            RepositoryEndpoint entry = new RepositoryEndpoint(url);
            entry.set(credentialsId, insecureSkipTlsVerify, caFile, certFile, keyFile);
            return RepositoryProbe.of(entry, Probe.LIMIT);
        }
    }
}
