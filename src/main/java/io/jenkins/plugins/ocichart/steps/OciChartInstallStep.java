package io.jenkins.plugins.ocichart.steps;

import hudson.AbortException;
import hudson.Extension;
import io.jenkins.plugins.ocichart.helm.DeployChart;
import io.jenkins.plugins.ocichart.helm.HelmForm;
import io.jenkins.plugins.ocichart.helm.Messages;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code ociChartInstall}: installs a chart. */
public final class OciChartInstallStep extends ReleaseStep {
    @DataBoundConstructor
    public OciChartInstallStep(String release, String chart) {
        super(release, chart);
    }

    @Override
    DeployChart task() throws AbortException {
        return deploy(DeployChart.Verb.INSTALL);
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements HelmForm {
        public DescriptorImpl() {
            super("ociChartInstall", Messages._HelmForm_install(), IN_NODE, "chart");
        }
    }
}
