package io.jenkins.plugins.ocichart.freestyle;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.console.ConsoleLogFilter;
import hudson.model.AbstractProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildWrapperDescriptor;
import io.jenkins.plugins.ocichart.form.LoginForm;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.form.StepForm;
import io.jenkins.plugins.ocichart.login.LoginBlock;
import io.jenkins.plugins.ocichart.login.LoginFolders;
import io.jenkins.plugins.ocichart.login.WrapperLogins;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.tasks.BuildContext;
import io.jenkins.plugins.ocichart.tasks.LogIn;
import io.jenkins.plugins.ocichart.tasks.RegistryOptions;
import java.io.IOException;
import java.util.UUID;
import jenkins.tasks.SimpleBuildWrapper;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The build environment "Log in to an OCI registry". Builds of a job share it, so it knows of none of them. */
public final class OciRegistryLoginWrapper extends SimpleBuildWrapper {
    public final String registry, credentialsId;
    @DataBoundSetter
    public boolean plainHttp, insecureSkipTlsVerify;
    @DataBoundSetter
    public String caFile = "", certFile = "", keyFile = "";

    @DataBoundConstructor
    public OciRegistryLoginWrapper(String registry, String credentialsId) {
        this.registry = registry;
        this.credentialsId = credentialsId;
    }

    @Override
    public void setUp(
            Context context,
            Run<?, ?> run,
            FilePath workspace,
            Launcher launcher,
            TaskListener listener,
            EnvVars environment)
            throws IOException, InterruptedException {
        String folder = "ociRegistryLogin-" + UUID.randomUUID();
        BuildContext build =
                new BuildContext(run, workspace, environment, launcher, listener, WrapperLogins.find(run, environment));
        LoginBlock block = login(Variables.of(run, environment)).open(build, folder);
        WrapperLogins.add(run, block);
        block.variables().forEach(context::env);
        context.setDisposer(new LoginFileDisposer(block.variables().get("DOCKER_CONFIG")));
    }

    private LogIn login(Variables variables) {
        ConnectionSettings connection = new ConnectionSettings(
                plainHttp,
                insecureSkipTlsVerify,
                variables.expand(caFile),
                variables.expand(certFile),
                variables.expand(keyFile));
        return new LogIn(variables.expand(registry), new RegistryOptions(credentialsId, connection));
    }

    @Override
    public ConsoleLogFilter createLoggerDecorator(Run<?, ?> build) {
        return WrapperLogins.mask(build);
    }

    /** Deletes the login file, however the build went. */
    private static final class LoginFileDisposer extends Disposer {
        private static final long serialVersionUID = 1L;

        private final String path;

        LoginFileDisposer(String path) {
            this.path = path;
        }

        @Override
        public void tearDown(Run<?, ?> build, FilePath workspace, Launcher launcher, TaskListener listener)
                throws IOException, InterruptedException {
            LoginFolders.get().delete(workspace.child(path));
        }
    }

    /** The build environment's form. */
    @Extension
    @Symbol("ociRegistryLoginWrapper")
    public static final class DescriptorImpl extends BuildWrapperDescriptor implements LoginForm {
        @Override
        public String getDisplayName() {
            return Messages.LoginForm_displayName();
        }

        @Override
        public boolean isApplicable(AbstractProject<?, ?> item) {
            return true;
        }

        @Override
        public String getHelpFile(String fieldName) {
            return StepForm.help(super.getHelpFile(fieldName), "OciRegistryLoginStep", fieldName);
        }

        @Override
        public String getConfigPage() {
            return StepForm.page("OciRegistryLoginStep");
        }
    }
}
