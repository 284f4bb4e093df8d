package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.ocichart.build.BuildContext;
import io.jenkins.plugins.ocichart.build.PushChart;
import io.jenkins.plugins.ocichart.form.PushForm;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code ociChartPush}: pushes chart archives of the workspace to a registry. */
public final class OciChartPushStep extends RegistryStep {
    private final String chart;
    private final String remote;
    private String credentialsId;
    private String ifExists = PushForm.IF_EXISTS;
    private int parallelism = PushForm.PARALLELISM;
    private boolean archive = true;
    private boolean fingerprint = true;

    @DataBoundConstructor
    public OciChartPushStep(String chart, String remote) {
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
    public StepExecution start(StepContext context) {
        return new Execution(
                context,
                new PushChart.Parameters(
                        chart, remote, credentialsId, ifExists, parallelism, archive, fingerprint, connection()));
    }

    private static final class Execution extends RepeatableExecution {
        private static final long serialVersionUID = 1L;

        private final PushChart.Parameters parameters;

        Execution(StepContext context, PushChart.Parameters parameters) {
            super(context);
            this.parameters = parameters;
        }

        @Override
        Object perform(BuildContext context) throws IOException, InterruptedException {
            return PushChart.run(context, parameters);
        }
    }

    /** The step's form and what Pipeline needs to know of it. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor implements PushForm {
        @Override
        public String getFunctionName() {
            return "ociChartPush";
        }

        @Override
        public String getDisplayName() {
            return Messages.OciChartPushStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Contexts.IN_NODE;
        }

        @Override
        public String argumentsToString(Map<String, Object> namedArgs) {
            return ShownAddress.of(namedArgs.get("remote"));
        }
    }
}
