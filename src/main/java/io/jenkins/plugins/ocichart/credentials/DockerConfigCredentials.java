package io.jenkins.plugins.ocichart.credentials;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import hudson.Extension;
import hudson.model.Descriptor;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.logins.DockerConfig;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * The logins of several registries in Docker's format, as text that can be pasted and is checked before it is stored. To
 * other plugins it is a secret file named {@code config.json}.
 */
public final class DockerConfigCredentials extends BaseStandardCredentials implements FileCredentials {
    private static final long serialVersionUID = 1L;
    private static final String FILE_NAME = "config.json";

    private final Secret config;

    /**
     * Checks the text. There is no check while it is typed: that would send the secret in a URL, which servers log.
     *
     * @param scope null for the scope that the store gives
     * @param config JSON
     * @throws Descriptor.FormException if it isn't Docker's format; the text is not quoted
     */
    @DataBoundConstructor
    public DockerConfigCredentials(CredentialsScope scope, String id, String description, Secret config)
            throws Descriptor.FormException {
        super(scope, id, description);
        try {
            if (config == null
                    || !DockerConfig.parse(config.getPlainText(), FILE_NAME).hasLogins()) {
                throw new Descriptor.FormException(Messages.DockerConfigCredentials_noLogins(), "config");
            }
        } catch (RegistryException e) {
            throw new Descriptor.FormException(e.getMessage(), "config");
        }
        this.config = config;
    }

    /** The text. */
    public Secret getConfig() {
        return config;
    }

    @Override
    public String getFileName() {
        return FILE_NAME;
    }

    @Override
    public InputStream getContent() {
        return new ByteArrayInputStream(config.getPlainText().getBytes(StandardCharsets.UTF_8));
    }

    /** The form in the credentials pages. */
    @Extension
    @Symbol("ociDockerConfig")
    public static final class DescriptorImpl extends BaseStandardCredentialsDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.DockerConfigCredentials_displayName();
        }
    }
}
