package io.jenkins.plugins.ocichart.steps;

import hudson.AbortException;
import hudson.Extension;
import io.jenkins.plugins.ocichart.helm.DeployChart;
import io.jenkins.plugins.ocichart.helm.HelmForm;
import io.jenkins.plugins.ocichart.helm.Messages;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code ociChartUpgrade}: upgrades a release, or installs it if it isn't there. */
public final class OciChartUpgradeStep extends ReleaseStep {
    @DataBoundSetter
    public boolean install = true;

    @DataBoundConstructor
    public OciChartUpgradeStep(String release, String chart) {
        super(release, chart);
    }

    @Override
    DeployChart task() throws AbortException {
        return deploy(install ? DeployChart.Verb.UPGRADE_OR_INSTALL : DeployChart.Verb.UPGRADE);
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements HelmForm {
        public DescriptorImpl() {
            super("ociChartUpgrade", Messages._HelmForm_upgrade(), IN_NODE, "chart");
        }
    }
}
