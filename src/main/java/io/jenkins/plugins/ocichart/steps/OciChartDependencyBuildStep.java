package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.ConnectionForm;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.TrustForm;
import io.jenkins.plugins.ocichart.tasks.UpdateDependencies;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code ociChartDependencyBuild}: fetches the dependencies that the lock of a chart says. */
public final class OciChartDependencyBuildStep extends DependencyStep {
    @DataBoundConstructor
    public OciChartDependencyBuildStep() {}

    @Override
    UpdateDependencies task() {
        return task(true);
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements ConnectionForm, TrustForm {
        public DescriptorImpl() {
            super("ociChartDependencyBuild", Messages._DependencyForm_build(), IN_NODE, "chart");
        }
    }
}
