package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.ConnectionForm;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.TrustForm;
import io.jenkins.plugins.ocichart.tasks.UpdateDependencies;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code ociChartDependencyUpdate}: updates the dependencies of a chart and its lock. */
public final class OciChartDependencyUpdateStep extends DependencyStep {
    @DataBoundConstructor
    public OciChartDependencyUpdateStep() {}

    @Override
    UpdateDependencies task() {
        return task(false);
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements ConnectionForm, TrustForm {
        public DescriptorImpl() {
            super("ociChartDependencyUpdate", Messages._DependencyForm_update(), IN_NODE, "chart");
        }
    }
}
