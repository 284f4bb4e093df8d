package io.jenkins.plugins.ocichart.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsUnavailableException;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Run;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jvnet.localizer.Localizable;

/** Keys and passphrases among Jenkins' credentials: which kinds of credentials can hold them. */
public enum KeyCredentials {
    /** OpenPGP keys: a secret file. */
    KEYRINGS(Messages._KeyCredentials_keyrings(), FileCredentials.class),
    /** A cluster and how to log in to it: a secret file. */
    KUBECONFIGS(Messages._KeyCredentials_kubeconfigs(), FileCredentials.class),
    /** A PEM text: a secret file or a secret text. */
    PEM_TEXTS(Messages._KeyCredentials_pemTexts(), FileCredentials.class, StringCredentials.class),
    /** A passphrase: a secret text, or the password of a user name with password. */
    PASSPHRASES(
            Messages._KeyCredentials_passphrases(), StringCredentials.class, StandardUsernamePasswordCredentials.class);

    private final Localizable needed;
    private final CredentialsMatcher kinds;

    KeyCredentials(Localizable needed, Class<?>... types) {
        this.needed = needed;
        this.kinds = CredentialsMatchers.anyOf(
                Stream.of(types).map(CredentialsMatchers::instanceOf).toArray(CredentialsMatcher[]::new));
    }

    /**
     * What credentials hold, as bytes; records that the build uses them.
     *
     * @throws AbortException if the build may use none with that id, or they are of a kind that doesn't serve
     */
    public byte[] find(String credentialsId, Run<?, ?> run) throws AbortException {
        StandardCredentials found =
                CredentialsProvider.findCredentialById(credentialsId, StandardCredentials.class, run, List.of());
        if (found == null) {
            throw new AbortException(Messages.KeyCredentials_notFound(credentialsId));
        }
        if (!kinds.matches(found)) {
            throw new AbortException(Messages.KeyCredentials_wrongKind(credentialsId, needed));
        }
        try {
            byte[] content = content(found);
            CredentialsProvider.track(run, found);
            return content;
        } catch (CredentialsUnavailableException | IOException e) {
            throw new AbortException(Messages.CredentialConversion_unreadable(credentialsId, e.getMessage()));
        }
    }

    private static byte[] content(StandardCredentials found) throws IOException {
        if (found instanceof FileCredentials file) {
            return SecretFile.bytes(file);
        }
        String text = found instanceof StringCredentials secret
                ? secret.getSecret().getPlainText()
                : ((StandardUsernamePasswordCredentials) found).getPassword().getPlainText();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The credentials of these kinds that the user may choose, and the present choice; see {@link CredentialsField}. */
    public ListBoxModel list(Item item, String current) {
        return CredentialsField.list(item, List.of(), kinds, current);
    }

    /** Whether there are credentials of these kinds with the id; see {@link CredentialsField}. */
    public FormValidation check(Item item, String value) {
        return CredentialsField.check(item, List.of(), kinds, value, needed.toString());
    }
}
