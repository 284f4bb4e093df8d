package io.jenkins.plugins.ocichart.freestyle;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.ConnectionForm;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.TrustForm;
import io.jenkins.plugins.ocichart.tasks.UpdateDependencies;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The build step "Update the dependencies of a Helm chart". */
public final class OciChartDependencyUpdateBuilder extends DependencyBuilder {
    @DataBoundConstructor
    public OciChartDependencyUpdateBuilder() {}

    @Override
    UpdateDependencies task(Variables variables) {
        return task(false, variables);
    }

    @Extension
    @Symbol("ociChartDependencyUpdateBuilder")
    public static final class DescriptorImpl extends TaskBuilderDescriptor implements ConnectionForm, TrustForm {
        public DescriptorImpl() {
            super("OciChartDependencyUpdateStep", Messages._DependencyForm_update());
        }
    }
}
