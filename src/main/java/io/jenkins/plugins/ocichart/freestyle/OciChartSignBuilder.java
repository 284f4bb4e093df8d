package io.jenkins.plugins.ocichart.freestyle;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.SignForm;
import io.jenkins.plugins.ocichart.tasks.SignChart;
import io.jenkins.plugins.ocichart.tasks.TrustOptions;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The build step "Sign a Helm chart in an OCI registry". */
public final class OciChartSignBuilder extends TaskBuilder {
    public final String chart;

    @DataBoundSetter
    public String keyCredentialsId = "", passphraseCredentialsId = "", format = SignForm.FORMAT, credentialsId = "";

    /** A line {@code name=value} for each pair. */
    @DataBoundSetter
    public String annotations = "";

    @DataBoundConstructor
    public OciChartSignBuilder(String chart) {
        this.chart = chart;
    }

    @Override
    SignChart task(Variables variables) {
        return new SignChart(
                variables.expand(chart),
                keyCredentialsId,
                passphraseCredentialsId,
                TrustOptions.pairs(variables.expand(annotations)),
                format,
                registry(credentialsId, variables));
    }

    @Extension
    @Symbol("ociChartSignBuilder")
    public static final class DescriptorImpl extends TaskBuilderDescriptor implements SignForm {
        public DescriptorImpl() {
            super("OciChartSignStep", Messages._SignForm_displayName());
        }
    }
}
