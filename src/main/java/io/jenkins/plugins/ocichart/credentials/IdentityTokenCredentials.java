package io.jenkins.plugins.ocichart.credentials;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import hudson.Extension;
import hudson.model.Descriptor;
import hudson.util.Secret;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * An identity token, also called refresh token: what {@code oras login --identity-token} takes, {@code az acr login
 * --expose-token} prints, and Docker keeps as {@code identitytoken}. The registry's token server exchanges it for tokens
 * that the registry takes. It has no user name: no client sends one with it.
 *
 * <p>To other plugins it is a secret text, so {@code withCredentials([string(…)])} binds it.
 */
public final class IdentityTokenCredentials extends BaseStandardCredentials implements StringCredentials {
    private static final long serialVersionUID = 1L;

    private final Secret token;

    /**
     * A token.
     *
     * @param scope null for the scope that the store gives
     * @throws Descriptor.FormException if the token is empty
     */
    @DataBoundConstructor
    public IdentityTokenCredentials(CredentialsScope scope, String id, String description, Secret token)
            throws Descriptor.FormException {
        super(scope, id, description);
        if (token == null || token.getPlainText().isBlank()) {
            throw new Descriptor.FormException(Messages.IdentityTokenCredentials_empty(), "token");
        }
        this.token = token;
    }

    /** The token. */
    public Secret getToken() {
        return token;
    }

    @Override
    public Secret getSecret() {
        return token;
    }

    /** The form in the credentials pages. */
    @Extension
    @Symbol("ociIdentityToken")
    public static final class DescriptorImpl extends BaseStandardCredentialsDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.IdentityTokenCredentials_displayName();
        }
    }
}
