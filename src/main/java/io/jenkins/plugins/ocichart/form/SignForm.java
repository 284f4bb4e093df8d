package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.credentials.KeyCredentials;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a signature. */
public interface SignForm extends ChartForm, PassphraseForm {
    /** The default form of signatures: both. */
    String FORMAT = "both";

    /** The credentials that can hold a private key. */
    @POST
    default ListBoxModel doFillKeyCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String keyCredentialsId) {
        return KeyCredentials.PEM_TEXTS.list(item, keyCredentialsId);
    }

    /** A key is needed. */
    @POST
    default FormValidation doCheckKeyCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) && Util.fixEmptyAndTrim(value) == null
                ? FormValidation.error(Messages.SignForm_noKey())
                : KeyCredentials.PEM_TEXTS.check(item, value);
    }

    /** In forms that have them as a text: pairs. */
    @POST
    default FormValidation doCheckAnnotations(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayCheck(item, value) && !TrustForm.arePairs(Util.fixNull(value))
                ? FormValidation.error(Messages.TrustForm_pairs())
                : FormValidation.ok();
    }

    @POST
    default ListBoxModel doFillFormatItems() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.SignForm_both(), FORMAT);
        items.add(Messages.SignForm_bundle(), "bundle");
        items.add(Messages.SignForm_tag(), "tag");
        return items;
    }
}
