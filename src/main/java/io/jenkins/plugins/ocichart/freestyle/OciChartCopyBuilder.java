package io.jenkins.plugins.ocichart.freestyle;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.CopyForm;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.PushForm;
import io.jenkins.plugins.ocichart.tasks.CopyChart;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The build step "Copy a Helm chart to another OCI repository". */
public final class OciChartCopyBuilder extends TrustBuilder {
    public final String from, to;
    @DataBoundSetter
    public String version = "", fromCredentialsId = "", toCredentialsId = "", ifExists = PushForm.IF_EXISTS;
    @DataBoundSetter
    public boolean devel, signatures = true;

    @DataBoundConstructor
    public OciChartCopyBuilder(String from, String to) {
        this.from = from;
        this.to = to;
    }

    @Override
    CopyChart task(Variables variables) {
        return new CopyChart(
                variables.expand(from),
                variables.expand(version),
                devel,
                variables.expand(to),
                ifExists,
                signatures,
                trust(variables),
                registry(fromCredentialsId, variables),
                registry(toCredentialsId, variables));
    }

    @Extension
    @Symbol("ociChartCopyBuilder")
    public static final class DescriptorImpl extends TaskBuilderDescriptor implements CopyForm {
        public DescriptorImpl() {
            super("OciChartCopyStep", Messages._CopyForm_displayName());
        }
    }
}
