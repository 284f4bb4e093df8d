package io.jenkins.plugins.ocichart.form;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.credentials.KeyCredentials;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The field for what unlocks a private key. */
public interface PassphraseForm {
    /** The credentials that can hold a passphrase. */
    @POST
    default ListBoxModel doFillPassphraseCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String passphraseCredentialsId) {
        return KeyCredentials.PASSPHRASES.list(item, passphraseCredentialsId);
    }

    @POST
    default FormValidation doCheckPassphraseCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
        return KeyCredentials.PASSPHRASES.check(item, value);
    }
}
