package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The field for a registry, in the forms of a login and a logout. */
public interface RegistryForm {
    /** Checks the form of {@code host[:port]}; connects to nothing. */
    @POST
    default FormValidation doCheckRegistry(@AncestorInPath Item item, @QueryParameter String value) {
        if (!FormAccess.mayCheck(item, value)) {
            return FormValidation.ok();
        }
        String text = Util.fixEmptyAndTrim(value);
        if (text == null) {
            return FormValidation.error(Messages.RegistryField_empty());
        }
        if (text.contains("@")) {
            return FormValidation.error(Messages.AddressField_login());
        }
        try {
            RegistryHost host = RegistryHost.parse(text);
            return host.stripped().isEmpty()
                    ? FormValidation.ok()
                    : FormValidation.warning(Messages.RegistryField_stripped(host));
        } catch (IllegalArgumentException e) {
            return FormValidation.error(Messages.RegistryField_invalid());
        }
    }
}
