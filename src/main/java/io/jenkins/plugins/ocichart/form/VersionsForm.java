package io.jenkins.plugins.ocichart.form;

import hudson.model.Item;
import hudson.util.FormValidation;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a list of versions. */
public interface VersionsForm extends ChartForm {
    /** Zero is for all. */
    @POST
    default FormValidation doCheckLimit(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FormValidation.validateNonNegativeInteger(value) : FormValidation.ok();
    }
}
