package io.jenkins.plugins.ocichart.freestyle;

import hudson.Extension;
import hudson.Util;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.helm.DeployChart;
import io.jenkins.plugins.ocichart.helm.HelmForm;
import io.jenkins.plugins.ocichart.helm.HelmOptions;
import io.jenkins.plugins.ocichart.helm.Messages;
import io.jenkins.plugins.ocichart.helm.ReleaseFlags;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The build step "Upgrade a Helm release". Values are YAML and arguments are lines, since a form has no maps and lists. */
public final class OciChartUpgradeBuilder extends TrustBuilder {
    public final String release, chart;
    @DataBoundSetter
    public String version = "", namespace = "", environment = "", timeout = "", helm = "";
    @DataBoundSetter
    public String valuesFiles = "", values = "", arguments = "";
    @DataBoundSetter
    public String kubeconfigCredentialsId = "", credentialsId = "";
    @DataBoundSetter
    public boolean install = true, createNamespace, wait, atomic, dryRun, devel;

    @DataBoundConstructor
    public OciChartUpgradeBuilder(String release, String chart) {
        this.release = release;
        this.chart = chart;
    }

    @Override
    DeployChart task(Variables variables) {
        String yaml = Util.fixEmptyAndTrim(values);
        return new DeployChart(
                install ? DeployChart.Verb.UPGRADE_OR_INSTALL : DeployChart.Verb.UPGRADE,
                new HelmOptions(
                        HelmOptions.newFolder(),
                        variables.expand(helm),
                        variables.expand(release),
                        variables.expand(chart),
                        variables.expand(version),
                        devel,
                        variables.expand(namespace),
                        variables.expand(valuesFiles),
                        yaml == null ? null : Secret.fromString(variables.expand(yaml)),
                        HelmOptions.lines(variables.expand(Util.fixNull(arguments))),
                        kubeconfigCredentialsId,
                        trust(variables),
                        registry(credentialsId, variables)),
                new ReleaseFlags(
                        createNamespace,
                        wait,
                        variables.expand(timeout),
                        atomic,
                        dryRun,
                        variables.expand(environment)));
    }

    @Extension
    @Symbol("ociChartUpgradeBuilder")
    public static final class DescriptorImpl extends TaskBuilderDescriptor implements HelmForm {
        public DescriptorImpl() {
            super("OciChartUpgradeStep", Messages._HelmForm_upgrade());
        }
    }
}
