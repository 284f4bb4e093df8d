package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.operation.packaging.Packaging;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of packaging, which the Pipeline step and the build step have. */
public interface PackageForm {
    /** Charts are needed. */
    @POST
    default FormValidation doCheckChart(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayCheck(item, value) && Util.fixEmptyAndTrim(value) == null
                ? FormValidation.error(Messages.PackageForm_noChart())
                : FormValidation.ok();
    }

    /** Checks the form of the version. */
    @POST
    default FormValidation doCheckVersion(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayCheck(item, value) && Util.fixEmpty(value) != null && !Packaging.isVersion(value)
                ? FormValidation.error(Messages.PackageForm_version())
                : FormValidation.ok();
    }
}
