package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.credentials.KeyCredentials;
import io.jenkins.plugins.ocichart.operation.packaging.Packaging;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of packaging, which the Pipeline step and the build step have. */
public interface PackageForm extends PassphraseForm {
    @POST
    default FormValidation doCheckChart(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.required(item, value, Messages.PackageForm_noChart());
    }

    @POST
    default FormValidation doCheckVersion(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayCheck(item, value) && Util.fixEmpty(value) != null && !Packaging.isVersion(value)
                ? FormValidation.error(Messages.PackageForm_version())
                : FormValidation.ok();
    }

    /** The credentials that can hold an OpenPGP key. */
    @POST
    default ListBoxModel doFillSigningKeyCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String signingKeyCredentialsId) {
        return KeyCredentials.KEYRINGS.list(item, signingKeyCredentialsId);
    }

    @POST
    default FormValidation doCheckSigningKeyCredentialsId(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String signingKey,
            @QueryParameter String passphraseCredentialsId) {
        boolean needed =
                Util.fixEmptyAndTrim(signingKey) != null || Util.fixEmptyAndTrim(passphraseCredentialsId) != null;
        return needed && FormAccess.maySee(item) && Util.fixEmptyAndTrim(value) == null
                ? FormValidation.error(Messages.PackageForm_noKey())
                : KeyCredentials.KEYRINGS.check(item, value);
    }
}
