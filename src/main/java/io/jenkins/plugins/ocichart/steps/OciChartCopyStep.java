package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.CopyForm;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.PushForm;
import io.jenkins.plugins.ocichart.tasks.CopyChart;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code ociChartCopy}: copies a chart with its signatures to another namespace or registry. */
public final class OciChartCopyStep extends TrustStep {
    public final String from, to;
    @DataBoundSetter
    public String version = "", fromCredentialsId = "", toCredentialsId = "", ifExists = PushForm.IF_EXISTS;
    @DataBoundSetter
    public boolean devel, signatures = true;

    @DataBoundConstructor
    public OciChartCopyStep(String from, String to) {
        this.from = from;
        this.to = to;
    }

    @Override
    CopyChart task() {
        return new CopyChart(
                from,
                version,
                devel,
                to,
                ifExists,
                signatures,
                trust(),
                registry(fromCredentialsId),
                registry(toCredentialsId));
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements CopyForm {
        public DescriptorImpl() {
            super("ociChartCopy", Messages._CopyForm_displayName(), IN_NODE, "to");
        }
    }
}
