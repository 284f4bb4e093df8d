package io.jenkins.plugins.ocichart.freestyle;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.ConnectionForm;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.TrustForm;
import io.jenkins.plugins.ocichart.tasks.UpdateDependencies;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The build step "Fetch the locked dependencies of a Helm chart". */
public final class OciChartDependencyBuildBuilder extends DependencyBuilder {
    @DataBoundConstructor
    public OciChartDependencyBuildBuilder() {}

    @Override
    UpdateDependencies task(Variables variables) {
        return task(true, variables);
    }

    @Extension
    @Symbol("ociChartDependencyBuildBuilder")
    public static final class DescriptorImpl extends TaskBuilderDescriptor implements ConnectionForm, TrustForm {
        public DescriptorImpl() {
            super("OciChartDependencyBuildStep", Messages._DependencyForm_build());
        }
    }
}
