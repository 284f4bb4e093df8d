package io.jenkins.plugins.ocichart.freestyle;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractProject;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.ocichart.build.BuildContext;
import io.jenkins.plugins.ocichart.build.PushChart;
import io.jenkins.plugins.ocichart.config.ConnectionParameters;
import io.jenkins.plugins.ocichart.form.PushForm;
import java.io.IOException;
import java.util.Locale;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The build step "Push Helm charts to an OCI registry". */
public final class OciChartPushBuilder extends RegistryBuilder {
    private final String chart;
    private final String remote;
    private String credentialsId;
    private String ifExists = PushForm.IF_EXISTS;
    private int parallelism = PushForm.PARALLELISM;
    private boolean archive = true;
    private boolean fingerprint = true;

    @DataBoundConstructor
    public OciChartPushBuilder(String chart, String remote) {
        this.chart = chart;
        this.remote = remote;
    }

    public String getChart() {
        return chart;
    }

    public String getRemote() {
        return remote;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    public String getIfExists() {
        return ifExists;
    }

    @DataBoundSetter
    public void setIfExists(String ifExists) {
        String value = Util.fixEmptyAndTrim(ifExists);
        this.ifExists = value == null ? PushForm.IF_EXISTS : value.toLowerCase(Locale.ROOT);
    }

    public int getParallelism() {
        return parallelism;
    }

    @DataBoundSetter
    public void setParallelism(int parallelism) {
        this.parallelism = parallelism;
    }

    public boolean isArchive() {
        return archive;
    }

    @DataBoundSetter
    public void setArchive(boolean archive) {
        this.archive = archive;
    }

    public boolean isFingerprint() {
        return fingerprint;
    }

    @DataBoundSetter
    public void setFingerprint(boolean fingerprint) {
        this.fingerprint = fingerprint;
    }

    @Override
    void perform(BuildContext context, Variables variables, ConnectionParameters connection)
            throws InterruptedException, IOException {
        PushChart.run(
                context,
                new PushChart.Parameters(
                        variables.expand(chart),
                        variables.expand(remote),
                        credentialsId,
                        ifExists,
                        parallelism,
                        archive,
                        fingerprint,
                        connection));
    }

    /** The build step's form. */
    @Extension
    @Symbol("ociChartPushBuilder")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> implements PushForm {
        @Override
        public String getDisplayName() {
            return Messages.OciChartPushBuilder_displayName();
        }

        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }

        @Override
        public String getHelpFile(String fieldName) {
            return StepHelp.unless(super.getHelpFile(fieldName), "OciChartPushStep", fieldName);
        }
    }
}
