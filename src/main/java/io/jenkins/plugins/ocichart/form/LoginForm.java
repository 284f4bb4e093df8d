package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.credentials.CredentialsField;
import io.jenkins.plugins.ocichart.credentials.CredentialsListBox;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a login, which the step and the build environment have. */
public interface LoginForm extends RegistryForm, ConnectionForm {
    /** The credentials that the form offers. */
    @POST
    default ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item,
            @QueryParameter String registry,
            @QueryParameter boolean plainHttp,
            @QueryParameter String credentialsId) {
        return CredentialsListBox.of(item, Util.fixNull(registry), plainHttp, credentialsId);
    }

    /** Whether the credentials exist and fit the registry; a login needs some. */
    @POST
    default FormValidation doCheckCredentialsId(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String registry,
            @QueryParameter boolean plainHttp) {
        if (Util.fixEmptyAndTrim(value) == null) {
            return FormAccess.maySee(item)
                    ? FormValidation.error(Messages.LoginForm_noCredentials())
                    : FormValidation.ok();
        }
        return CredentialsField.check(item, Util.fixNull(registry), plainHttp, value);
    }
}
