package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.PullForm;
import io.jenkins.plugins.ocichart.tasks.PullChart;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code ociChartPull}: pulls a chart from a registry to the workspace. */
public final class OciChartPullStep extends TrustStep {
    public final String chart;

    @DataBoundSetter
    public String version = "", destination = PullForm.HERE, untarDir = PullForm.HERE, credentialsId = "";
    @DataBoundSetter
    public boolean devel, untar, prov, verify, fingerprint = true;

    @DataBoundConstructor
    public OciChartPullStep(String chart) {
        this.chart = chart;
    }

    @Override
    PullChart task() {
        return new PullChart(
                chart,
                version,
                devel,
                destination,
                untar,
                untarDir,
                prov,
                verify,
                trust(),
                fingerprint,
                registry(credentialsId));
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements PullForm {
        public DescriptorImpl() {
            super("ociChartPull", Messages._PullForm_displayName(), IN_NODE, "chart");
        }
    }
}
