package io.jenkins.plugins.ocichart.freestyle;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.PullForm;
import io.jenkins.plugins.ocichart.tasks.PullChart;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The build step "Pull a Helm chart from an OCI registry". */
public final class OciChartPullBuilder extends TrustBuilder {
    public final String chart;

    @DataBoundSetter
    public String version = "", destination = PullForm.HERE, untarDir = PullForm.HERE, credentialsId = "";
    @DataBoundSetter
    public boolean devel, untar, prov, verify, fingerprint = true;

    @DataBoundConstructor
    public OciChartPullBuilder(String chart) {
        this.chart = chart;
    }

    @Override
    PullChart task(Variables variables) {
        return new PullChart(
                variables.expand(chart),
                variables.expand(version),
                devel,
                variables.expand(destination),
                untar,
                variables.expand(untarDir),
                prov,
                verify,
                trust(variables),
                fingerprint,
                registry(credentialsId, variables));
    }

    @Extension
    @Symbol("ociChartPullBuilder")
    public static final class DescriptorImpl extends TaskBuilderDescriptor implements PullForm {
        public DescriptorImpl() {
            super("OciChartPullStep", Messages._PullForm_displayName());
        }
    }
}
