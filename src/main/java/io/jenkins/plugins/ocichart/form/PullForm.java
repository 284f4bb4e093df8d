package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.credentials.CredentialsField;
import io.jenkins.plugins.ocichart.credentials.CredentialsListBox;
import io.jenkins.plugins.ocichart.operation.ChartAddress;
import java.io.IOException;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a pull, which the Pipeline step and the build step have. */
public interface PullForm extends ConnectionForm {
    /** The folder where nothing else was said. */
    String HERE = ".";

    /** Checks the form of the address. */
    @POST
    default FormValidation doCheckChart(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayCheck(item, value) ? AddressField.chart(value) : FormValidation.ok();
    }

    /** Checks the version's form, and that it doesn't contradict the address. */
    @POST
    default FormValidation doCheckVersion(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String chart) {
        String version = Util.fixEmptyAndTrim(value);
        if (version == null || !FormAccess.mayCheck(item, value)) {
            return FormValidation.ok();
        }
        try {
            ChartAddress.checkVersion(version);
        } catch (IOException e) {
            return FormValidation.error(Messages.PullForm_version());
        }
        return FormAccess.mayCheck(item, chart) && ChartAddress.contradicts(Util.fixNull(chart), version)
                ? FormValidation.error(Messages.PullForm_otherTag())
                : FormValidation.ok();
    }

    /** The folder counts only where the chart is unpacked. */
    @POST
    default FormValidation doCheckUntarDir(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter boolean untar) {
        String folder = Util.fixEmptyAndTrim(value);
        return FormAccess.maySee(item) && !untar && folder != null && !folder.equals(HERE)
                ? FormValidation.warning(Messages.PullForm_notUnpacked())
                : FormValidation.ok();
    }

    /** The credentials that the form offers. */
    @POST
    default ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item,
            @QueryParameter String chart,
            @QueryParameter boolean plainHttp,
            @QueryParameter String credentialsId) {
        return CredentialsListBox.of(item, Util.fixNull(chart), plainHttp, credentialsId);
    }

    /** Whether the credentials exist and fit the registry. */
    @POST
    default FormValidation doCheckCredentialsId(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String chart,
            @QueryParameter boolean plainHttp) {
        return CredentialsField.check(item, Util.fixNull(chart), plainHttp, value);
    }
}
