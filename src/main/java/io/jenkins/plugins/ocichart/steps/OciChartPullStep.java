package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.ocichart.build.BuildContext;
import io.jenkins.plugins.ocichart.build.PullChart;
import io.jenkins.plugins.ocichart.form.PullForm;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code ociChartPull}: pulls a chart from a registry to the workspace. */
public final class OciChartPullStep extends RegistryStep {
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
    public OciChartPullStep(String chart) {
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
    public StepExecution start(StepContext context) {
        return new Execution(
                context,
                new PullChart.Parameters(
                        chart,
                        version,
                        devel,
                        destination,
                        untar,
                        untarDir,
                        prov,
                        credentialsId,
                        fingerprint,
                        connection()));
    }

    private static final class Execution extends RepeatableExecution {
        private static final long serialVersionUID = 1L;

        private final PullChart.Parameters parameters;

        Execution(StepContext context, PullChart.Parameters parameters) {
            super(context);
            this.parameters = parameters;
        }

        @Override
        Object perform(BuildContext context) throws IOException, InterruptedException {
            return PullChart.run(context, parameters);
        }
    }

    /** The step's form and what Pipeline needs to know of it. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor implements PullForm {
        @Override
        public String getFunctionName() {
            return "ociChartPull";
        }

        @Override
        public String getDisplayName() {
            return Messages.OciChartPullStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Contexts.IN_NODE;
        }

        @Override
        public String argumentsToString(Map<String, Object> namedArgs) {
            return ShownAddress.of(namedArgs.get("chart"));
        }
    }
}
