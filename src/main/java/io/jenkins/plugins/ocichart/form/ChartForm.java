package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.operation.pull.Pull;
import java.io.IOException;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The fields that name a chart in a registry. */
public interface ChartForm extends ConnectionForm {
    @POST
    default FormValidation doCheckChart(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayCheck(item, value) ? AddressField.chart(value) : FormValidation.ok();
    }

    /** Checks the version's form, and that it doesn't contradict the address. */
    @POST
    default FormValidation doCheckVersion(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String chart) {
        return checkVersion(item, value, chart);
    }

    /** The same for an address in a field of another name. */
    static FormValidation checkVersion(Item item, String value, String chart) {
        String version = Util.fixEmptyAndTrim(value);
        if (version == null || !FormAccess.mayCheck(item, value)) {
            return FormValidation.ok();
        }
        try {
            Pull.checkVersion(version);
        } catch (IOException e) {
            return FormValidation.error(Messages.ChartForm_version());
        }
        return FormAccess.mayCheck(item, chart) && Pull.contradicts(Util.fixNull(chart), version)
                ? FormValidation.error(Messages.ChartForm_otherTag())
                : FormValidation.ok();
    }
}
