package io.jenkins.plugins.ocichart.freestyle;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.console.ConsoleLogFilter;
import hudson.model.AbstractProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildWrapperDescriptor;
import io.jenkins.plugins.ocichart.build.BuildContext;
import io.jenkins.plugins.ocichart.build.EnvironmentLogins;
import io.jenkins.plugins.ocichart.build.LogIn;
import io.jenkins.plugins.ocichart.config.ConnectionParameters;
import io.jenkins.plugins.ocichart.form.LoginForm;
import java.io.IOException;
import java.util.UUID;
import jenkins.tasks.SimpleBuildWrapper;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The build environment "Log in to an OCI registry". Builds of a job share it, so it knows of none of them. */
public final class OciRegistryLoginWrapper extends SimpleBuildWrapper {
    private final String registry;
    private final String credentialsId;
    private boolean plainHttp;
    private boolean insecureSkipTlsVerify;
    private String caFile;
    private String certFile;
    private String keyFile;

    @DataBoundConstructor
    public OciRegistryLoginWrapper(String registry, String credentialsId) {
        this.registry = registry;
        this.credentialsId = credentialsId;
    }

    public String getRegistry() {
        return registry;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    public boolean isPlainHttp() {
        return plainHttp;
    }

    @DataBoundSetter
    public void setPlainHttp(boolean plainHttp) {
        this.plainHttp = plainHttp;
    }

    public boolean isInsecureSkipTlsVerify() {
        return insecureSkipTlsVerify;
    }

    @DataBoundSetter
    public void setInsecureSkipTlsVerify(boolean insecureSkipTlsVerify) {
        this.insecureSkipTlsVerify = insecureSkipTlsVerify;
    }

    public String getCaFile() {
        return caFile;
    }

    @DataBoundSetter
    public void setCaFile(String caFile) {
        this.caFile = Util.fixEmptyAndTrim(caFile);
    }

    public String getCertFile() {
        return certFile;
    }

    @DataBoundSetter
    public void setCertFile(String certFile) {
        this.certFile = Util.fixEmptyAndTrim(certFile);
    }

    public String getKeyFile() {
        return keyFile;
    }

    @DataBoundSetter
    public void setKeyFile(String keyFile) {
        this.keyFile = Util.fixEmptyAndTrim(keyFile);
    }

    @Override
    public void setUp(
            Context context,
            Run<?, ?> build,
            FilePath workspace,
            Launcher launcher,
            TaskListener listener,
            EnvVars environment)
            throws IOException, InterruptedException {
        String folder = "ociRegistryLogin-" + UUID.randomUUID();
        LogIn.Block block = LogIn.open(
                new BuildContext(
                        build, workspace, environment, launcher, listener, EnvironmentLogins.find(build, environment)),
                parameters(Variables.of(build, environment)),
                folder);
        EnvironmentLogins.add(build, block);
        block.variables().forEach(context::env);
        context.setDisposer(new LoginFileDisposer(folder));
    }

    private LogIn.Parameters parameters(Variables variables) {
        return new LogIn.Parameters(
                variables.expand(registry),
                credentialsId,
                new ConnectionParameters(
                        plainHttp,
                        insecureSkipTlsVerify,
                        variables.expand(caFile),
                        variables.expand(certFile),
                        variables.expand(keyFile)));
    }

    @Override
    public ConsoleLogFilter createLoggerDecorator(Run<?, ?> build) {
        return EnvironmentLogins.mask(build);
    }

    /** Deletes the login file, however the build went. */
    private static final class LoginFileDisposer extends Disposer {
        private static final long serialVersionUID = 1L;

        private final String folder;

        LoginFileDisposer(String folder) {
            this.folder = folder;
        }

        @Override
        public void tearDown(Run<?, ?> build, FilePath workspace, Launcher launcher, TaskListener listener)
                throws IOException, InterruptedException {
            LogIn.close(workspace, folder);
        }
    }

    /** The build environment's form. */
    @Extension
    @Symbol("ociRegistryLoginWrapper")
    public static final class DescriptorImpl extends BuildWrapperDescriptor implements LoginForm {
        @Override
        public String getDisplayName() {
            return Messages.OciRegistryLoginWrapper_displayName();
        }

        @Override
        public boolean isApplicable(AbstractProject<?, ?> item) {
            return true;
        }

        @Override
        public String getHelpFile(String fieldName) {
            return StepHelp.unless(super.getHelpFile(fieldName), "OciRegistryLoginStep", fieldName);
        }
    }
}
