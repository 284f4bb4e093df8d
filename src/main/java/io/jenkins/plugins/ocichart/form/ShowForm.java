package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.operation.pull.Verify;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a step that shows a chart, which may also be on the agent. */
public interface ShowForm extends ChartForm, TrustForm {
    /** What is shown by default. */
    String ALL = "all";

    /** Checks the form of an address; a path is on another machine. */
    @Override
    @POST
    default FormValidation doCheckChart(@AncestorInPath Item item, @QueryParameter String value) {
        if (!FormAccess.mayCheck(item, value)) {
            return FormValidation.ok();
        }
        String chart = Util.fixEmptyAndTrim(value);
        if (chart == null) {
            return FormValidation.error(Messages.ShowForm_noChart());
        }
        return Verify.isInRegistry(chart) ? AddressField.chart(chart) : FormValidation.ok();
    }

    @POST
    default ListBoxModel doFillWhatItems() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.ShowForm_all(), ALL);
        items.add(Messages.ShowForm_chart(), "chart");
        items.add(Messages.ShowForm_values(), "values");
        items.add(Messages.ShowForm_readme(), "readme");
        items.add(Messages.ShowForm_crds(), "crds");
        return items;
    }
}
