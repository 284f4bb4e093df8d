package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.RekorForm;
import io.jenkins.plugins.ocichart.tasks.VerifyInLog;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code ociChartSigstoreVerify}: verifies that a Rekor log has who has signed a chart. */
public final class OciChartSigstoreVerifyStep extends RekorStep {
    @DataBoundConstructor
    public OciChartSigstoreVerifyStep(String chart, String rekorUrl) {
        super(chart, rekorUrl);
    }

    @Override
    VerifyInLog task() {
        return new VerifyInLog(options());
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements RekorForm {
        public DescriptorImpl() {
            super("ociChartSigstoreVerify", Messages._RekorForm_verify(), IN_NODE, "chart");
        }
    }
}
