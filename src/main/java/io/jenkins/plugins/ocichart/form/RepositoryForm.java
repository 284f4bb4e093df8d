package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.credentials.CredentialsField;
import io.jenkins.plugins.ocichart.repository.RepositoryUrl;
import java.io.IOException;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The fields of a classic chart repository, in lists of steps and of the system configuration. */
public interface RepositoryForm {
    /** Checks the form of the address, in which there must be no login; connects to nothing. */
    @POST
    default FormValidation doCheckUrl(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayCheck(item, value) ? checkAddress(value) : FormValidation.ok();
    }

    /** What is wrong with an address. */
    static FormValidation checkAddress(String value) {
        String text = Util.fixEmptyAndTrim(value);
        if (text == null) {
            return FormValidation.error(Messages.RepositoryForm_url());
        }
        try {
            RepositoryUrl.parse(text);
            return FormValidation.ok();
        } catch (IOException e) {
            return FormValidation.error(
                    RepositoryUrl.withoutLogin(text).equals(text)
                            ? Messages.RepositoryForm_url()
                            : Messages.AddressField_login());
        }
    }

    /** The credentials that the form offers for the repository. */
    @POST
    default ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String url, @QueryParameter String credentialsId) {
        return CredentialsField.list(item, Util.fixNull(url), isPlain(url), credentialsId);
    }

    /** Whether the credentials exist and fit the repository. */
    @POST
    default FormValidation doCheckCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String url) {
        return CredentialsField.check(item, Util.fixNull(url), isPlain(url), value);
    }

    /** Whether an address is one of plain HTTP. */
    static boolean isPlain(String url) {
        return url != null && url.startsWith("http:");
    }
}
