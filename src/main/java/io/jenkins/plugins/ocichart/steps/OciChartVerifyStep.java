package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.VerifyForm;
import io.jenkins.plugins.ocichart.tasks.VerifyChart;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code ociChartVerify}: verifies who has signed a chart in a registry or an archive. */
public final class OciChartVerifyStep extends TrustStep {
    public final String chart;

    @DataBoundSetter
    public String credentialsId = "";

    @DataBoundConstructor
    public OciChartVerifyStep(String chart) {
        this.chart = chart;
    }

    @Override
    VerifyChart task() {
        return new VerifyChart(chart, trust(), registry(credentialsId));
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements VerifyForm {
        public DescriptorImpl() {
            super("ociChartVerify", Messages._VerifyForm_displayName(), IN_NODE, "chart");
        }
    }
}
