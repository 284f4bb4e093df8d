package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.ShowForm;
import io.jenkins.plugins.ocichart.tasks.ShowChart;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code ociChartShow}: shows a chart in a registry or in the workspace. */
public final class OciChartShowStep extends TrustStep {
    public final String chart;

    @DataBoundSetter
    public String what = ShowForm.ALL, version = "", credentialsId = "";

    @DataBoundSetter
    public boolean devel;

    @DataBoundConstructor
    public OciChartShowStep(String chart) {
        this.chart = chart;
    }

    @Override
    ShowChart task() {
        return new ShowChart(chart, what, version, devel, trust(), registry(credentialsId));
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements ShowForm {
        public DescriptorImpl() {
            super("ociChartShow", Messages._ShowForm_displayName(), IN_NODE, "chart");
        }
    }
}
