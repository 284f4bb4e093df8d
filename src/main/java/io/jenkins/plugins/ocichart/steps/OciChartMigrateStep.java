package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.MigrateForm;
import io.jenkins.plugins.ocichart.form.PushForm;
import io.jenkins.plugins.ocichart.tasks.MigrateCharts;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code ociChartMigrate}: brings the charts of a classic repository to a registry. */
public final class OciChartMigrateStep extends RegistryStep {
    public final String from, remote;
    @DataBoundSetter
    public String include = "", exclude = "", versions = "", shard = "";
    @DataBoundSetter
    public String ifExists = MigrateForm.IF_EXISTS, repositoryCredentialsId = "", credentialsId = "";

    @DataBoundSetter
    public int parallelism = PushForm.PARALLELISM;

    @DataBoundSetter
    public boolean dryRun;

    @DataBoundConstructor
    public OciChartMigrateStep(String from, String remote) {
        this.from = from;
        this.remote = remote;
    }

    @Override
    MigrateCharts task() {
        return new MigrateCharts(
                from,
                remote,
                include,
                exclude,
                versions,
                shard,
                ifExists,
                parallelism,
                dryRun,
                repositoryCredentialsId,
                registry(credentialsId));
    }

    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements MigrateForm {
        public DescriptorImpl() {
            super("ociChartMigrate", Messages._MigrateForm_displayName(), IN_NODE, "remote");
        }
    }
}
