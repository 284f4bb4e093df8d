package io.jenkins.plugins.ocichart.credentials;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.logins.AgentLogins;
import io.jenkins.plugins.ocichart.registry.logins.DockerConfig;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.credentialsbinding.BindingDescriptor;
import org.jenkinsci.plugins.credentialsbinding.MultiBinding;
import org.jenkinsci.plugins.credentialsbinding.impl.UnbindableDir;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * Gives a Docker configuration, kept as credentials of that kind or as a secret file, to the tools in a {@code
 * withCredentials} block, with all registries in it: {@code HELM_REGISTRY_CONFIG}, {@code DOCKER_CONFIG} and {@code
 * REGISTRY_AUTH_FILE} lead to it. The {@code file} binding can't, since {@code DOCKER_CONFIG} names a folder, in which
 * Docker wants a {@code config.json}.
 */
public final class DockerConfigBinding extends MultiBinding<FileCredentials> {
    private static final String FILE_NAME = "config.json";

    @DataBoundConstructor
    public DockerConfigBinding(String credentialsId) {
        super(credentialsId);
    }

    @Override
    protected Class<FileCredentials> type() {
        return FileCredentials.class;
    }

    @Override
    public MultiEnvironment bind(Run<?, ?> build, FilePath workspace, Launcher launcher, TaskListener listener)
            throws IOException, InterruptedException {
        if (workspace == null) {
            throw new AbortException(Messages.DockerConfigBinding_noWorkspace());
        }
        String text = SecretFile.text(getCredentials(build));
        try {
            DockerConfig.parse(text, getCredentialsId());
        } catch (RegistryException e) {
            throw new AbortException(e.getMessage());
        }
        UnbindableDir folder = UnbindableDir.create(workspace);
        FilePath file = folder.getDirPath().child(FILE_NAME);
        boolean written = false;
        try {
            file.write(text, "UTF-8");
            file.chmod(0600);
            written = true;
        } finally {
            if (!written) {
                folder.getDirPath().deleteRecursive();
            }
        }
        Map<String, String> paths = AgentLogins.variables(folder.getDirPath().getRemote(), file.getRemote());
        return new MultiEnvironment(Map.of(), paths, folder.getUnbinder());
    }

    /** None holds a secret: they are paths. */
    @Override
    public Set<String> variables(Run<?, ?> build) {
        return Set.of();
    }

    /** The form in the generators and in freestyle jobs. */
    @Extension
    @Symbol("ociDockerConfig")
    public static final class DescriptorImpl extends BindingDescriptor<FileCredentials> {
        @Override
        protected Class<FileCredentials> type() {
            return FileCredentials.class;
        }

        @Override
        public String getDisplayName() {
            return Messages.DockerConfigBinding_displayName();
        }
    }
}
