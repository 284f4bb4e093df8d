package io.jenkins.plugins.ocichart.credentials;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import jenkins.model.Jenkins;

/** Finds what a build may log in to a registry with. */
public final class RegistryCredentials {
    private RegistryCredentials() {}

    /**
     * As {@link #find} the credentials that an administrator chose for the whole Jenkins; for a test, so no use is recorded.
     */
    public static RegistryCredential ofJenkins(String credentialsId, RegistryHost registry, boolean plainHttp)
            throws AbortException {
        StandardCredentials credentials = CredentialsProvider.findCredentialByIdInItemGroup(
                credentialsId,
                StandardCredentials.class,
                Jenkins.get(),
                ACL.SYSTEM2,
                DomainRequirements.of(registry, plainHttp));
        if (credentials == null) {
            throw new AbortException(Messages.RegistryCredentials_notFound(credentialsId, registry));
        }
        return CredentialConversion.convert(credentials, registry);
    }

    /**
     * As {@link #find} the credentials that a build of a job would use, for a form of the job; so no use is recorded.
     *
     * @param item the job; null for none, which has no credentials
     */
    public static RegistryCredential ofItem(String credentialsId, RegistryHost registry, boolean plainHttp, Item item)
            throws AbortException {
        StandardCredentials credentials = item == null
                ? null
                : CredentialsProvider.findCredentialByIdInItem(
                        credentialsId,
                        StandardCredentials.class,
                        item,
                        CredentialsField.authentication(item),
                        DomainRequirements.of(registry, plainHttp));
        if (credentials == null) {
            throw new AbortException(Messages.RegistryCredentials_notFound(credentialsId, registry));
        }
        return CredentialConversion.convert(credentials, registry);
    }

    /**
     * Finds Jenkins credentials with the build's authentication, records that the build uses them, and takes from them
     * what the registry wants.
     *
     * @param plainHttp whether the registry is spoken to without TLS: part of what a credentials domain can ask for
     * @throws AbortException if there are none with that id that the build may use for the registry, or they are of a
     *     kind that doesn't serve
     */
    public static ResolvedCredential find(String credentialsId, RegistryHost registry, boolean plainHttp, Run<?, ?> run)
            throws AbortException {
        StandardCredentials credentials = CredentialsProvider.findCredentialById(
                credentialsId, StandardCredentials.class, run, DomainRequirements.of(registry, plainHttp));
        if (credentials == null) {
            throw new AbortException(Messages.RegistryCredentials_notFound(credentialsId, registry));
        }
        RegistryCredential credential = CredentialConversion.convert(credentials, registry);
        CredentialsProvider.track(run, credentials);
        return new ResolvedCredential(credential, CredentialConversion.hasSecretUserName(credentials));
    }
}
