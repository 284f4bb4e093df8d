package io.jenkins.plugins.ocichart.config;

import hudson.Util;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import org.kohsuke.stapler.DataBoundSetter;

/** What an entry of the system configuration says of a login and of TLS. Public, since Jelly calls no method of other classes. */
public abstract class Endpoint {
    private String credentialsId;
    private boolean insecureSkipTlsVerify;
    private String caFile;
    private String certFile;
    private String keyFile;

    Endpoint() {}

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
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

    /** The values of a form that is tested. */
    final void set(String login, boolean skipTlsVerify, String ca, String certificate, String key) {
        setCredentialsId(login);
        setInsecureSkipTlsVerify(skipTlsVerify);
        setCaFile(ca);
        setCertFile(certificate);
        setKeyFile(key);
    }

    final ConnectionSettings connection(boolean plainHttp) {
        return new ConnectionSettings(plainHttp, insecureSkipTlsVerify, caFile, certFile, keyFile);
    }
}
