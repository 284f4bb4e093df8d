package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.registry.RegistryHost;

/** Checks a field that holds a registry's {@code host[:port]}. */
final class RegistryField {
    private RegistryField() {}

    /** Checks the form of the value; connects to nothing. */
    static FormValidation check(String value) {
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
