package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.credentials.KeyCredentials;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The fields that say whose signature a chart must have. */
public interface TrustForm {
    /** The credentials that can hold OpenPGP keys. */
    @POST
    default ListBoxModel doFillKeyringCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String keyringCredentialsId) {
        return KeyCredentials.KEYRINGS.list(item, keyringCredentialsId);
    }

    /** Whether they exist, and no file is named beside them. */
    @POST
    default FormValidation doCheckKeyringCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String keyring) {
        return check(item, KeyCredentials.KEYRINGS, value, keyring);
    }

    /** The credentials that can hold cosign's public key. */
    @POST
    default ListBoxModel doFillPublicKeyCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String publicKeyCredentialsId) {
        return KeyCredentials.PEM_TEXTS.list(item, publicKeyCredentialsId);
    }

    /** Whether they exist, and no file is named beside them. */
    @POST
    default FormValidation doCheckPublicKeyCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String publicKey) {
        return check(item, KeyCredentials.PEM_TEXTS, value, publicKey);
    }

    /** In forms that have them as a text: pairs are of a signature by cosign, and have a value. */
    @POST
    default FormValidation doCheckAnnotations(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String publicKey,
            @QueryParameter String publicKeyCredentialsId) {
        if (Util.fixEmptyAndTrim(value) == null || !FormAccess.mayCheck(item, value)) {
            return FormValidation.ok();
        }
        if (!arePairs(value)) {
            return FormValidation.error(Messages.TrustForm_pairs());
        }
        return Util.fixEmptyAndTrim(publicKey) == null && Util.fixEmptyAndTrim(publicKeyCredentialsId) == null
                ? FormValidation.error(Messages.TrustForm_noPublicKey())
                : FormValidation.ok();
    }

    /** Whether each line of a text is {@code name=value}; blank ones don't count. */
    static boolean arePairs(String text) {
        return text.lines().allMatch(line -> line.isBlank() || line.strip().indexOf('=') > 0);
    }

    private static FormValidation check(Item item, KeyCredentials kind, String id, String file) {
        return FormAccess.maySee(item) && Util.fixEmptyAndTrim(id) != null && Util.fixEmptyAndTrim(file) != null
                ? FormValidation.error(Messages.TrustForm_both())
                : kind.check(item, id);
    }
}
