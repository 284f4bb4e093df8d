package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.VersionsForm;
import io.jenkins.plugins.ocichart.tasks.ListVersions;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code ociChartVersions}: lists the versions of a chart in its registry. */
public final class OciChartVersionsStep extends RegistryStep {
    public final String chart;

    @DataBoundSetter
    public String version = "", credentialsId = "";

    @DataBoundSetter
    public boolean devel;

    @DataBoundSetter
    public int limit;

    @DataBoundConstructor
    public OciChartVersionsStep(String chart) {
        this.chart = chart;
    }

    @Override
    ListVersions task() {
        return new ListVersions(chart, version, devel, limit, registry(credentialsId));
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements VersionsForm {
        public DescriptorImpl() {
            super("ociChartVersions", Messages._VersionsForm_displayName(), IN_NODE, "chart");
        }
    }
}
