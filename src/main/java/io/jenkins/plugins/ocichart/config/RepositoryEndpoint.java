package io.jenkins.plugins.ocichart.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.form.RepositoryForm;
import io.jenkins.plugins.ocichart.form.StepForm;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.repository.ChartRepository;
import io.jenkins.plugins.ocichart.repository.RepositoryClient;
import io.jenkins.plugins.ocichart.repository.RepositoryUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Classic chart repositories of the system configuration: how to log in to all below an address, and how to connect. */
public final class RepositoryEndpoint extends Endpoint implements Describable<RepositoryEndpoint> {
    private final String url;
    private boolean passCredentials;

    /** An entry for the repositories at {@code https://HOST[:PORT][/PATH]} and below. */
    @DataBoundConstructor
    public RepositoryEndpoint(String url) {
        this.url = Util.fixNull(url).trim();
    }

    public String getUrl() {
        return url;
    }

    public boolean isPassCredentials() {
        return passCredentials;
    }

    @DataBoundSetter
    public void setPassCredentials(boolean passCredentials) {
        this.passCredentials = passCredentials;
    }

    /** How these repositories are reached. */
    public ConnectionSettings connection() {
        return connection(false);
    }

    /** Fetches the index of the repository, as the steps do, and fetches no chart. */
    FormValidation test(Duration limit) {
        RegistryHost host = RegistryHost.find(url).orElse(null);
        try {
            boolean secure = RepositoryUrl.parse(url).origin().isSecure();
            return host == null
                    ? FormValidation.error(Messages.RepositoryProbe_invalid())
                    : new Probe(this, host, !secure).within(limit, this::fetchIndex);
        } catch (IOException e) {
            return FormValidation.error(Messages.RepositoryProbe_invalid());
        }
    }

    private FormValidation fetchIndex(RegistryCredential credential) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("oci-chart-");
        try (RepositoryClient client = RepositoryClient.open(
                new ChartRepository("", url, credential, false, connection().withProxy(JenkinsProxy.current())))) {
            client.index(chart -> false, folder.resolve("index.yaml"), false, line -> {});
            return FormValidation.ok(
                    getCredentialsId() == null
                            ? Messages.RepositoryProbe_reached(client.url())
                            : Messages.RepositoryProbe_loggedIn(client.url(), getCredentialsId()));
        } catch (NotFoundException e) {
            return FormValidation.warning(Messages.RepositoryProbe_noIndex(RepositoryUrl.parse(url)));
        } finally {
            Files.deleteIfExists(folder.resolve("index.yaml"));
            Files.delete(folder);
        }
    }

    /** The form of an entry. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<RepositoryEndpoint> implements RepositoryForm {
        @Override
        public String getDisplayName() {
            return Messages.RepositoryEndpoint_displayName();
        }

        /** The fields that connect are those of the steps. */
        @Override
        public String getHelpFile(String fieldName) {
            return fieldName == null
                    ? super.getHelpFile(null)
                    : StepForm.help(super.getHelpFile(fieldName), "OciChartPushStep", fieldName);
        }

        /**
         * Fetches the index from the controller with the values of the form. Credentials go to the form's host, so only
         * administrators may do this, who can use them anyway.
         */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter String url,
                @QueryParameter String credentialsId,
                @QueryParameter boolean insecureSkipTlsVerify,
                @QueryParameter String caFile,
                @QueryParameter String certFile,
                @QueryParameter String keyFile) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            RepositoryEndpoint entry = new RepositoryEndpoint(url);
            entry.set(credentialsId, insecureSkipTlsVerify, caFile, certFile, keyFile);
            return entry.test(Probe.LIMIT);
        }
    }
}
