package io.jenkins.plugins.ocichart.freestyle;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.PushForm;
import io.jenkins.plugins.ocichart.tasks.PushCharts;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The build step "Push Helm charts to an OCI registry". */
public final class OciChartPushBuilder extends TaskBuilder {
    public final String chart, remote;
    @DataBoundSetter
    public String credentialsId = "", ifExists = PushForm.IF_EXISTS;

    @DataBoundSetter
    public int parallelism = PushForm.PARALLELISM;

    @DataBoundSetter
    public boolean archive = true, fingerprint = true;

    @DataBoundConstructor
    public OciChartPushBuilder(String chart, String remote) {
        this.chart = chart;
        this.remote = remote;
    }

    @Override
    PushCharts task(Variables variables) {
        return new PushCharts(
                variables.expand(chart),
                variables.expand(remote),
                ifExists,
                parallelism,
                archive,
                fingerprint,
                registry(credentialsId, variables));
    }

    @Extension
    @Symbol("ociChartPushBuilder")
    public static final class DescriptorImpl extends TaskBuilderDescriptor implements PushForm {
        public DescriptorImpl() {
            super("OciChartPushStep", Messages._PushForm_displayName());
        }
    }
}
