package io.jenkins.plugins.ocichart.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsUnavailableException;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.AbortException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.logins.CredentialFile;
import java.io.IOException;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * What each kind of Jenkins credentials means to a registry.
 *
 * <table>
 * <caption>Kinds</caption>
 * <tr><td>user name with password</td><td>Basic login, or exchange for a token</td></tr>
 * <tr><td>secret text</td><td>a token that the registry takes as it is ({@code registrytoken} in Docker's file)</td></tr>
 * <tr><td>secret file</td><td>Docker's {@code config.json}, of which the registry's entry counts, or the key of a Google
 * service account, which Google's registries get exchanged for a token of an hour</td></tr>
 * <tr><td>{@link IdentityTokenCredentials identity token}</td><td>a token that the registry's token server exchanges
 * ({@code identitytoken} in Docker's file)</td></tr>
 * <tr><td>{@link DockerConfigCredentials Docker configuration}</td><td>as the secret file that it also is</td></tr>
 * <tr><td>certificate</td><td>the client's certificate in the TLS handshake</td></tr>
 * </table>
 */
final class CredentialConversion {
    /** The kinds above, for lists in forms. */
    static final CredentialsMatcher KINDS = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class),
            CredentialsMatchers.instanceOf(StringCredentials.class),
            CredentialsMatchers.instanceOf(FileCredentials.class),
            CredentialsMatchers.instanceOf(StandardCertificateCredentials.class));

    private CredentialConversion() {}

    /**
     * Takes from credentials what a registry wants.
     *
     * @throws AbortException if they are of another kind, can't be read, or have nothing for the registry
     */
    static RegistryCredential convert(StandardCredentials credentials, RegistryHost registry) throws AbortException {
        try {
            if (credentials instanceof StandardUsernamePasswordCredentials login) {
                return RegistryCredential.basic(
                        login.getUsername(), login.getPassword().getPlainText());
            } else if (credentials instanceof IdentityTokenCredentials identity) {
                return RegistryCredential.identityToken(identity.getToken().getPlainText());
            } else if (credentials instanceof StringCredentials text) {
                return RegistryCredential.bearer(text.getSecret().getPlainText());
            } else if (credentials instanceof FileCredentials file) {
                return CredentialFile.find(SecretFile.text(file), file.getFileName(), registry.value())
                        .orElseThrow(() ->
                                new IOException(Messages.CredentialConversion_noLogin(file.getFileName(), registry)));
            } else if (credentials instanceof StandardCertificateCredentials certificate) {
                return ClientCertificate.of(certificate);
            }
        } catch (CredentialsUnavailableException | IOException e) {
            throw new AbortException(Messages.CredentialConversion_unreadable(credentials.getId(), e.getMessage()));
        }
        throw new AbortException(Messages.CredentialConversion_wrongKind(credentials.getId()));
    }

    /** Whether the user name itself was declared a secret. */
    static boolean hasSecretUserName(StandardCredentials credentials) {
        return credentials instanceof StandardUsernamePasswordCredentials login && login.isUsernameSecret();
    }
}
