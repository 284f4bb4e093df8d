package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.operation.sigstore.RekorAccess;
import io.jenkins.plugins.ocichart.signature.cosign.PublicKey;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of the steps that work with a Rekor log. */
public interface RekorForm extends ConnectionForm, TrustForm {
    /** Whether an archive is named; whether it is there only the agent knows. */
    @POST
    default FormValidation doCheckChart(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.required(item, value, Messages.RekorForm_noChart());
    }

    /** Whether it is an address that may be used; connects to nothing. */
    @POST
    default FormValidation doCheckRekorUrl(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter boolean plainHttp) {
        return FormAccess.check(item, value, url -> RekorAccess.parse(url, plainHttp), Messages.RekorForm_rekorUrl());
    }

    /** Whether it is a key; warns without one. */
    @POST
    default FormValidation doCheckRekorPublicKey(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) && Util.fixEmptyAndTrim(value) == null
                ? FormValidation.warning(Messages.RekorForm_noPublicKey())
                : FormAccess.check(item, value, PublicKey::parse, Messages.RekorForm_rekorPublicKey());
    }
}
