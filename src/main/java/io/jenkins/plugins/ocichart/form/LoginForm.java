package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a login, which the step and the build environment have. */
public interface LoginForm extends RegistryForm, ConnectionForm {
    /** A login needs credentials that exist and fit the registry. */
    @Override
    @POST
    default FormValidation doCheckCredentialsId(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String remote,
            @QueryParameter String chart,
            @QueryParameter String registry,
            @QueryParameter boolean plainHttp) {
        if (Util.fixEmptyAndTrim(value) == null && FormAccess.maySee(item)) {
            return FormValidation.error(Messages.LoginForm_noCredentials());
        }
        return ConnectionForm.super.doCheckCredentialsId(item, value, remote, chart, registry, plainHttp);
    }
}
