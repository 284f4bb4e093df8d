package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.operation.sigstore.RekorAccess;
import io.jenkins.plugins.ocichart.signature.cosign.PublicKey;
import java.io.IOException;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of the steps that work with a Rekor log. */
public interface RekorForm extends ConnectionForm, TrustForm {
    /** Whether an archive is named; whether it is there only the agent knows. */
    @POST
    default FormValidation doCheckChart(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) && Util.fixEmptyAndTrim(value) == null
                ? FormValidation.error(Messages.RekorForm_noChart())
                : FormValidation.ok();
    }

    /** Whether it is an address that may be used; connects to nothing. */
    @POST
    default FormValidation doCheckRekorUrl(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter boolean plainHttp) {
        if (!FormAccess.mayCheck(item, value)) {
            return FormValidation.ok();
        }
        try {
            RekorAccess.parse(Util.fixNull(value), plainHttp);
            return FormValidation.ok();
        } catch (IOException e) {
            return FormValidation.error(Messages.RekorForm_rekorUrl());
        }
    }

    /** Whether it is a key; warns without one. */
    @POST
    default FormValidation doCheckRekorPublicKey(@AncestorInPath Item item, @QueryParameter String value) {
        if (!FormAccess.mayCheck(item, value)) {
            return FormValidation.ok();
        }
        if (Util.fixEmptyAndTrim(value) == null) {
            return FormValidation.warning(Messages.RekorForm_noPublicKey());
        }
        try {
            PublicKey.parse(value);
            return FormValidation.ok();
        } catch (IOException e) {
            return FormValidation.error(Messages.RekorForm_rekorPublicKey());
        }
    }
}
