package io.jenkins.plugins.ocichart.helm;

import hudson.ExtensionList;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.credentials.KeyCredentials;
import io.jenkins.plugins.ocichart.form.ChartForm;
import io.jenkins.plugins.ocichart.form.FormAccess;
import io.jenkins.plugins.ocichart.form.TrustForm;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of template, install and upgrade. */
public interface HelmForm extends ChartForm, TrustForm {
    @POST
    default FormValidation doCheckRelease(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.required(item, value, Messages.HelmForm_noRelease());
    }

    /** Checks the form of an address; a path is on another machine. */
    @Override
    @POST
    default FormValidation doCheckChart(@AncestorInPath Item item, @QueryParameter String value) {
        String chart = Util.fixEmptyAndTrim(value);
        return chart == null || chart.contains("://") ? ChartForm.super.doCheckChart(item, value) : FormValidation.ok();
    }

    /** Files only. */
    @POST
    default FormValidation doCheckValuesFiles(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) && Util.fixNull(value).contains("://")
                ? FormValidation.error(Messages.HelmForm_valuesUrl())
                : FormValidation.ok();
    }

    /** The Helm installations of the system configuration, after the choice of none. */
    @POST
    default ListBoxModel doFillHelmItems(@AncestorInPath Item item, @QueryParameter String helm) {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.HelmForm_onPath(), "");
        if (FormAccess.maySee(item)) {
            for (HelmTool tool :
                    ExtensionList.lookupSingleton(HelmTool.DescriptorImpl.class).getInstallations()) {
                items.add(tool.getName(), tool.getName());
            }
        }
        if (Util.fixEmpty(helm) != null && items.stream().noneMatch(option -> option.value.equals(helm))) {
            items.add(helm, helm);
        }
        return items;
    }

    @POST
    default FormValidation doCheckKubeconfigCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
        return KeyCredentials.KUBECONFIGS.check(item, value);
    }

    /** The secret files that the user may choose. */
    @POST
    default ListBoxModel doFillKubeconfigCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String kubeconfigCredentialsId) {
        return KeyCredentials.KUBECONFIGS.list(item, kubeconfigCredentialsId);
    }
}
