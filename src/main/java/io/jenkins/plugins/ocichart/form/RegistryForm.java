package io.jenkins.plugins.ocichart.form;

import hudson.model.Item;
import hudson.util.FormValidation;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The field for a registry, in the forms of a login and a logout. */
public interface RegistryForm {
    /** Checks the registry's form. */
    @POST
    default FormValidation doCheckRegistry(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayCheck(item, value) ? RegistryField.check(value) : FormValidation.ok();
    }
}
