package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.PushForm;
import io.jenkins.plugins.ocichart.tasks.PushCharts;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code ociChartPush}: pushes chart archives of the workspace to a registry. */
public final class OciChartPushStep extends RegistryStep {
    public final String chart, remote;
    @DataBoundSetter
    public String credentialsId = "", ifExists = PushForm.IF_EXISTS;

    @DataBoundSetter
    public int parallelism = PushForm.PARALLELISM;

    @DataBoundSetter
    public boolean archive = true, fingerprint = true;

    @DataBoundConstructor
    public OciChartPushStep(String chart, String remote) {
        this.chart = chart;
        this.remote = remote;
    }

    @Override
    PushCharts task() {
        return new PushCharts(chart, remote, ifExists, parallelism, archive, fingerprint, registry(credentialsId));
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements PushForm {
        public DescriptorImpl() {
            super("ociChartPush", Messages._PushForm_displayName(), IN_NODE, "remote");
        }
    }
}
