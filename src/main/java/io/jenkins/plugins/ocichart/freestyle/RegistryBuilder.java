package io.jenkins.plugins.ocichart.freestyle;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.Builder;
import io.jenkins.plugins.ocichart.build.BuildContext;
import io.jenkins.plugins.ocichart.build.EnvironmentLogins;
import io.jenkins.plugins.ocichart.config.ConnectionParameters;
import java.io.IOException;
import jenkins.tasks.SimpleBuildStep;
import org.kohsuke.stapler.DataBoundSetter;

/** A build step that connects to a registry, with the fields that say how. */
public abstract class RegistryBuilder extends Builder implements SimpleBuildStep {
    private boolean plainHttp;
    private boolean insecureSkipTlsVerify;
    private String caFile;
    private String certFile;
    private String keyFile;

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
    public final void perform(
            Run<?, ?> run, FilePath workspace, EnvVars environment, Launcher launcher, TaskListener listener)
            throws InterruptedException, IOException {
        Variables variables = Variables.of(run, environment);
        ConnectionParameters connection = new ConnectionParameters(
                plainHttp,
                insecureSkipTlsVerify,
                variables.expand(caFile),
                variables.expand(certFile),
                variables.expand(keyFile));
        BuildContext context = new BuildContext(
                run, workspace, environment, launcher, listener, EnvironmentLogins.find(run, environment));
        perform(context, variables, connection);
    }

    /** Does the work, with variables expanded in what the user typed. */
    abstract void perform(BuildContext context, Variables variables, ConnectionParameters connection)
            throws InterruptedException, IOException;
}
