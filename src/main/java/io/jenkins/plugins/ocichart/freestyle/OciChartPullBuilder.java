package io.jenkins.plugins.ocichart.freestyle;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractProject;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.ocichart.build.BuildContext;
import io.jenkins.plugins.ocichart.build.PullChart;
import io.jenkins.plugins.ocichart.config.ConnectionParameters;
import io.jenkins.plugins.ocichart.form.PullForm;
import java.io.IOException;
import java.util.Objects;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The build step "Pull a Helm chart from an OCI registry". */
public final class OciChartPullBuilder extends RegistryBuilder {
    private final String chart;
    private String version;
    private boolean devel;
    private String destination = PullForm.HERE;
    private boolean untar;
    private String untarDir = PullForm.HERE;
    private boolean prov;
    private String credentialsId;
    private boolean fingerprint = true;

    @DataBoundConstructor
    public OciChartPullBuilder(String chart) {
        this.chart = chart;
    }

    public String getChart() {
        return chart;
    }

    public String getVersion() {
        return version;
    }

    @DataBoundSetter
    public void setVersion(String version) {
        this.version = Util.fixEmptyAndTrim(version);
    }

    public boolean isDevel() {
        return devel;
    }

    @DataBoundSetter
    public void setDevel(boolean devel) {
        this.devel = devel;
    }

    public String getDestination() {
        return destination;
    }

    @DataBoundSetter
    public void setDestination(String destination) {
        this.destination = Objects.requireNonNullElse(Util.fixEmptyAndTrim(destination), PullForm.HERE);
    }

    public boolean isUntar() {
        return untar;
    }

    @DataBoundSetter
    public void setUntar(boolean untar) {
        this.untar = untar;
    }

    public String getUntarDir() {
        return untarDir;
    }

    @DataBoundSetter
    public void setUntarDir(String untarDir) {
        this.untarDir = Objects.requireNonNullElse(Util.fixEmptyAndTrim(untarDir), PullForm.HERE);
    }

    public boolean isProv() {
        return prov;
    }

    @DataBoundSetter
    public void setProv(boolean prov) {
        this.prov = prov;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
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
        PullChart.run(
                context,
                new PullChart.Parameters(
                        variables.expand(chart),
                        variables.expand(version),
                        devel,
                        variables.expand(destination),
                        untar,
                        variables.expand(untarDir),
                        prov,
                        credentialsId,
                        fingerprint,
                        connection));
    }

    /** The build step's form. */
    @Extension
    @Symbol("ociChartPullBuilder")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> implements PullForm {
        @Override
        public String getDisplayName() {
            return Messages.OciChartPullBuilder_displayName();
        }

        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }

        @Override
        public String getHelpFile(String fieldName) {
            return StepHelp.unless(super.getHelpFile(fieldName), "OciChartPullStep", fieldName);
        }
    }
}
