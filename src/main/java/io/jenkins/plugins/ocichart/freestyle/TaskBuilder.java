package io.jenkins.plugins.ocichart.freestyle;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.ocichart.form.StepForm;
import io.jenkins.plugins.ocichart.login.WrapperLogins;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.tasks.BuildContext;
import io.jenkins.plugins.ocichart.tasks.RegistryOptions;
import io.jenkins.plugins.ocichart.tasks.Task;
import java.io.IOException;
import jenkins.tasks.SimpleBuildStep;
import org.jvnet.localizer.Localizable;
import org.kohsuke.stapler.DataBoundSetter;

/** A build step that is a {@link Task}, with the parameters of the Pipeline step for the same task. */
public abstract class TaskBuilder extends Builder implements SimpleBuildStep {
    @DataBoundSetter
    public boolean plainHttp, insecureSkipTlsVerify;
    @DataBoundSetter
    public String caFile = "", certFile = "", keyFile = "";

    /** What the build step does, with variables expanded in what the user typed. */
    abstract Task<?> task(Variables variables);

    /** The connection parameters together with what to log in with. */
    final RegistryOptions registry(String credentialsId, Variables variables) {
        return new RegistryOptions(
                credentialsId,
                new ConnectionSettings(
                        plainHttp,
                        insecureSkipTlsVerify,
                        variables.expand(caFile),
                        variables.expand(certFile),
                        variables.expand(keyFile)));
    }

    @Override
    public final void perform(
            Run<?, ?> run, FilePath workspace, EnvVars environment, Launcher launcher, TaskListener listener)
            throws InterruptedException, IOException {
        task(Variables.of(run, environment))
                .run(new BuildContext(
                        run, workspace, environment, launcher, listener, WrapperLogins.find(run, environment)));
    }

    /** Shows the form and the help of the Pipeline step. Public, since Jelly calls no method of other classes. */
    public abstract static class TaskBuilderDescriptor extends BuildStepDescriptor<Builder> {
        private final String step;
        private final Localizable displayName;

        /**
         * Describes a build step.
         *
         * @param step the simple name of the class of the Pipeline step
         */
        TaskBuilderDescriptor(String step, Localizable displayName) {
            this.step = step;
            this.displayName = displayName;
        }

        @Override
        public final String getDisplayName() {
            return displayName.toString();
        }

        @Override
        @SuppressWarnings("rawtypes")
        public final boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }

        @Override
        public final String getConfigPage() {
            return StepForm.page(step);
        }

        @Override
        public final String getHelpFile(String fieldName) {
            return StepForm.help(super.getHelpFile(fieldName), step, fieldName);
        }

        /** The text for a field that is a map or a list in a Pipeline: null, since the field has one itself. */
        public final String text(Object step, String field) {
            return null;
        }
    }
}
