package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.RekorForm;
import io.jenkins.plugins.ocichart.tasks.UploadToLog;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code ociChartSigstoreUpload}: adds who has signed a chart to a Rekor log. */
public final class OciChartSigstoreUploadStep extends RekorStep {
    @DataBoundConstructor
    public OciChartSigstoreUploadStep(String chart, String rekorUrl) {
        super(chart, rekorUrl);
    }

    @Override
    UploadToLog task() {
        return new UploadToLog(options());
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements RekorForm {
        public DescriptorImpl() {
            super("ociChartSigstoreUpload", Messages._RekorForm_upload(), IN_NODE, "chart");
        }
    }
}
