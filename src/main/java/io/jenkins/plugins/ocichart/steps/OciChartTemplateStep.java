package io.jenkins.plugins.ocichart.steps;

import hudson.AbortException;
import hudson.Extension;
import io.jenkins.plugins.ocichart.helm.HelmForm;
import io.jenkins.plugins.ocichart.helm.Messages;
import io.jenkins.plugins.ocichart.helm.TemplateChart;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code ociChartTemplate}: renders a chart. */
public final class OciChartTemplateStep extends HelmStep {
    @DataBoundConstructor
    public OciChartTemplateStep(String release, String chart) {
        super(release, chart);
    }

    @Override
    TemplateChart task() throws AbortException {
        return new TemplateChart(options());
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements HelmForm {
        public DescriptorImpl() {
            super("ociChartTemplate", Messages._HelmForm_template(), IN_NODE, "chart");
        }
    }
}
