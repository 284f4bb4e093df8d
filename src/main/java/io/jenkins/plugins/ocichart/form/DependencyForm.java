package io.jenkins.plugins.ocichart.form;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.credentials.CredentialsField;
import io.jenkins.plugins.ocichart.credentials.CredentialsListBox;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of the dependencies of a chart in a folder, whose registries only its Chart.yaml knows. */
public interface DependencyForm extends ConnectionForm, TrustForm {
    /** The default folder. */
    String HERE = ".";

    /** Credentials of every domain. */
    @Override
    @POST
    default ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item,
            @QueryParameter String remote,
            @QueryParameter String chart,
            @QueryParameter String registry,
            @QueryParameter boolean plainHttp,
            @QueryParameter String credentialsId) {
        return CredentialsListBox.of(item, "", plainHttp, credentialsId);
    }

    /** Whether the credentials exist. */
    @Override
    @POST
    default FormValidation doCheckCredentialsId(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String remote,
            @QueryParameter String chart,
            @QueryParameter String registry,
            @QueryParameter boolean plainHttp) {
        return CredentialsField.check(item, "", plainHttp, value);
    }
}
