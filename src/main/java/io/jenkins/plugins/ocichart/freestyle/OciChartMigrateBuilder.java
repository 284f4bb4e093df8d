package io.jenkins.plugins.ocichart.freestyle;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.MigrateForm;
import io.jenkins.plugins.ocichart.form.PushForm;
import io.jenkins.plugins.ocichart.tasks.MigrateCharts;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The build step "Migrate a classic chart repository to an OCI registry". */
public final class OciChartMigrateBuilder extends TaskBuilder {
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
    public OciChartMigrateBuilder(String from, String remote) {
        this.from = from;
        this.remote = remote;
    }

    @Override
    MigrateCharts task(Variables variables) {
        return new MigrateCharts(
                variables.expand(from),
                variables.expand(remote),
                variables.expand(include),
                variables.expand(exclude),
                variables.expand(versions),
                variables.expand(shard),
                ifExists,
                parallelism,
                dryRun,
                repositoryCredentialsId,
                registry(credentialsId, variables));
    }

    @Extension
    @Symbol("ociChartMigrateBuilder")
    public static final class DescriptorImpl extends TaskBuilderDescriptor implements MigrateForm {
        public DescriptorImpl() {
            super("OciChartMigrateStep", Messages._MigrateForm_displayName());
        }
    }
}
