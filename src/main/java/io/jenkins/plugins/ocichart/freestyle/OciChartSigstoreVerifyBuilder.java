package io.jenkins.plugins.ocichart.freestyle;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.RekorForm;
import io.jenkins.plugins.ocichart.tasks.VerifyInLog;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The build step "Verify the signature of a Helm chart with a Rekor log". */
public final class OciChartSigstoreVerifyBuilder extends RekorBuilder {
    @DataBoundConstructor
    public OciChartSigstoreVerifyBuilder(String chart, String rekorUrl) {
        super(chart, rekorUrl);
    }

    @Override
    VerifyInLog task(Variables variables) {
        return new VerifyInLog(options(variables));
    }

    @Extension
    @Symbol("ociChartSigstoreVerifyBuilder")
    public static final class DescriptorImpl extends TaskBuilderDescriptor implements RekorForm {
        public DescriptorImpl() {
            super("OciChartSigstoreVerifyStep", Messages._RekorForm_verify());
        }
    }
}
