package io.jenkins.plugins.ocichart.freestyle;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.RekorForm;
import io.jenkins.plugins.ocichart.tasks.UploadToLog;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The build step "Add the signature of a Helm chart to a Rekor log". */
public final class OciChartSigstoreUploadBuilder extends RekorBuilder {
    @DataBoundConstructor
    public OciChartSigstoreUploadBuilder(String chart, String rekorUrl) {
        super(chart, rekorUrl);
    }

    @Override
    UploadToLog task(Variables variables) {
        return new UploadToLog(options(variables));
    }

    @Extension
    @Symbol("ociChartSigstoreUploadBuilder")
    public static final class DescriptorImpl extends TaskBuilderDescriptor implements RekorForm {
        public DescriptorImpl() {
            super("OciChartSigstoreUploadStep", Messages._RekorForm_upload());
        }
    }
}
