package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.NamedRepository;
import io.jenkins.plugins.ocichart.form.PackageForm;
import io.jenkins.plugins.ocichart.form.PullForm;
import io.jenkins.plugins.ocichart.tasks.PackageCharts;
import io.jenkins.plugins.ocichart.tasks.SigningOptions;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code ociChartPackage}: packages chart folders of the workspace. */
public final class OciChartPackageStep extends TaskStep {
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
    public OciChartPackageStep(String chart) {
        this.chart = chart;
    }

    @Override
    PackageCharts task() {
        return new PackageCharts(
                chart,
                destination,
                version,
                appVersion,
                dependencyUpdate,
                repositories,
                new SigningOptions(signingKeyCredentialsId, signingKey, passphraseCredentialsId),
                fingerprint);
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements PackageForm {
        public DescriptorImpl() {
            super("ociChartPackage", Messages._PackageForm_displayName(), IN_NODE, "chart");
        }
    }
}
