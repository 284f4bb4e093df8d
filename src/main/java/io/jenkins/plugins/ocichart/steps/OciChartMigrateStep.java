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
    public final String from;
    public final String remote;

    @DataBoundSetter
    public String repositoryCredentialsId = "";

    @DataBoundSetter
    public String credentialsId = "";

    @DataBoundSetter
    public String include = "";

    @DataBoundSetter
    public String exclude = "";

    @DataBoundSetter
    public String versions = "";

    @DataBoundSetter
    public String ifExists = MigrateForm.IF_EXISTS;

    @DataBoundSetter
    public int parallelism = PushForm.PARALLELISM;

    @DataBoundSetter
    public boolean dryRun;

    @DataBoundSetter
    public String shard = "";

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

    /** The step's form. */
    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements MigrateForm {
        public DescriptorImpl() {
            super("ociChartMigrate", Messages._MigrateForm_displayName(), IN_NODE, "remote");
        }
    }
}
