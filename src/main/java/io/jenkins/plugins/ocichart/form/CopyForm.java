package io.jenkins.plugins.ocichart.form;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.credentials.CredentialsField;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a copy, which has two addresses with a login for each. */
public interface CopyForm extends ConnectionForm, TrustForm {
    @POST
    default FormValidation doCheckFrom(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayCheck(item, value) ? AddressField.chart(value) : FormValidation.ok();
    }

    @POST
    default FormValidation doCheckTo(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayCheck(item, value) ? AddressField.remote(value) : FormValidation.ok();
    }

    /** Checks the version's form, and that it doesn't contradict the address. */
    @POST
    default FormValidation doCheckVersion(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String from) {
        return ChartForm.checkVersion(item, value, from);
    }

    /** The credentials that the form offers for the source. */
    @POST
    default ListBoxModel doFillFromCredentialsIdItems(
            @AncestorInPath Item item,
            @QueryParameter String from,
            @QueryParameter boolean plainHttp,
            @QueryParameter String fromCredentialsId) {
        return CredentialsField.list(item, from, plainHttp, fromCredentialsId);
    }

    /** Whether the credentials exist and fit the source. */
    @POST
    default FormValidation doCheckFromCredentialsId(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String from,
            @QueryParameter boolean plainHttp) {
        return CredentialsField.check(item, from, plainHttp, value);
    }

    /** The credentials that the form offers for the target. */
    @POST
    default ListBoxModel doFillToCredentialsIdItems(
            @AncestorInPath Item item,
            @QueryParameter String to,
            @QueryParameter boolean plainHttp,
            @QueryParameter String toCredentialsId) {
        return CredentialsField.list(item, to, plainHttp, toCredentialsId);
    }

    /** Whether the credentials exist and fit the target. */
    @POST
    default FormValidation doCheckToCredentialsId(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String to,
            @QueryParameter boolean plainHttp) {
        return CredentialsField.check(item, to, plainHttp, value);
    }

    @POST
    default ListBoxModel doFillIfExistsItems() {
        return PushForm.ifExists();
    }
}
