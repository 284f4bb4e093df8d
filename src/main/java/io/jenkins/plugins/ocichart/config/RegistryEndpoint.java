package io.jenkins.plugins.ocichart.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.credentials.CredentialsListBox;
import io.jenkins.plugins.ocichart.form.ConnectionForm;
import io.jenkins.plugins.ocichart.form.RegistryForm;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** One registry of the system configuration: how to log in to it and how to connect. */
public final class RegistryEndpoint implements Describable<RegistryEndpoint> {
    private final String registry;
    private String credentialsId;
    private boolean plainHttp;
    private boolean insecureSkipTlsVerify;
    private String caFile;
    private String certFile;
    private String keyFile;

    /** An entry for {@code host[:port]}. */
    @DataBoundConstructor
    public RegistryEndpoint(String registry) {
        this.registry = Util.fixNull(registry).trim();
    }

    public String getRegistry() {
        return registry;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
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

    /** How this registry is reached. */
    public ConnectionParameters connection() {
        return new ConnectionParameters(plainHttp, insecureSkipTlsVerify, caFile, certFile, keyFile);
    }

    /** Whether this is the entry of a registry. */
    boolean isFor(RegistryHost host) {
        try {
            return RegistryHost.parse(registry).isSameAs(host);
        } catch (IllegalArgumentException e) {
            return false; // the form has warned of it
        }
    }

    /** The form of an entry. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<RegistryEndpoint>
            implements RegistryForm, ConnectionForm {
        @Override
        public String getDisplayName() {
            return Messages.RegistryEndpoint_displayName();
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @QueryParameter String registry,
                @QueryParameter boolean plainHttp,
                @QueryParameter String credentialsId) {
            return CredentialsListBox.of(null, Util.fixNull(registry), plainHttp, credentialsId);
        }
    }
}
