package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.SignForm;
import io.jenkins.plugins.ocichart.tasks.SignChart;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code ociChartSign}: signs a chart in its registry as cosign does. */
public final class OciChartSignStep extends RegistryStep.Annotated {
    public final String chart;

    @DataBoundSetter
    public String keyCredentialsId = "", passphraseCredentialsId = "", format = SignForm.FORMAT, credentialsId = "";

    @DataBoundConstructor
    public OciChartSignStep(String chart) {
        this.chart = chart;
    }

    @Override
    SignChart task() {
        return new SignChart(
                chart, keyCredentialsId, passphraseCredentialsId, annotations, format, registry(credentialsId));
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements SignForm {
        public DescriptorImpl() {
            super("ociChartSign", Messages._SignForm_displayName(), IN_NODE, "chart");
        }
    }
}
