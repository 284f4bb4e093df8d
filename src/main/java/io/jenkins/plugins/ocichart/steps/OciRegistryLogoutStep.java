package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.RegistryForm;
import io.jenkins.plugins.ocichart.tasks.LogOut;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code ociRegistryLogout}: ends a login that {@code ociRegistryLogin} has made without a block. */
public final class OciRegistryLogoutStep extends TaskStep {
    public final String registry;

    @DataBoundConstructor
    public OciRegistryLogoutStep(String registry) {
        this.registry = registry;
    }

    @Override
    LogOut task() {
        return new LogOut(registry);
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements RegistryForm {
        public DescriptorImpl() {
            super("ociRegistryLogout", Messages._RegistryForm_displayName(), ANYWHERE, "registry");
        }
    }
}
