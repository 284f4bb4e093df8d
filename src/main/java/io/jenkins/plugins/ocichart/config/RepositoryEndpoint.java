package io.jenkins.plugins.ocichart.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import io.jenkins.plugins.ocichart.form.RepositoryForm;
import io.jenkins.plugins.ocichart.form.StepForm;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

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
    }
}
