package io.jenkins.plugins.ocichart.steps;

import hudson.Util;
import io.jenkins.plugins.ocichart.config.ConnectionParameters;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that connects to a registry, with the parameters that say how. */
public abstract class RegistryStep extends Step {
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

    /** The connection parameters together. */
    ConnectionParameters connection() {
        return new ConnectionParameters(plainHttp, insecureSkipTlsVerify, caFile, certFile, keyFile);
    }
}
