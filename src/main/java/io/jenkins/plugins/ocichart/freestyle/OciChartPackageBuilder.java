package io.jenkins.plugins.ocichart.freestyle;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.NamedRepository;
import io.jenkins.plugins.ocichart.form.PackageForm;
import io.jenkins.plugins.ocichart.form.PullForm;
import io.jenkins.plugins.ocichart.tasks.PackageCharts;
import io.jenkins.plugins.ocichart.tasks.SigningOptions;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The build step "Package Helm charts". */
public final class OciChartPackageBuilder extends TaskBuilder {
    public final String chart;

    @DataBoundSetter
    public String destination = PullForm.HERE, version = "", appVersion = "";
    @DataBoundSetter
    public String signingKeyCredentialsId = "", signingKey = "", passphraseCredentialsId = "";
    @DataBoundSetter
    public boolean dependencyUpdate, fingerprint = true;

    @DataBoundSetter
    public List<NamedRepository> repositories = new ArrayList<>();

    @DataBoundConstructor
    public OciChartPackageBuilder(String chart) {
        this.chart = chart;
    }

    @Override
    PackageCharts task(Variables variables) {
        return new PackageCharts(
                variables.expand(chart),
                variables.expand(destination),
                variables.expand(version),
                variables.expand(appVersion),
                dependencyUpdate,
                NamedRepository.expanded(repositories, variables::expand),
                new SigningOptions(signingKeyCredentialsId, variables.expand(signingKey), passphraseCredentialsId),
                fingerprint);
    }

    @Extension
    @Symbol("ociChartPackageBuilder")
    public static final class DescriptorImpl extends TaskBuilderDescriptor implements PackageForm {
        public DescriptorImpl() {
            super("OciChartPackageStep", Messages._PackageForm_displayName());
        }
    }
}
