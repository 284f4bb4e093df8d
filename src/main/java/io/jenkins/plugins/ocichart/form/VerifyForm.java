package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.operation.pull.Verify;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a verification, which the Pipeline step and the build step have. */
public interface VerifyForm extends ConnectionForm, TrustForm {
    /** An address is checked; whether an archive is there only the agent knows. */
    @POST
    default FormValidation doCheckChart(@AncestorInPath Item item, @QueryParameter String value) {
        if (!FormAccess.mayCheck(item, value)) {
            return FormValidation.ok();
        }
        String text = Util.fixEmptyAndTrim(value);
        if (text == null) {
            return FormValidation.error(Messages.VerifyForm_noChart("oci://HOST[:PORT]/NAMESPACE/NAME"));
        }
        return Verify.isInRegistry(text) ? AddressField.chart(text) : FormValidation.ok();
    }
}
