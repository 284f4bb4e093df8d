package io.jenkins.plugins.ocichart.freestyle;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.VerifyForm;
import io.jenkins.plugins.ocichart.tasks.VerifyChart;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The build step "Verify the signature of a Helm chart". */
public final class OciChartVerifyBuilder extends TrustBuilder {
    public final String chart;

    @DataBoundSetter
    public String credentialsId = "";

    @DataBoundConstructor
    public OciChartVerifyBuilder(String chart) {
        this.chart = chart;
    }

    @Override
    VerifyChart task(Variables variables) {
        return new VerifyChart(variables.expand(chart), trust(variables), registry(credentialsId, variables));
    }

    @Extension
    @Symbol("ociChartVerifyBuilder")
    public static final class DescriptorImpl extends TaskBuilderDescriptor implements VerifyForm {
        public DescriptorImpl() {
            super("OciChartVerifyStep", Messages._VerifyForm_displayName());
        }
    }
}
